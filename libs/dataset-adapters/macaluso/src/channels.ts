import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { Activity, Side } from '@emgfm/schema';

/** The mapping tables of Macaluso et al. 2020. Names stand below `<person>.<task>.<trial>` in the file of a person. */

/** A task of the source: what it is here, and the sign of its slope. */
export interface Task {
  readonly name: string;
  readonly activity: Activity;
  readonly slope: -1 | 0 | 1;
}

/** Tasks; a person may lack some. */
export const TASKS: readonly Task[] = [
  { name: 'level', activity: 'walk', slope: 0 },
  { name: 'uphill', activity: 'ramp_up', slope: 1 },
  { name: 'downhill', activity: 'ramp_down', slope: -1 },
];

/** Trials whose name has this in it are used; what other fields hold is not known. */
export const TRIAL_NAME = /part/i;

/** Letter of a leg before the name of a muscle. */
export const SIDE_LETTERS: Readonly<Record<Side, string>> = { left: 'L', right: 'R' };

/** Muscles, both legs: `emg.left.LRF_norm`, `emg.right.RRF_norm`. Which head of the gastrocnemius GC is the source does not say. */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'RF', column: 'RF_norm' },
  { channel: 'TA', column: 'TA_norm' },
  { channel: 'BF', column: 'BF_norm' },
  { channel: 'GM', column: 'GC_norm' },
];

/**
 * Angles, both legs: `kinematics.jointangles.left.hip.x_norm`, degree. The components of Plug-in Gait: x sagittal, y frontal, z transverse,
 * with the same meaning on both legs.
 */
export const ANGLE_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'flexion', column: 'hip.x_norm', factor: 1 },
  { joint: 'hip', motion: 'adduction', column: 'hip.y_norm', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'hip.z_norm', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'knee.x_norm', factor: 1 },
  { joint: 'knee', motion: 'adduction', column: 'knee.y_norm', factor: 1 },
  { joint: 'knee', motion: 'rotation', column: 'knee.z_norm', factor: 1 },
  { joint: 'ankle', motion: 'flexion', column: 'ankle.x_norm', factor: 1 },
  { joint: 'ankle', motion: 'adduction', column: 'ankle.y_norm', factor: 1 },
  { joint: 'ankle', motion: 'rotation', column: 'ankle.z_norm', factor: 1 },
];

/** From N·mm/kg to N·m/kg. */
export const MOMENT_FACTOR = 1 / 1000;

/** Moments: `kinetics.jointmoment`, named as the angles, N·mm/kg. Whether they are internal is decided from the file. */
export const MOMENT_COLUMNS: readonly JointColumn[] = ANGLE_COLUMNS.map((row) => ({ ...row, factor: MOMENT_FACTOR }));

/** The moment that tells the sign of all, and the task in which it does. */
export const SIGN_COLUMN = 'ankle.x_norm';
export const SIGN_TASK = 'level';

/** Greatest size of the ankle moment in a stride (N·mm/kg) that walking lets expect, median of all strides. */
export const USUAL_ANKLE_MOMENT = [300, 4000] as const;

/** Where the strides of a leg are, below a trial. */
export const TIME_PATH = (side: Side): string[] => ['cycles', side, 'time'];
export const EMG_PATH = (side: Side): string[] => ['emg', side];
export const ANGLE_PATH = (side: Side): string[] => ['kinematics', 'jointangles', side];
export const MOMENT_PATH = (side: Side): string[] => ['kinetics', 'jointmoment', side];

/** Stride times (s) of the source; shorter and longer ones are not strides. */
export const STRIDE_TIME_LIMITS_S = [0.6, 2] as const;

/** Time (s) for which a stride is taken where its EMG has to be judged without one. */
export const USUAL_STRIDE_S = 1.1;

/** Fields of a trial that mark the strides whose gait phase was shifted. Their name is not known. */
export const PERTURBATION_FIELD = /perturb/i;

/** Conditions of a stride: was its gait phase shifted? */
export const CONDITIONS = {
  unknown: 'perturbation unknown',
  perturbed: 'perturbed',
  unperturbed: 'unperturbed',
} as const;

/** Labels of the rows that describe a trial. */
export const SPEED_LABEL = /speed|velocity/i;
export const INCLINE_LABEL = /incline|slope|grade/i;

/** Speeds (m/s) and slopes (degree) of a treadmill that are believed. */
export const GREATEST_SPEED_MPS = 3;
export const GREATEST_INCLINE_DEG = 25;
