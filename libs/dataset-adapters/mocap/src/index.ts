import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { mocapDataset, packageName, packageVersion } from './dataset';
import { readMocapSubject } from './read';
import { surveyMocap } from './survey';

/** Reads tables of motion capture, joint angles and EMG, trial by trial on their frame clocks. */
export const adapter: DatasetAdapter = {
  info: mocapDataset,
  packageName,
  packageVersion,
  survey: surveyMocap,
  read: readMocapSubject,
};

export { type MocapMapping, mocapMappingSchema } from './mapping';
