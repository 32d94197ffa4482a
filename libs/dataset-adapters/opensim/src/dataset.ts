import { type DatasetInfo, EMG_CHANNELS } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { COORDINATES } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

const jointMotions = COORDINATES.map(({ joint, motion }) => `${joint} ${motion}`);

/** What this source is: any laboratory's OpenSim results, with the EMG beside them. */
export const opensimDataset: DatasetInfo = {
  id: 'opensim',
  title: 'OpenSim files of any laboratory: .mot, .sto and .trc with EMG (a generic source: give your own recordings)',
  citation: '',
  doi: '',
  licence: 'as the recordings are licensed by their owner',
  homepage: 'https://simtk.org/projects/opensim',
  layers: ['opensim'],
  emgChannels: [...EMG_CHANNELS],
  angles: jointMotions,
  moments: jointMotions,
  sourceConventions: {
    angles:
      'degree or radian as the header says; hip flexion, adduction, internal rotation positive; knee flexion positive or negative with the model, decided per trial; ankle dorsiflexion and inversion positive',
    moments: 'N·m, internal, positive in the direction of the coordinate; N·m/kg after division by the body mass',
    forces: 'newton, force on the person, y up; z up after reading',
    emg: 'as written; the kind is decided per trial unless the mapping file says it',
    time: 'second, one clock for all files of a trial',
  },
  confidence: {
    'signs of hip and ankle': 'high',
    'sign of the knee': 'high',
    'body mass from the ground force, where no mass is given': 'medium',
    'leg of EMG columns that name none': 'medium',
    'activity (walk unless the mapping file says otherwise)': 'guess',
  },
  notes: [
    'Inverse dynamics means nothing in a stance whose force was not measured: moments are missing there.',
    'A column that says only gastrocnemius goes to GM, noted per trial as gastrocnemius-unspecified.',
  ],
};
