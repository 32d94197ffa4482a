import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLES, MUSCLES } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: adults on a treadmill at three speeds and five cadences, with the left knee free and held. */
export const bacekDataset: DatasetInfo = {
  id: 'bacek',
  title: 'Biomechanics and energetics of adults walking with and without kinematic constraints (Bacek et al. 2024)',
  citation:
    'Bacek T, Sun M, Liu H, Chen Z, Manzie C, Burdet E, Kulic D, Oetomo D, Tan Y (2024) A biomechanics and energetics dataset of neurotypical adults walking with and without kinematic constraints. Scientific Data',
  doi: '10.1038/s41597-024-03444-4',
  licence: 'not verified; CC BY 4.0 is likely',
  homepage: 'https://doi.org/10.26188/c.6887854.v1',
  layers: ['segmented'],
  emgChannels: MUSCLES.map(({ channel }) => channel),
  angles: ANGLES.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: [],
  sourceConventions: {
    angles: 'degree on 101 points per cycle; hip and knee flexion positive, sign of the ankle tested',
    forces: 'N/kg on 101 points per cycle; signs of the horizontal components tested',
    emg: 'moving RMS over 100 ms of EMG of 15-400 Hz, divided by a factor per muscle and session, on 1001 points per cycle',
    strides:
      'cycles from strike to strike of the left foot; those of the right leg from strikes of the right or of the left foot, decided from the data',
    time: 'indices of strikes, counted from 1, at 1 kHz (2 kHz for some persons, decided from the data)',
    conditions: 'T1-T30: three speeds, five cadences, then the same with an orthosis on the left knee',
  },
  confidence: {
    'names, shapes, units': 'high',
    muscles: 'high',
    conditions: 'high',
    'start of the cycles of the right leg': 'guess',
    'rate of the strike indices': 'medium',
    'sign of the ankle angle': 'guess',
    'signs of the horizontal forces': 'guess',
    citation: 'guess',
    licence: 'guess',
  },
  notes: [
    'no joint moments were computed: kinetics are masked throughout',
    'half of the tests have an orthosis on the left knee, so the level-walking signature of the whole dataset may be flagged there',
    'the authors put in steps where they found none; strides that look so have the quality bit low_event_confidence',
    'ground forces are kept as a further modality',
  ],
};
