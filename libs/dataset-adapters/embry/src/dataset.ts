import type { DatasetInfo } from '@emgfm/schema';
import { GASTROCNEMIUS_UNSPECIFIED } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_FIELDS, EMG_FIELDS, MOMENT_FIELDS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: ten able-bodied persons on a treadmill at three speeds and nine slopes, both legs. */
export const embryDataset: DatasetInfo = {
  id: 'embry',
  title: 'The effect of walking incline and speed on human leg kinematics, kinetics and EMG (Embry et al. 2018)',
  citation:
    'Embry K, Villarreal D, Macaluso R, Gregg R (2018) The Effect of Walking Incline and Speed on Human Leg Kinematics, Kinetics, and EMG. IEEE DataPort. Paper: IEEE Trans Neural Syst Rehabil Eng 26(12):2342-2350',
  doi: '10.21227/gk32-e868',
  licence: 'open access on IEEE DataPort, terms not verified; CC BY 4.0 is likely',
  homepage: 'https://doi.org/10.21227/gk32-e868',
  layers: ['strides'],
  emgChannels: EMG_FIELDS.map(({ channel }) => channel),
  angles: ANGLE_FIELDS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOMENT_FIELDS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles: 'degree on 150 points; Plug-in Gait: x flexion, y adduction, z internal rotation, the same on both legs',
    moments: 'N·mm/kg on 150 points in jointmoment (jointforce is a force in N/kg); the sign is not documented',
    emg: '150 points per stride, which is about 130 Hz, unit and processing not documented',
    strides: 'heel strike to heel strike of each leg, cut by the authors',
    time: 'seconds in cycles.time; frames of 100 Hz',
  },
  confidence: {
    'nesting, axes, moment field, units': 'high',
    'sign of the moments': 'medium',
    'adduction and rotation of knee and ankle': 'medium',
    'sign of rotation': 'guess',
    'kind of EMG': 'guess',
    'EMG in Continuous': 'guess',
    'labels of the details of a person': 'guess',
    licence: 'guess',
  },
  notes: [
    `${GASTROCNEMIUS_UNSPECIFIED}: GC is filed as GM.`,
    'Adduction and rotation of knee and ankle are weak in Plug-in Gait (quality bit weak_joint_planes).',
    'The right TA of AB04 to AB08 is suspected to be faulty; it is tested against the left one and masked where it does not follow.',
    'AB09 s0x8i2x5 is unusable; AB05 at 0.8 m/s is called poor by a user of these data.',
  ],
};
