import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { angelidouDataset, packageName, packageVersion } from './dataset';
import { readAngelidouSubject } from './read';
import { surveyAngelidou } from './survey';

/** Reads the Angelidou dataset: one MAT file per person, gait cycles by belt speed and stiffness. */
export const adapter: DatasetAdapter = {
  info: angelidouDataset,
  packageName,
  packageVersion,
  survey: surveyAngelidou,
  read: readAngelidouSubject,
};
