import type { DatasetInfo } from '@emgfm/schema';
import { EMG_CHANNELS, JOINT_MOTION_TABLE } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

const jointMotions = JOINT_MOTION_TABLE.map(({ joint, motion }) => `${joint} ${motion}`);

/** What this source is: any laboratory's C3D recordings with Plug-in Gait style model outputs. */
export const c3dDataset: DatasetInfo = {
  id: 'c3d',
  title: 'C3D recordings of any laboratory, Plug-in Gait style (a generic source: give your own recordings)',
  citation: '',
  doi: '',
  licence: 'as the recordings are licensed by their owner',
  homepage: 'https://www.c3d.org',
  layers: ['c3d'],
  emgChannels: [...EMG_CHANNELS],
  angles: jointMotions,
  moments: jointMotions,
  sourceConventions: {
    angles: 'degree; x flexion, y adduction, z internal rotation, the same meaning on both legs (Plug-in Gait)',
    moments:
      'N.mm/kg, external, components as the angles (Plug-in Gait); unit and sign are decided per file from push-off',
    emg: 'unit of each analog channel; volts after reading',
    events: 'seconds from frame 1 of the capture; seconds from the first stored frame after reading',
    forces: 'plate channels, force on the plate; force on the person after reading',
  },
  confidence: {
    'component order of the angles': 'high',
    'signs of the angles': 'medium',
    'unit and sign of the moments': 'high',
    'muscle names': 'medium',
    'activity (walk unless the mapping file says otherwise)': 'guess',
  },
  notes: [
    'Ankle adduction and rotation of Plug-in Gait are weak: the foot is one segment with two markers.',
    'A channel name that says only gastrocnemius goes to GM, noted per file as gastrocnemius-unspecified.',
  ],
};
