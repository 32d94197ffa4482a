import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { huDataset, packageName, packageVersion } from './dataset';
import { readHuSubject } from './read';
import { surveyHu } from './survey';

/** Reads ENABL3S: one CSV file per circuit of level ground, ramp and stairs. */
export const adapter: DatasetAdapter = {
  info: huDataset,
  packageName,
  packageVersion,
  survey: surveyHu,
  read: readHuSubject,
};
