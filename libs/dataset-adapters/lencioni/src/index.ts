import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { lencioniDataset, packageName, packageVersion } from './dataset';
import { readLencioniSubject } from './read';
import { surveyLencioni } from './survey';

/** Reads Lencioni et al. 2019: one MAT file per person, one stride per element of `s.Data`. */
export const adapter: DatasetAdapter = {
  info: lencioniDataset,
  packageName,
  packageVersion,
  survey: surveyLencioni,
  read: readLencioniSubject,
};
