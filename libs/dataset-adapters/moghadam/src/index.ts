import type { DatasetAdapter } from '@emgfm/adapter-kit';
import { moghadamDataset, packageName, packageVersion } from './dataset';
import { readMoghadamSubject } from './read';
import { surveyMoghadam } from './survey';

/** Reads Mohammadi Moghadam et al. 2023: per trial a CSV of EMG and two OpenSim files, joined by their number. */
export const adapter: DatasetAdapter = {
  info: moghadamDataset,
  packageName,
  packageVersion,
  survey: surveyMoghadam,
  read: readMoghadamSubject,
};
