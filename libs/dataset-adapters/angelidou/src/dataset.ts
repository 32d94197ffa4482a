import { GASTROCNEMIUS_UNSPECIFIED, JOINTS, type DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { EMG_ARRAYS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

const sagittal = JOINTS.map((joint) => `${joint} flexion`);

/** What this source is: walking on a split-belt treadmill whose left belt can be made compliant. */
export const angelidouDataset: DatasetInfo = {
  id: 'angelidou',
  title: 'EMG, angles and moments of walking on a treadmill of variable stiffness (Angelidou and Artemiadis)',
  citation: 'not found; the names point to Angelidou C, Artemiadis P (University of Delaware)',
  doi: '',
  licence: 'unknown: ask the authors before redistribution',
  homepage: '',
  layers: ['cycles'],
  emgChannels: EMG_ARRAYS.map(({ channel }) => channel),
  angles: sagittal,
  moments: sagittal,
  sourceConventions: {
    angles: 'one value per sample and joint, taken to be flexion; unit and sign are decided from the data',
    moments: 'one value per sample and joint, taken to be flexion; unit and sign are decided from the data',
    emg: 'as the vendor wrote it; kind and rate are decided from the data, the unit is as stated or arbitrary',
    strides: 'cell t of every array is gait cycle t; whose strike starts it is decided from the data',
    time: 'only where gaitEvents tells it; cycles of one condition need not follow each other',
  },
  confidence: {
    nesting: 'medium',
    'muscles and joints': 'medium',
    'EMG rate': 'guess',
    'units and signs': 'guess',
    'leg that cuts the cycles': 'guess',
    'form of gaitEvents and participantInfo': 'guess',
    'compliant side': 'guess',
    licence: 'guess',
  },
  notes: [
    `GA is ${GASTROCNEMIUS_UNSPECIFIED}; it stands as GM.`,
    'Only the left belt is compliant; the stiffness is the condition of a stride.',
    'The EMG of the vendor has no known scale; its amplitudes do not compare with those of other datasets.',
    'A leg whose cycles start at the strike of the other foot is cut again from gaitEvents, or dropped.',
  ],
};
