import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { gait120Dataset, packageName, packageVersion } from './dataset';
import { readGait120Subject } from './read';
import { surveyGait120 } from './survey';

/** Reads Gait120: EMG tables in MAT files and one file of joint angles for each step. */
export const adapter: DatasetAdapter = {
  info: gait120Dataset,
  packageName,
  packageVersion,
  survey: surveyGait120,
  read: readGait120Subject,
};
