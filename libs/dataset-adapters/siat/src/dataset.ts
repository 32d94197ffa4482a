import type { DatasetInfo, EmgChannel } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { EMG_COLUMNS, MOTIONS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: forty able-bodied adults in level walking and on stairs. */
export const siatDataset: DatasetInfo = {
  id: 'siat',
  title: 'SIAT-LLMD: left-leg EMG with angles and torques of both legs of forty adults (Wei et al. 2023)',
  citation:
    'Wei W, Tan F, Zhang H, Mao H, Fu M, Samuel OW, Li G (2023) Surface electromyogram, kinematic, and kinetic dataset of lower limb walking for movement intent recognition. Scientific Data 10:358',
  doi: '10.1038/s41597-023-02263-3',
  licence: 'CC0-1.0',
  homepage: 'https://doi.org/10.1038/s41597-023-02263-3',
  layers: ['data'],
  emgChannels: [...new Set<EmgChannel>(EMG_COLUMNS.map(({ channel }) => channel))],
  angles: MOTIONS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOTIONS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'degree, OpenSim (Gait2392); sign of knee flexion not stated',
    torques: 'N·m, internal (OpenSim), not divided by body mass',
    emg: 'unit not stated; steps of 10/32768 as of a 16-bit converter of 10 V behind an amplifier; all sensors on the left leg',
    labels: 'status 1-5 (walking) or 1-3 (stairs) from strike to strike, group = number of the cycle',
  },
  confidence: {
    'column names': 'high',
    'sampling rate (1920 Hz)': 'high',
    'unit of the torques': 'high',
    'sign of the torques': 'medium',
    'sign of the knee angle': 'guess',
    'leg of a cycle (1-5 right, 6-10 left)': 'guess',
    'unit of the EMG': 'guess',
  },
  notes: [
    'TA has two sensors: its magnitude is the mean of both after rectification; bipolar EMG is that of the upper sensor.',
    'Angles and torques were brought to the rate of the EMG from motion capture; they hold little above 10-15 Hz.',
    'Strides of the right leg have angles and moments without EMG.',
    'The thirteen other movements (sitting down, lifting a leg, ...) hold no gait cycles and are not read.',
  ],
};
