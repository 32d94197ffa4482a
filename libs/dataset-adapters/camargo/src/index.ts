import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { camargoDataset, packageName, packageVersion } from './dataset';
import { readCamargoSubject } from './read';
import { surveyCamargo } from './survey';

/** Reads the Camargo dataset: one MAT file per sensor and trial of treadmill, level ground, ramps and stairs. */
export const adapter: DatasetAdapter = {
  info: camargoDataset,
  packageName,
  packageVersion,
  survey: surveyCamargo,
  read: readCamargoSubject,
};
