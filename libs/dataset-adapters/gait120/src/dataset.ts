import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_COLUMNS, EMG_COLUMNS, EMG_LAYERS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 120 men walking on the level, on slopes and stairs, and rising from a chair. */
export const gait120Dataset: DatasetInfo = {
  id: 'gait120',
  title: 'Gait120: EMG and joint angles of 120 men in seven daily tasks (Boo et al. 2025)',
  citation: 'Boo J, Seo D, Kim M, Koo S (2025) Scientific Data',
  doi: '10.1038/s41597-025-05391-0',
  licence: 'CC BY 4.0',
  homepage: 'https://doi.org/10.6084/m9.figshare.27677016',
  layers: Object.keys(EMG_LAYERS),
  emgChannels: [...new Set(EMG_COLUMNS.map(({ channel }) => channel))],
  angles: ANGLE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: [],
  sourceConventions: {
    angles:
      'degree; hip flexion, adduction and internal rotation, ankle dorsiflexion positive; knee extension positive',
    emg: 'volt at 2000 Hz, right leg; soleus at two sites',
    motion: '100 Hz; frames counted from 1, first and last included; 20 EMG samples per frame',
    forces: 'newton and metre, x forward, y up, z to the right',
  },
  confidence: {
    'files and variables': 'high',
    'EMG rate (2000 Hz)': 'high',
    'sign of the knee angle': 'high',
    'signs of hip and ankle angles': 'medium',
    'strides start at the right heel strike': 'medium',
    'unit of EMGs_raw': 'medium',
    'unit of EMGs_filt': 'guess',
    'sex of all persons': 'high',
  },
  notes: [
    'EMG of the right leg only; no stride of the left leg is given, since its events are unknown and its hip signs disputed.',
    'Both sites of the soleus make the channel SOL: the mean of their magnitudes; bipolar EMG is that of the medial site.',
    'No moments. Force plates stood under level walking and under the chair; those of S001 to S010 are in other coordinates and are left out.',
    'Sit-to-stand and stand-to-sit are one transition each, not a cycle: their condition says "not cyclic".',
    'The first 60 persons are young, the others older: age goes with the number of the person.',
  ],
};
