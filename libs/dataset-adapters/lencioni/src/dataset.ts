import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_ROWS, EMG_ROWS, MOMENT_ROWS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 50 able-bodied persons from 6 to 72 years, strides of both legs with EMG of the right one. */
export const lencioniDataset: DatasetInfo = {
  id: 'lencioni',
  title:
    'Kinematics, kinetics and EMG of 50 persons walking, on toes and heels, up and down stairs (Lencioni et al. 2019)',
  citation:
    'Lencioni T, Carpinella I, Rabuffetti M, Marzegan A, Ferrarin M (2019) Human kinematic, kinetic and EMG data during different walking and stair ascending and descending tasks. Scientific Data 6:309',
  doi: '10.1038/s41597-019-0323-z',
  licence: 'not verified; CC BY 4.0 is likely',
  homepage: 'https://doi.org/10.6084/m9.figshare.c.4494755.v1',
  layers: ['strides'],
  emgChannels: EMG_ROWS.map(({ channel }) => channel),
  angles: ANGLE_ROWS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOMENT_ROWS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles:
      'degree on 101 points; flexion and dorsiflexion positive; the ankle carries a constant offset of about -22 degrees',
    moments: 'N·m/kg on 101 points; plantarflexor (extensor) positive',
    emg: 'millivolt, raw, with offset and drift; of the right leg, whatever the foot of the stride',
    strides: 'one element of s.Data is one stride, 0 % and 100 % being strikes of the foot that Foot names',
    time: 'TimeStamp... is the onset of the stride in its recording; rates of cameras, plates and EMG differ between persons',
  },
  confidence: {
    'layout, shapes, names': 'high',
    'EMG side': 'high',
    'sign of the ankle moment': 'high',
    'signs of hip and knee flexion moments': 'medium',
    'signs of adduction and rotation': 'guess',
    'zero of the ankle angle': 'medium',
    licence: 'guess',
  },
  notes: [
    'EMG is of the right leg; strides of the left foot have angles and moments only.',
    'Subject18 has no EMG side, so its EMG is not used.',
    'The ankle angle is kept as it is; the option ankleOffset: "correct" shifts its zero.',
    'Children from six years on are among the persons.',
    'Step height is not in these files.',
  ],
};
