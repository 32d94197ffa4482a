import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { EMG_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: ten able-bodied adults over circuits of level ground, a ramp and stairs. */
export const huDataset: DatasetInfo = {
  id: 'hu',
  title: 'ENABL3S: bilateral EMG and goniometers of ten adults over level ground, ramps and stairs (Hu et al. 2018)',
  citation:
    'Hu B, Rouse E, Hargrove L (2018) Benchmark datasets for bilateral lower-limb neuromechanical signals from wearable sensors during unassisted locomotion in able-bodied individuals. Frontiers in Robotics and AI 5:14',
  doi: '10.3389/frobt.2018.00014',
  licence: 'not verified; figshare shares under CC BY 4.0 by default',
  homepage: 'https://doi.org/10.6084/m9.figshare.5362627',
  layers: ['processed'],
  emgChannels: EMG_COLUMNS.map(({ channel }) => channel),
  angles: ['knee flexion', 'ankle flexion'],
  moments: [],
  sourceConventions: {
    angles: 'degree; knee flexion and ankle dorsiflexion negative',
    emg: 'volt behind a gain of 1000, which is millivolt at the electrodes; 20-350 Hz, mains notched',
    events: 'row numbers from 1, with a code: mode and phase before, mode and phase after',
    modes: '0 sit, 1 level, 2 ramp up, 3 ramp down, 4 stair up, 5 stair down, 6 stand',
  },
  confidence: {
    'column names and order': 'high',
    'sampling rate (1000 Hz)': 'high',
    'sign of the knee angle': 'high',
    'sign of the ankle angle': 'medium',
    'unit of the EMG': 'guess',
    'modes of locomotion': 'high',
    licence: 'guess',
  },
  notes: [
    'The authors call the ankle signal not biomechanically accurate: use its timing rather than its size.',
    'Goniometers were sampled at 500 Hz and low-passed at 10 Hz; the files hold them at 1000 Hz.',
    'No hip angles, no moments, no ground forces. Age, sex, mass and height of each person are not in these files.',
    'In AB192 the authors exchanged the sides and negated the knee themselves; nothing is corrected again.',
  ],
};
