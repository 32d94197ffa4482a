import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { Side } from '@emgfm/schema';

/** The mapping tables of Mohammadi Moghadam et al. 2023. */

/** Number of persons: folders `P1Data` to `P17Data`. */
export const SUBJECT_COUNT = 17;

/** Folders of a person, each with one file per trial; names are compared without regard to case. */
export const LAYERS = ['EMG', 'IMU', 'Joints_Kinematics', 'Joints_Kinetics'] as const;

/** A folder of {@link LAYERS}. */
export type Layer = (typeof LAYERS)[number];

/** How the files of each folder end. */
export const EXTENSIONS: Readonly<Record<Layer, string>> = {
  EMG: 'csv',
  IMU: 'csv',
  Joints_Kinematics: 'mot',
  Joints_Kinetics: 'sto',
};

/**
 * Muscles, in the order of files without names: 8 of the right leg behind the time, then the same of the left leg. `R` or `L` stands before
 * each name; names are compared without blanks and regard to case.
 */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'TA', column: 'TibialisAnterior' },
  { channel: 'SOL', column: 'Soleus' },
  { channel: 'GM', column: 'GastrocnemiusMedialis' },
  { channel: 'BF', column: 'BicepsFemoris' },
  { channel: 'STSM', column: 'Semitendinosus' },
  { channel: 'RF', column: 'RectusFemoris' },
  { channel: 'VL', column: 'VastusLateralis' },
  { channel: 'GMAX', column: 'GluteusMaximus' },
];

/** Legs in the order of files without names. */
export const LEGS: readonly { readonly side: Side; readonly emgPrefix: string; readonly letter: 'r' | 'l' }[] = [
  { side: 'right', emgPrefix: 'R', letter: 'r' },
  { side: 'left', emgPrefix: 'L', letter: 'l' },
];

/**
 * Coordinates of the OpenSim model, without `_r` or `_l`: angles in degree, moments (N·m) with `_moment` behind the side. The knee of the
 * model is negative in flexion. Subtalar and metatarsal joints are not of the 3 x 3.
 */
export const JOINT_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'hip_adduction', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'hip_rotation', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'hip_flexion', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'knee_angle', factor: -1 },
  { joint: 'ankle', motion: 'flexion', column: 'ankle_angle', factor: 1 },
];

/** Column of the inertial sensors with the vertical acceleration of a foot, behind `R` or `L`. */
export const FOOT_ACCELERATION = 'F_accel.y';

/** Trials that users of this dataset left out without giving a reason; `null` stands for all trials of the person. */
export const LEFT_OUT_BY_USERS: Readonly<Record<string, readonly number[] | null>> = {
  P4: [12, 13, 14, 15, 16],
  P6: null,
  P8: null,
};

/** Name under which a column is looked up. */
export function columnKey(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toLowerCase();
}
