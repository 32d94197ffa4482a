import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { Activity, Joint, Side } from '@emgfm/schema';

/** The mapping tables of Lencioni et al. 2019. Names of rows and tasks are compared without blanks and regard to case. */

/** Number of persons of the dataset: `Subject1.mat` to `Subject50.mat`. */
export const SUBJECT_COUNT = 50;

/** Rows of `EMG`, in millivolt as recorded, all of the leg that `EMGSide` names. */
export const EMG_ROWS: readonly EmgColumn[] = [
  { channel: 'RF', column: 'Rectus Femoris' },
  { channel: 'VM', column: 'Vastus Medialis' },
  { channel: 'TA', column: 'Tibialis Anterior' },
  { channel: 'BF', column: 'Biceps Femoris' },
  { channel: 'GM', column: 'Gastrocnemius Medialis' },
  { channel: 'SOL', column: 'Soleus' },
  { channel: 'PL', column: 'Peroneus Longus' },
  { channel: 'GMAX', column: 'Gluteus Maximus' },
];

/** Rows of `Ang` (degree, 101 points). Signs of adduction and rotation are not documented. */
export const ANGLE_ROWS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'HipAdd', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'HipRot', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'HipFlx', factor: 1 },
  { joint: 'knee', motion: 'adduction', column: 'KneeAdd', factor: 1 },
  { joint: 'knee', motion: 'rotation', column: 'KneeRot', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'KneeFlx', factor: 1 },
  { joint: 'ankle', motion: 'adduction', column: 'AnkleAdd', factor: 1 },
  { joint: 'ankle', motion: 'rotation', column: 'AnkleRot', factor: 1 },
  { joint: 'ankle', motion: 'flexion', column: 'AnkleFlx', factor: 1 },
];

/**
 * Rows of `Mom` (N·m/kg, 101 points). The ankle peaks at about +1.3 at push-off, so plantarflexors are positive and -1 leads to the
 * internal moment in the direction of the angle; hip and knee are taken to follow the same convention, and tested.
 */
export const MOMENT_ROWS: readonly JointColumn[] = ANGLE_ROWS.map(({ joint, motion, column }) => ({
  joint,
  motion,
  column: `${column}Mom`,
  factor: -1,
}));

/** Tasks: what the person does. Any other task is `other`, with its name as the condition. */
export const TASKS: Readonly<Record<string, Activity>> = {
  walking: 'walk',
  toewalking: 'toe_walk',
  heelwalking: 'heel_walk',
  stepup: 'stair_up',
  stepdown: 'stair_down',
};

/** Values of `Foot` and `EMGSide`. */
export const SIDE_CODES: Readonly<Record<string, Side>> = { rx: 'right', lx: 'left' };

/** Value of `EMGSide` of a person whose EMG can't be used. */
export const NO_SIDE = 'no';

/** Fields that hold the EMG rate; the second is a spelling that one reader of these files has used. */
export const EMG_RATE_FIELDS = ['EMGFreq', 'EMGFeq'] as const;

/** Name under which a row or a task is looked up. */
export function nameKey(name: string): string {
  return name.replace(/\s+/g, '').toLowerCase();
}

/** How the sign of a flexion moment is tested in walking: internal, it is greater in the first window of the stride than in the second. */
export interface MomentSignTest {
  readonly joint: Joint;
  /** Windows in percent of the stride, both ends included. */
  readonly greater: readonly [number, number];
  readonly less: readonly [number, number];
  readonly why: string;
}

/** The muscles that act in each window are those of level walking at any speed. */
export const MOMENT_SIGN_TESTS: readonly MomentSignTest[] = [
  { joint: 'hip', greater: [45, 58], less: [3, 15], why: 'flexors before foot-off, extensors at loading' },
  { joint: 'knee', greater: [86, 97], less: [10, 20], why: 'flexors at the end of swing, extensors at loading' },
  { joint: 'ankle', greater: [75, 95], less: [42, 52], why: 'almost none in swing, plantarflexors at push-off' },
];

/** A difference between the windows below this (N·m/kg) decides nothing. */
export const LEAST_MOMENT_DIFFERENCE = 0.1;

/** Ankle angles at heel strike (degree, median of a person) beyond this are a shifted zero: about 0 is usual. */
export const USUAL_ANKLE_AT_STRIKE_DEG = 12;

/** Rates and stride times that belong together agree within this share; a cadence beyond the second is wrong. */
export const RATE_TOLERANCE = 0.02;
export const CADENCE_TOLERANCE = 0.05;
