import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { EmgChannel, Joint, Motion, Side } from '@emgfm/schema';

/** The mapping tables of Grimmer et al. 2020, and what decides the facts that the source leaves open. */

/** Number of persons of the dataset. */
export const SUBJECT_COUNT = 12;

/** Number of stair settings; what each of them is, is not documented. */
export const SETTING_COUNT = 6;

/** A kind of file: the folder it lies in, the folder around that, and its variables. */
export interface FileKind {
  readonly parent: string;
  readonly folder: string;
  readonly variables: readonly string[];
}

/** The four files of a person, joined by the number at the end of their names. Each variable is a cell of settings, each a cell of trials, each a struct. */
export const FILE_KINDS = {
  angles: { parent: 'Processed', folder: 'Joint_Kinematics', variables: ['Joint_Kinematics'] },
  moments: { parent: 'Processed', folder: 'Joint_Kinetics', variables: ['Joint_Kinetics'] },
  touchdowns: { parent: 'Processed', folder: 'Touchdowns', variables: ['TD_ascent', 'TD_descent'] },
  emg: { parent: 'Preprocessed', folder: 'EMG', variables: ['Emg'] },
} as const satisfies Record<string, FileKind>;

/** A kind of file of {@link FILE_KINDS}. */
export type FileRole = keyof typeof FILE_KINDS;

/** The passes of a trial, and the variables that list their touchdowns. */
export const PASSES = [
  { pass: 'ascent', variable: 'TD_ascent' },
  { pass: 'descent', variable: 'TD_descent' },
] as const;

/** A pass over the stairs. */
export type Pass = (typeof PASSES)[number]['pass'];

/** Letters at the end of the fields of each leg, and the field with its touchdowns (samples of the angles, from 1). */
export const LEGS: readonly { readonly side: Side; readonly letter: 'l' | 'r'; readonly touchdowns: string }[] = [
  { side: 'left', letter: 'l', touchdowns: 'tdL' },
  { side: 'right', letter: 'r', touchdowns: 'tdR' },
];

/** Fields of EMG, without `_r` or `_l`. `foo` and `sha` are taken to be the sensors of foot and shank, which are no muscles. */
export const EMG_FIELDS: readonly EmgColumn[] = [
  { channel: 'VL', column: 'vas' },
  { channel: 'RF', column: 'rcf' },
  { channel: 'TA', column: 'tib' },
  { channel: 'BF', column: 'bcf' },
  { channel: 'GM', column: 'gas' },
  { channel: 'SOL', column: 'sol' },
];

/** What a person should know of the muscles. */
export const MUSCLE_NOTES = ["'vas' goes to VL: which vastus it is, is not stated"] as const;

/** Joint motions of the source. */
const JOINT_FIELDS: readonly (readonly [Joint, Motion])[] = [
  ['hip', 'adduction'],
  ['hip', 'rotation'],
  ['hip', 'flexion'],
  ['knee', 'flexion'],
  ['ankle', 'flexion'],
];

const fieldsOf = (quantity: 'angle' | 'moment'): readonly JointColumn[] =>
  JOINT_FIELDS.map(([joint, motion]) => ({ joint, motion, column: `${joint}_${quantity}_${motion}`, factor: 1 }));

/** Fields of angles, without `_r` or `_l`; positive as they are named, in degree, if the data agree. */
export const ANGLE_FIELDS = fieldsOf('angle');

/** Fields of moments, without `_r` or `_l`; internal, in N·m/kg, if the data agree. */
export const MOMENT_FIELDS = fieldsOf('moment');

/** Rate (Hz) of the EMG sensors, of which the source states nothing else. */
export const EMG_RATE_HZ = 10000 / 9;

/** Rates (Hz) of motion that explain a number of EMG samples per motion sample. */
export const MOTION_RATES_HZ = [200, 500] as const;

/** Rate (Hz) of motion where EMG and motion have equally many samples, if strides then last as long as strides do. */
export const DEFAULT_MOTION_RATE_HZ = 200;

/** Sample counts that differ by less than this share from what two rates let expect fit them. */
export const RATE_TOLERANCE = 0.02;

/** Median stride time (s) that confirms the default rate. */
export const USUAL_STRIDE_S = [0.9, 1.6] as const;

/** Stride time (s) of a single stride in a list of touchdowns. */
export const STRIDE_LIMITS_S = [0.7, 2] as const;

/** A median interval (s) below this is that of steps: the list alternates feet. */
export const LONGEST_STEP_S = 0.8;

/** What is recorded around the touchdowns of a pass (s), so that filters settle before its first stride. */
export const PASS_MARGIN_S = 1;

/** Touchdowns of one leg in one pass. */
export const USUAL_TOUCHDOWNS = [4, 7] as const;

/** The knee bends most in swing, in these percent of a stride from the touchdown of its own foot, level and on stairs. */
export const SWING_KNEE = [47, 97] as const;

/** Share of strides whose knee has to do so to count as confirmed; below the second the touchdowns are those of the other foot. */
export const CONFIRMED_SHARE = 0.75;
export const REFUTED_SHARE = 0.25;

/** Median of the greatest knee angle of a stride, by unit, and the factor to degree. */
export const ANGLE_UNITS = [
  { unit: 'degree', least: 40, greatest: 130, factor: 1 },
  { unit: 'radian', least: 0.7, greatest: 2.27, factor: 180 / Math.PI },
] as const;

/** Median of the greatest ankle moment of a stride, by unit. A force is none of a joint. */
export const MOMENT_UNITS = [
  { unit: 'N·m/kg', least: 0.5, greatest: 4, factor: 1, perMass: false },
  { unit: 'N/kg, a force', least: 7, greatest: 20, factor: NaN, perMass: false },
  { unit: 'N·m', least: 40, greatest: 300, factor: 1, perMass: true },
  { unit: 'N·mm/kg', least: 600, greatest: 4000, factor: 0.001, perMass: false },
] as const;

/** How a sign is tested: positive as tabulated, the mean of the first window (percent of a stride) lies above that of the second. */
export interface SignTest {
  readonly joint: Joint;
  readonly motion: Motion;
  readonly greater: readonly [number, number];
  readonly less: readonly [number, number];
  readonly why: string;
}

/** Windows that tell the sign of angles in level walking, stair ascent and stair descent alike (Riener et al. 2002, Gait & Posture 15:32). */
export const ANGLE_SIGN_TESTS: readonly SignTest[] = [
  { joint: 'hip', motion: 'adduction', greater: [10, 25], less: [60, 70], why: 'the loaded hip adducts' },
  { joint: 'hip', motion: 'flexion', greater: [80, 95], less: [42, 52], why: 'the hip flexes in swing' },
  { joint: 'knee', motion: 'flexion', greater: [65, 85], less: [25, 40], why: 'the knee flexes in swing' },
  { joint: 'ankle', motion: 'flexion', greater: [40, 50], less: [62, 70], why: 'the ankle extends at push-off' },
];

/** Windows that tell the sign of internal moments in the same three. */
export const MOMENT_SIGN_TESTS: readonly SignTest[] = [
  { joint: 'hip', motion: 'adduction', greater: [75, 95], less: [15, 50], why: 'abductors carry the pelvis' },
  { joint: 'hip', motion: 'flexion', greater: [45, 58], less: [8, 20], why: 'extensors work at loading' },
  { joint: 'knee', motion: 'flexion', greater: [86, 97], less: [10, 20], why: 'extensors work at loading' },
  { joint: 'ankle', motion: 'flexion', greater: [75, 95], less: [40, 52], why: 'plantarflexors push off' },
];

/** A mean difference between the windows below this decides nothing: degree, N·m/kg. */
export const LEAST_ANGLE_DIFFERENCE_DEG = 2;
export const LEAST_MOMENT_DIFFERENCE = 0.1;

/** When a muscle is busier (first window, percent of a stride), in level walking and on stairs alike. */
export const MUSCLE_WINDOWS: readonly {
  readonly channel: EmgChannel;
  readonly busy: readonly [number, number];
  readonly quiet: readonly [number, number];
}[] = [
  { channel: 'VL', busy: [3, 20], quiet: [60, 80] },
  { channel: 'TA', busy: [62, 85], quiet: [25, 45] },
  { channel: 'GM', busy: [25, 52], quiet: [65, 85] },
  { channel: 'SOL', busy: [25, 52], quiet: [65, 85] },
];

/** Condition of strides of which nothing tells whether they are level, stairs or between. */
export const STAIR_SEQUENCE = 'stair sequence';

/**
 * What a stride of level walking looks like: the knee (degree) is bent by less than the first at both touchdowns and by less than the
 * second in swing, and hip, knee and ankle end where they began, within this share of their range.
 */
export const LEVEL_STRIDE = { touchdownKneeDeg: 25, swingKneeDeg: 75, closureShare: 0.15 } as const;
