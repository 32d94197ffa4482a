import type { DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_FIELDS, EMG_FIELDS, MOMENT_FIELDS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 12 adults walking up and down stairs of six settings. No real file of it was available: unverified. */
export const grimmerDataset: DatasetInfo = {
  id: 'grimmer',
  title: 'EMG, angles and moments of both legs, level walking to stairs and back, 12 adults (Grimmer et al. 2020)',
  citation:
    'Grimmer M, Zeiss J, Weigand F, Zhao G, Lamm S, Steil M, Heller A (2020) Lower limb joint biomechanics-based identification of gait transitions in between level walking and stair ambulation. PLoS ONE 15(9):e0239148',
  doi: '10.1371/journal.pone.0239148',
  licence: 'not found; the article is CC BY',
  homepage: 'https://doi.org/10.1371/journal.pone.0239148',
  layers: ['trials'],
  emgChannels: EMG_FIELDS.map(({ channel }) => channel),
  angles: ANGLE_FIELDS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOMENT_FIELDS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'unit and signs not stated; decided from the knee and from windows of the stride',
    moments: 'unit and signs not stated; decided from the ankle and from windows of the stride',
    emg: 'unit not stated; 1111.1 Hz, or resampled to the rate of motion: decided from the sample counts',
    events: 'touchdowns of each leg, as samples of the angles from 1, for ascent and descent',
    time: 'no rate is stated; motion and EMG are taken to begin together',
  },
  confidence: {
    'layout and names': 'medium',
    'EMG rate': 'medium',
    'rate of motion and touchdowns': 'guess',
    'unit and signs of angles': 'guess',
    'unit and signs of moments': 'guess',
    'which vastus, which gastrocnemius': 'guess',
    'stair settings': 'guess',
    'volume, number of the article': 'guess',
    licence: 'guess',
  },
  notes: [
    'Unverified: no real file was available. Compare the decisions of one person with the publication before trusting its numbers.',
    "A sequence leads from level ground over stairs to level ground; its strides are 'other' with the condition 'stair sequence'.",
    'What the six stair settings are is not documented; the number of the setting is part of the trial name.',
    'The sign of hip rotation shows in no stride: it is masked unless the option hipRotationPositive states it.',
    'The data say "gastrocnemius" and "vastus" only: gastrocnemius-unspecified goes to GM, vastus to VL.',
    'Age, sex, mass, height and speed are not in these files.',
  ],
};
