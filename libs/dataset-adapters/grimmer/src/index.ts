import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { grimmerDataset, packageName, packageVersion } from './dataset';
import { readGrimmerSubject } from './read';
import { surveyGrimmer } from './survey';

/** Reads Grimmer et al. 2020: four MAT files per person with angles, moments, touchdowns and EMG of walk-stairs-walk sequences. */
export const adapter: DatasetAdapter = {
  info: grimmerDataset,
  packageName,
  packageVersion,
  survey: surveyGrimmer,
  read: readGrimmerSubject,
};
