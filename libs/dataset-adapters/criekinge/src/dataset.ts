import { GASTROCNEMIUS_UNSPECIFIED, type DatasetInfo } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_COLUMNS, EMG_COLUMNS, MOMENT_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: 138 able-bodied adults and 50 adults after stroke on a walkway. */
export const criekingeDataset: DatasetInfo = {
  id: 'criekinge',
  title: 'Full-body gait of 138 able-bodied adults and 50 adults after stroke (Van Criekinge et al. 2023)',
  citation:
    'Van Criekinge T, Saeys W, Truijen S, Vereeck L, Sloot LH, Hallemans A (2023) A full-body motion capture gait dataset of 138 able-bodied adults across the life span and 50 stroke survivors. Scientific Data 10:852',
  doi: '10.1038/s41597-023-02767-y',
  licence: 'not verified; CC0 is likely (the article is CC BY 4.0)',
  homepage: 'https://doi.org/10.6084/m9.figshare.c.6503791.v1',
  layers: ['strides'],
  emgChannels: EMG_COLUMNS.map(({ channel }) => channel),
  angles: ANGLE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOMENT_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'degree; Plug-in Gait: x flexion or dorsiflexion, y adduction, z internal rotation positive',
    moments: 'N·m/kg, external; the same axes',
    emg: 'envelope (10-300 Hz, rectified, moving average of 50 ms) divided by the greatest value of the person',
    strides:
      '1001 points from strike to strike of one leg; the frames of both strikes at VideoFrameRate stand in events',
    legs: 'left and right; paretic and non-paretic after stroke, the paretic leg being opposite to the lesion',
  },
  confidence: {
    'layout, names, shapes, units': 'high',
    'sign of the moments': 'high',
    'meaning of y and z': 'medium',
    'head of the gastrocnemius': 'guess',
    'frames count from 1': 'medium',
    licence: 'guess',
  },
  notes: [
    `GM: ${GASTROCNEMIUS_UNSPECIFIED}.`,
    'EMG is an envelope on 1001 points per stride and must not be filtered as if it were raw.',
    'Moments exist only where the foot landed well on a plate: about two strides of an able-bodied person, fewer after stroke.',
    'The authors did not check the plate landings of the stroke file; strides with these moments have the quality bit kinetics_unchecked.',
    'Persons are numbered in the order of the file; the ids of the article (SUBJ, TVC) are not in it. TVC48, TVC51 and TVC54 walked with help.',
    'Walking speed is not in these files.',
  ],
};
