import type { JointColumn } from '@emgfm/adapter-kit';
import type { Activity, EmgChannel, Side } from '@emgfm/schema';

/** Folders of a mode that hold one file per trial; names are compared without regard to case. */
export const SENSORS = [
  'conditions',
  'emg',
  'fp',
  'gcLeft',
  'gcRight',
  'gon',
  'id',
  'ik',
  'ik_offset',
  'imu',
  'jp',
  'markers',
] as const;

/** A folder of {@link SENSORS}. */
export type Sensor = (typeof SENSORS)[number];

/** Kinds of walking that hold strides; `static` holds none. */
export const MODES = ['levelground', 'ramp', 'stair', 'treadmill'] as const;

/** A kind of walking. */
export type Mode = (typeof MODES)[number];

/** Names of trial files of each mode, lower case, without `.mat`. */
export const TRIAL_NAMES: Readonly<Record<Mode, RegExp>> = {
  levelground: /^levelground_c?cw_(slow|normal|fast)_\d+_\d+$/,
  ramp: /^ramp_\d+_[lr]_\d+_\d+$/,
  stair: /^stair_\d+_[lr]_\d+_\d+$/,
  treadmill: /^treadmill_\d+_\d+$/,
};

/** Persons: AB06-AB21, AB23-AB25, AB27, AB28, AB30. */
export const SUBJECT_NAME = /^AB(0[6-9]|1\d|2[0134578]|30)$/;

/** Number of persons of the dataset. */
export const SUBJECT_COUNT = 22;

/** Sessions, e.g. `10_09_18` or `11_11_2018`. */
export const SESSION_NAME = /^\d{1,2}_\d{1,2}_\d{2,4}$/;

/** EMG columns, all of the right leg. `gracilis` and `rightexternaloblique` have no place among the 13 channels. */
export const EMG_COLUMNS: readonly { readonly column: string; readonly channel: EmgChannel }[] = [
  { column: 'vastuslateralis', channel: 'VL' },
  { column: 'rectusfemoris', channel: 'RF' },
  { column: 'vastusmedialis', channel: 'VM' },
  { column: 'tibialisanterior', channel: 'TA' },
  { column: 'bicepsfemoris', channel: 'BF' },
  { column: 'semitendinosus', channel: 'STSM' },
  { column: 'gastrocmed', channel: 'GM' },
  { column: 'soleus', channel: 'SOL' },
  { column: 'gluteusmedius', channel: 'GMED' },
];

/**
 * Coordinates of the OpenSim model, without the letter of the leg. The knee of the model is negative in flexion, so angle and moment
 * change their sign; all others have the canonical one: hip rotation internal +, subtalar inversion + (a guess).
 */
export const JOINT_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'hip_adduction', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'hip_rotation', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'hip_flexion', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'knee_angle', factor: -1 },
  { joint: 'ankle', motion: 'flexion', column: 'ankle_angle', factor: 1 },
  { joint: 'ankle', motion: 'adduction', column: 'subtalar_angle', factor: 1 },
];

/** The coordinate that some models fix; it counts only where it moves by more than this (degree). */
export const SUBTALAR = { column: 'subtalar_angle', joint: 'ankle', motion: 'adduction', leastRangeDeg: 1 } as const;

/** Letter of a leg at the end of a coordinate. */
export const SIDE_LETTER: Readonly<Record<Side, string>> = { left: 'l', right: 'r' };

/** What a label of `conditions` means. */
export interface LabelMeaning {
  readonly activity: Activity;
  /** Ground: as steep as the ramp of the trial, upward 1 or downward -1, or level 0. */
  readonly slope: 1 | 0 | -1;
  /** On the stairs, or stepping on or off them. */
  readonly onStairs?: boolean;
  /** The person stands; a stride under this label alone is none. */
  readonly standing?: boolean;
}

/** Labels of levelground, ramp and stair trials, lower case; any other label with `turn` in it is a turn. */
export const LABELS: Readonly<Record<string, LabelMeaning>> = {
  idle: { activity: 'other', slope: 0, standing: true },
  stand: { activity: 'other', slope: 0, standing: true },
  walk: { activity: 'walk', slope: 0 },
  turn: { activity: 'turn', slope: 0 },
  'stand-walk': { activity: 'transition', slope: 0 },
  'walk-stand': { activity: 'transition', slope: 0 },
  rampascent: { activity: 'ramp_up', slope: 1 },
  'walk-rampascent': { activity: 'transition', slope: 1 },
  'rampascent-walk': { activity: 'transition', slope: 1 },
  rampdescent: { activity: 'ramp_down', slope: -1 },
  'walk-rampdescent': { activity: 'transition', slope: -1 },
  'rampdescent-walk': { activity: 'transition', slope: -1 },
  stairascent: { activity: 'stair_up', slope: 0, onStairs: true },
  'walk-stairascent': { activity: 'transition', slope: 0, onStairs: true },
  'stairascent-walk': { activity: 'transition', slope: 0, onStairs: true },
  stairdescent: { activity: 'stair_down', slope: 0, onStairs: true },
  'walk-stairdescent': { activity: 'transition', slope: 0, onStairs: true },
  'stairdescent-walk': { activity: 'transition', slope: 0, onStairs: true },
};

/** Units of `conditions`: inches to metres, and what a stair and a ramp can be. */
export const METRES_PER_INCH = 0.0254;
export const STAIR_LIMITS_INCHES = [2, 12] as const;
export const RAMP_LIMITS_DEG = [0, 30] as const;

/** A belt counts as steady in a stride with at most two speeds this close to each other (m/s). */
export const BELT_TOLERANCE_MPS = 0.02;
/** Below this the belt stands (m/s). */
export const BELT_STANDS_MPS = 0.05;
