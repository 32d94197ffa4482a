import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { EMG_COLUMNS, JOINT_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 17 adults over level ground in short trials, without events and body masses. */
export const moghadamDataset: DatasetInfo = {
  id: 'moghadam',
  title: 'EMG, OpenSim angles and moments of 17 adults walking over level ground (Mohammadi Moghadam et al. 2023)',
  citation:
    "Mohammadi Moghadam S, Yeung T, Choisne J (2023) A comparison of machine learning models' accuracy in predicting lower-limb joints' kinematics, kinetics, and muscle forces from wearable sensors. Scientific Reports 13:5046",
  doi: '10.1038/s41598-023-31906-z',
  licence: 'not stated',
  homepage: 'https://doi.org/10.1038/s41598-023-31906-z',
  layers: ['trials'],
  emgChannels: EMG_COLUMNS.map(({ channel }) => channel),
  angles: JOINT_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: JOINT_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'degree at 200 Hz; knee negative in flexion',
    moments: 'N·m, internal, at 200 Hz; the knee negative in flexion; body masses are not in the dataset',
    emg: 'raw, unit not stated; the rate follows from the time column of each file',
    events: 'none; strikes are the ends of the unloaded stretches of the ankle moment',
  },
  confidence: {
    'folders and joint files': 'high',
    'joint rate, units, sign of the knee': 'high',
    'sign of the ankle moment': 'high',
    'names and order of EMG columns': 'medium',
    'EMG rate, kind and unit': 'guess',
    'gait events': 'medium',
    licence: 'guess',
  },
  notes: [
    'Moments are in N·m: without body masses from the configuration (subjectMassKg) they are masked as unresolved.',
    'At most about one full cycle per leg and trial.',
    'Age, sex, height and walking speed are not in these files.',
  ],
};
