import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_COLUMNS, EMG_COLUMNS, EMG_LAYERS, TORQUE_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 16 adults on a level walkway at seven speeds. */
export const moreiraDataset: DatasetInfo = {
  id: 'moreira',
  title: 'EMG, angles and torques of 16 adults walking at 1 to 4 km/h (Moreira et al. 2021)',
  citation:
    'Moreira L, Figueiredo J, Fonseca P, Vilas-Boas JP, Santos CP (2021) Lower limb kinematic, kinetic, and EMG data from young healthy humans during walking at controlled speeds. Scientific Data 8:103',
  doi: '10.1038/s41597-021-00881-3',
  licence: 'not verified; CC BY 4.0 expected',
  homepage: 'https://doi.org/10.1038/s41597-021-00881-3',
  layers: Object.keys(EMG_LAYERS),
  emgChannels: EMG_COLUMNS.map(({ channel }) => channel),
  angles: ANGLE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: TORQUE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'degree; X flexion or dorsiflexion, Y adduction or inversion, Z internal rotation positive',
    torques: 'N.m/kg in Torques_Norm, N.m in Torques; axes as the angles, but external rotation of the hip positive',
    emg: 'envelope and filtered signal on 1001 points per stride, unit not stated',
    strides:
      '1001 points from 0 to 100 %; two strides of the right and one of the left leg per trial; time in Stride_Time',
  },
  confidence: {
    'files and fields': 'high',
    'units of Torques and Torques_Norm': 'high',
    'torques are internal': 'guess',
    'sign of the hip rotation torque': 'medium',
    'unit of the EMG': 'guess',
    'names of the columns': 'medium',
    'name of the EMG envelope in the MAT files': 'guess',
    licence: 'guess',
  },
  notes: [
    'EMG has 1001 points per stride, whatever its time: at 1 km/h that is less than 500 samples per second.',
    'When a stride begins on the clock of its trial is not in the files.',
    'Participant4 did not walk at 1, 3.5 and 4 km/h.',
    'The third ankle column is the adduction of the foot; it is kept as rotation.',
  ],
};
