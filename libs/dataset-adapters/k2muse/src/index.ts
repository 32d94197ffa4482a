import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { k2museDataset, packageName, packageVersion } from './dataset';
import { readK2museSubject } from './read';
import { surveyK2muse } from './survey';

/** Reads K2MUSE: the processed layer (one MAT file per participant) or the source layer (C3D, ultrasound text, Noraxon MAT). */
export const adapter: DatasetAdapter = {
  info: k2museDataset,
  packageName,
  packageVersion,
  survey: surveyK2muse,
  read: readK2museSubject,
};
