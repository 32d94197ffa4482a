import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { macalusoDataset, packageName, packageVersion } from './dataset';
import { readMacalusoSubject } from './read';
import { surveyMacaluso } from './survey';

/** Reads Macaluso et al. 2020: one MAT file per person, strides cut by the source. */
export const adapter: DatasetAdapter = {
  info: macalusoDataset,
  packageName,
  packageVersion,
  survey: surveyMacaluso,
  read: readMacalusoSubject,
};
