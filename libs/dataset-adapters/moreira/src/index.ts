import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { moreiraDataset, packageName, packageVersion } from './dataset';
import { readMoreiraSubject } from './read';
import { surveyMoreira } from './survey';

/** Reads Moreira et al. (2021): strides of 1001 points in text or MAT files. */
export const adapter: DatasetAdapter = {
  info: moreiraDataset,
  packageName,
  packageVersion,
  survey: surveyMoreira,
  read: readMoreiraSubject,
};
