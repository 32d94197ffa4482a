import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { criekingeDataset, packageName, packageVersion } from './dataset';
import { readCriekingeSubject } from './read';
import { surveyCriekinge } from './survey';

/** Reads Van Criekinge et al. (2023): strides of 1001 points in two MAT files, one of able-bodied persons and one of persons after stroke. */
export const adapter: DatasetAdapter = {
  info: criekingeDataset,
  packageName,
  packageVersion,
  survey: surveyCriekinge,
  read: readCriekingeSubject,
};
