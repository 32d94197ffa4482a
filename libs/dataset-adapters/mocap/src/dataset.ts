import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: tables of motion capture, joint angles and EMG, with the clock of a video camera beside them. */
export const mocapDataset: DatasetInfo = {
  id: 'mocap',
  title: 'Tables of motion capture, joint angles and EMG in the layout of SmartphoneMocapRegression (a generic source)',
  citation: '',
  doi: '',
  licence: 'the repository states none; your own recordings as their owner licenses them',
  homepage: 'https://github.com/DakshinVamsi/SmartphoneMocapRegression',
  layers: ['mocap'],
  emgChannels: ['VL', 'RF', 'VM', 'TA', 'BF', 'STSM', 'GM', 'GL', 'GMED', 'GMAX'],
  angles: ANGLE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: [],
  sourceConventions: {
    angles: 'degree; OpenSim coordinates, knee flexion positive or negative with the model, decided per person',
    markers: 'unit and vertical axis not stated, decided per trial; metre, z up after reading',
    emg: '16 columns, unit and leg not stated; kind decided per trial, leg per person',
    time: 'Time in seconds from the start of each trial; TimeStamp of video frames in milliseconds on the same clock',
  },
  confidence: {
    'names of folders, files and columns': 'medium',
    'order and spelling of the 42 markers': 'high',
    'names of marker columns (marker, then X, Y or Z)': 'guess',
    'trial and frames joined by the number at the end of their names': 'guess',
    'length unit, vertical axis, sign of the knee, leg of the EMG (decided from the data)': 'medium',
    'muscle of the column Glutei': 'guess',
    'actions with steps': 'medium',
  },
  notes: [
    'Gaps of joint coordinates are imputed by a named method, counted per recording; EMG and angles never are.',
    'The source calls its reduced set 99-dimensional; it has 25 joints, 75 coordinates.',
  ],
};
