import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { opensimDataset, packageName, packageVersion } from './dataset';
import { readOpensimSubject } from './read';
import { surveyOpensim } from './survey';

/** Reads folders of OpenSim files: angles, moments, ground forces, markers and EMG, joined per trial. */
export const adapter: DatasetAdapter = {
  info: opensimDataset,
  packageName,
  packageVersion,
  survey: surveyOpensim,
  read: readOpensimSubject,
};

export { type OpensimMapping, opensimMappingSchema } from './mapping';
