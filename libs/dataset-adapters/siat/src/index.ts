import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { packageName, packageVersion, siatDataset } from './dataset';
import { readSiatSubject } from './read';
import { surveySiat } from './survey';

/** Reads SIAT-LLMD: a data file and a label file for each movement of a person. */
export const adapter: DatasetAdapter = {
  info: siatDataset,
  packageName,
  packageVersion,
  survey: surveySiat,
  read: readSiatSubject,
};
