import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { bacekDataset, packageName, packageVersion } from './dataset';
import { readBacekSubject } from './read';
import { surveyBacek } from './survey';

/** Reads Bacek et al. 2024: two MAT files per person, the strides of both legs in up to thirty tests on a treadmill. */
export const adapter: DatasetAdapter = {
  info: bacekDataset,
  packageName,
  packageVersion,
  survey: surveyBacek,
  read: readBacekSubject,
};
