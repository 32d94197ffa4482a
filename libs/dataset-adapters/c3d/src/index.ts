import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { c3dDataset, packageName, packageVersion } from './dataset';
import { readC3dSubject } from './read';
import { surveyC3d } from './survey';

/** Reads C3D recordings of any laboratory: one folder per person, several trials each. */
export const adapter: DatasetAdapter = {
  info: c3dDataset,
  packageName,
  packageVersion,
  survey: surveyC3d,
  read: readC3dSubject,
};

export { type C3dMapping, c3dMappingSchema } from './mapping';
export { toRecording } from './read';
