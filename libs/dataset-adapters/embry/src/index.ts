import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { embryDataset, packageName, packageVersion } from './dataset';
import { readEmbrySubject } from './read';
import { surveyEmbry } from './survey';

/** Reads Embry et al. 2018: one MAT file of all persons, strides of both legs on points per stride. */
export const adapter: DatasetAdapter = {
  info: embryDataset,
  packageName,
  packageVersion,
  survey: surveyEmbry,
  read: readEmbrySubject,
};
