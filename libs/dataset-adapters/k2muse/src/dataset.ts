import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_COLUMNS, EMG_COLUMNS, MOMENT_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 42 able-bodied persons on an instrumented treadmill, level and sloped, at three speeds and in several conditions. */
export const k2museDataset: DatasetInfo = {
  id: 'k2muse',
  title: 'K2MUSE: kinematics, kinetics, EMG and amplitude-mode ultrasound of treadmill walking (Li et al. 2026)',
  citation:
    'Li J, Zhang B, Tan X, Chen W, Liu Z, Zhang J, Huo W, Huang J, Liu L, Zhao X (2026) K2MUSE. International Journal of Robotics Research, OnlineFirst',
  doi: '10.1177/02783649261444046',
  licence: 'CC BY-NC-SA 4.0',
  homepage: 'https://k2muse.github.io',
  layers: ['processed', 'source'],
  emgChannels: EMG_COLUMNS.right.map(({ channel }) => channel),
  angles: ANGLE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOMENT_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'Plug-in Gait, degree: flexion, dorsiflexion, adduction, internal rotation positive on both legs',
    moments:
      'Plug-in Gait, external; N·m/kg in the processed layer, N·mm/kg in C3D; unit and sign decided from the data',
    emg: 'raw, 2000 Hz; nine muscles of the right leg, four of the left; microvolt is likely, the unit is decided from the data',
    ultrasound: 'raw amplitude, 20 frames a second, 4 channels of 1000 samples, of the left leg',
    strides: 'from heel strike to heel strike of the same foot, frames counted from 1 at 100 Hz',
  },
  confidence: {
    'layout, components and signs of angles': 'high',
    'order of the EMG columns': 'medium',
    'unit of EMG': 'guess',
    'unit and sign of moments': 'guess',
    'order of the ultrasound channels': 'guess',
    'names of Noraxon signals': 'guess',
    'columns of ParticipantInformation.xlsx': 'guess',
  },
  notes: [
    'The licence is non-commercial and share-alike, and a store that contains this dataset inherits it.',
    'The left leg has EMG of four muscles only: TA, GL, RF and BF.',
    'STSM is the semitendinosus or the semimembranosus; the source does not say which.',
    'Conditions such as fatigue and electrode shifts are kept as the condition of each stride.',
    'Participants from P31 on are older adults.',
  ],
};
