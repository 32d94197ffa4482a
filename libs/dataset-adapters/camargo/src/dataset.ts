import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { EMG_COLUMNS, JOINT_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

const joints = JOINT_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`);

/** The Camargo dataset: able-bodied walking over level ground, ramps, stairs and a treadmill, EMG of the right leg. */
export const camargoDataset: DatasetInfo = {
  id: 'camargo',
  title: 'Camargo: lower limb biomechanics of 22 adults on level ground, ramps, stairs and treadmill',
  citation:
    'Camargo J, Ramanathan A, Flanagan W, Young A. A comprehensive, open-source dataset of lower limb biomechanics in multiple conditions of stairs, ramps, and level-ground ambulation and transitions. J Biomech 119:110320, 2021',
  doi: '10.1016/j.jbiomech.2021.110320',
  licence: 'CC BY 4.0',
  homepage: 'https://doi.org/10.17632/fcgm3chfff.2',
  layers: ['ik', 'ik_offset'],
  emgChannels: EMG_COLUMNS.map(({ channel }) => channel),
  angles: joints,
  moments: joints,
  sourceConventions: {
    angles: 'degree, OpenSim coordinates; knee negative in flexion; ik carries about +8 degrees at the ankle',
    moments: 'N.m, internal, in the direction of the coordinates, not divided by body mass, low-passed at 6 Hz',
    emg: 'mV, band-passed 20-400 Hz, 1000 Hz, right leg only',
    events: 'ramps of 0-100 % between heel strikes (gcRight, gcLeft) and between foot-offs',
    speed: 'm/s on the treadmill, slow, normal or fast over ground',
    incline: 'degree; stair height in inches',
  },
  confidence: {
    'names and order of columns': 'high',
    'signs of angles and moments': 'high',
    'unit of the moments': 'high',
    'EMG unit': 'guess',
    'subtalar angle as ankle adduction, inversion positive': 'guess',
    'spelling of turn labels': 'guess',
    'ramp and stair settings (taken from conditions, not from the trial name)': 'high',
  },
  notes: [
    'EMG exists for the right leg only; strides are those of the right leg unless the option legs is both.',
    'Off the treadmill a moment is known only while the foot is on a plate.',
    'Heel strikes come from the speed of the heel marker, 5-10 ms after 5 % of body weight.',
  ],
};
