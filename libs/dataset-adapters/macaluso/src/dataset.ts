import { type DatasetInfo, GASTROCNEMIUS_UNSPECIFIED } from '@emgfm/schema';
import packageJson from '../package.json' with { type: 'json' };
import { ANGLE_COLUMNS, EMG_COLUMNS, MOMENT_COLUMNS } from './channels';

/** Name of this package, for the provenance of every number. */
export const packageName: string = packageJson.name;

/** Version of this package, for the provenance of every number. */
export const packageVersion: string = packageJson.version;

/** What this source is: treadmill strides of both legs on level ground and on slopes, some of them perturbed. */
export const macalusoDataset: DatasetInfo = {
  id: 'macaluso',
  title:
    'Leg kinematics, kinetics and EMG during phase-shifting perturbations at varying inclines (Macaluso et al. 2020)',
  citation:
    'Macaluso R, Embry K, Villarreal D, Gregg R (2020) Human Leg Kinematics, Kinetics, and EMG during Phase-Shifting Perturbations at Varying Inclines. IEEE DataPort',
  doi: '10.21227/12hp-e249',
  licence: 'not verified; open access on IEEE DataPort, CC BY 4.0 is likely',
  homepage: 'https://doi.org/10.21227/12hp-e249',
  layers: ['strides'],
  emgChannels: EMG_COLUMNS.map(({ channel }) => channel),
  angles: ANGLE_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  moments: MOMENT_COLUMNS.map(({ joint, motion }) => `${joint} ${motion}`),
  sourceConventions: {
    angles:
      'degree on a grid of points per stride; Plug-in Gait: x flexion, y adduction, z internal rotation, on both legs',
    moments: 'N·mm/kg, components as the angles; internal or external: decided for each file',
    emg: 'on a grid of 3000 points per stride; true rate, unit and whether it is rectified are not stated',
    strides: 'cut by the authors from heel strike to heel strike of each leg, one column each',
    time: 'seconds of every point of a stride',
  },
  confidence: {
    'layout and names': 'medium',
    'axes of angles and moments': 'high',
    'unit of moments': 'medium',
    'sign of moments': 'guess',
    'signs of rotation': 'guess',
    'EMG rate and kind': 'guess',
    'names of persons, perturbation flags, container': 'guess',
    licence: 'guess',
  },
  notes: [
    GASTROCNEMIUS_UNSPECIFIED,
    'Gait phase was shifted in some strides; where no flag tells which, the condition of all is "perturbation unknown".',
    'Adduction and rotation of knee and ankle are weak in Plug-in Gait; a quality bit marks strides that have them.',
    'EMG is time-normalised: every stride of it is filtered on its own, at the rate of its grid.',
  ],
};
