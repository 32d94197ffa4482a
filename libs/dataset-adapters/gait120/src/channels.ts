import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { Activity, EmgKind, EmgUnit } from '@emgfm/schema';

/** The mapping tables of Gait120. All signals are of the right leg. */

/** Persons of the source: S001 to S120. */
export const SUBJECT_COUNT = 120;

/** Frames per second of motion, which number the frames of the EMG files too. */
export const MOTION_RATE_HZ = 100;

/** Samples per second of EMG as the paper says; the files state it again. */
export const EMG_RATE_HZ = 2000;

/** What a task is. Angle of the slope and height of the stairs are not published with the data. */
export interface Task {
  readonly name: string;
  readonly activity: Activity;
  readonly inclineDeg: number;
  readonly stepHeightM: number;
  /** One stride per step file, from strike to strike of the right foot; else one transition between sitting and standing. */
  readonly isCyclic: boolean;
}

/** The tasks as folders and variables call them. */
export const TASKS: readonly Task[] = [
  { name: 'LevelWalking', activity: 'walk', inclineDeg: 0, stepHeightM: 0, isCyclic: true },
  { name: 'StairAscent', activity: 'stair_up', inclineDeg: 0, stepHeightM: NaN, isCyclic: true },
  { name: 'StairDescent', activity: 'stair_down', inclineDeg: 0, stepHeightM: NaN, isCyclic: true },
  { name: 'SlopeAscent', activity: 'ramp_up', inclineDeg: NaN, stepHeightM: 0, isCyclic: true },
  { name: 'SlopeDescent', activity: 'ramp_down', inclineDeg: NaN, stepHeightM: 0, isCyclic: true },
  { name: 'SitToStand', activity: 'sit_to_stand', inclineDeg: 0, stepHeightM: 0, isCyclic: false },
  { name: 'StandToSit', activity: 'stand_to_sit', inclineDeg: 0, stepHeightM: 0, isCyclic: false },
];

/** Condition of the strides of chair tasks. */
export const NOT_CYCLIC = 'not cyclic';

/**
 * Muscles. SM and SL of the paper are two sites of the soleus, not the semimembranosus. Names are compared by {@link emgColumnKey}.
 */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'VL', column: 'VastusLateralis' },
  { channel: 'RF', column: 'RectusFemoris' },
  { channel: 'VM', column: 'VastusMedialis' },
  { channel: 'TA', column: 'TibialisAnterior' },
  { channel: 'BF', column: 'BicepsFemoris' },
  { channel: 'STSM', column: 'Semitendinosus' },
  { channel: 'GM', column: 'GastrocnemiusMedialis' },
  { channel: 'GL', column: 'GastrocnemiusLateralis' },
  { channel: 'SOL', column: 'SoleusMedialis' },
  { channel: 'SOL', column: 'SoleusLateralis' },
  { channel: 'PL', column: 'PeroneusLongus' },
  { channel: 'PB', column: 'PeroneusBrevis' },
];

/** Name of an EMG column without blanks and case; the source writes `Gastrocnemuis`, others the right spelling. */
export function emgColumnKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace('gastrocnemuis', 'gastrocnemius');
}

/** Angles of the right leg. The knee of the source extends positively; its sign is tested in the files. */
export const ANGLE_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'hip_adduction_r', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'hip_rotation_r', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'hip_flexion_r', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'knee_angle_r', factor: -1 },
  { joint: 'ankle', motion: 'flexion', column: 'ankle_angle_r', factor: 1 },
];

/** Column of the knee, whose sign is tested. */
export const KNEE_COLUMN = 'knee_angle_r';

/** A layer of the EMG: where it stands and what its numbers are. */
export interface EmgLayer {
  /** File below the folder `EMG` of a person. */
  readonly file: 'RawData.mat' | 'ProcessedData.mat';
  /** Table of a trial (raw) or of a step. */
  readonly table: string;
  readonly emgKind: EmgKind;
  /** Unit if the amplitudes fit it, else `arbitrary`. */
  readonly unit: EmgUnit;
}

/**
 * Layers; the first is read unless another is asked for. `raw` is the continuous trial, so it can be filtered before it is cut; the others
 * are the authors' own processing of each step: 20-500 Hz, root mean square over 250 samples, divided by the MVC.
 */
export const EMG_LAYERS: Readonly<Record<string, EmgLayer>> = {
  raw: { file: 'RawData.mat', table: 'EMGs_raw', emgKind: 'raw', unit: 'V' },
  filtered: { file: 'ProcessedData.mat', table: 'EMGs_filt', emgKind: 'filtered', unit: 'V' },
  envelope: { file: 'ProcessedData.mat', table: 'EMGs_env', emgKind: 'envelope', unit: 'V' },
  normalised: { file: 'ProcessedData.mat', table: 'EMGs_norm', emgKind: 'normalised-envelope', unit: 'fraction' },
};

/** Amplitudes (99th percentile of the absolute value) that surface EMG can have in a unit. */
export const PLAUSIBLE_AMPLITUDE: Readonly<Record<'V' | 'fraction', readonly [number, number]>> = {
  V: [2e-6, 0.02],
  fraction: [0.01, 5],
};

/** Persons of this number and below have force plates in other coordinates than the markers. */
export const LAST_SUBJECT_WITH_MISPLACED_PLATES = 10;
