import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { EmgKind, EmgUnit, Side } from '@emgfm/schema';

/** The mapping tables of Moreira et al. (2021). */

/** Persons of the source: Participant1 to Participant16. */
export const SUBJECT_COUNT = 16;

/** Speeds (km/h) by the names of folders and fields. */
export const SPEEDS_KMH: Readonly<Record<string, number>> = {
  V1: 1,
  V15: 1.5,
  V2: 2,
  V25: 2.5,
  V3: 3,
  V35: 3.5,
  V4: 4,
};

/** Speeds that are known to be missing, by the number of the person. */
export const ABSENT_SPEEDS: Readonly<Record<number, readonly string[]>> = { 4: ['V1', 'V35', 'V4'] };

/** A leg: the letter of its folder or field, and the strides that a trial has of it. */
export interface Leg {
  readonly side: Side;
  readonly letter: 'R' | 'L';
  readonly strides: readonly (1 | 2)[];
}

/** The right leg has two strides of a trial, one after the other; the left leg one. */
export const LEGS: readonly Leg[] = [
  { side: 'right', letter: 'R', strides: [1, 2] },
  { side: 'left', letter: 'L', strides: [1] },
];

/** A signal of a trial. */
export type Signal = 'angles' | 'torquesNorm' | 'torques' | 'envelope' | 'filtered';

/** What folders of the text files and fields of the MAT files call a signal. */
export const SIGNAL_NAMES: Readonly<Record<Signal, RegExp>> = {
  angles: /^angles?$/i,
  torquesNorm: /^torques?[ _]?norm/i,
  torques: /^torques?$/i,
  envelope: /^emgs?[ _]?env/i,
  filtered: /^emgs?[ _]?filt/i,
};

/** What they call stride times. */
export const STRIDE_TIME_NAME = /^stride[ _]?times?$/i;

/** Muscles, both legs; the columns say St1_VL or the like. The source calls the lateral gastrocnemius GAL. */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'VL', column: 'VL' },
  { channel: 'TA', column: 'TA' },
  { channel: 'BF', column: 'BF' },
  { channel: 'GL', column: 'GAL' },
];

/** Angles, both legs: X flexion or dorsiflexion, Y adduction or inversion, Z internal rotation; all positive. */
export const ANGLE_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'Hip_Y', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'Hip_Z', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'Hip_X', factor: 1 },
  { joint: 'knee', motion: 'adduction', column: 'Knee_Y', factor: 1 },
  { joint: 'knee', motion: 'rotation', column: 'Knee_Z', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'Knee_X', factor: 1 },
  { joint: 'ankle', motion: 'adduction', column: 'Ankle_Y', factor: 1 },
  { joint: 'ankle', motion: 'rotation', column: 'Ankle_Z', factor: 1 },
  { joint: 'ankle', motion: 'flexion', column: 'Ankle_X', factor: 1 },
];

/** Torques: as the angles, but external rotation of the hip counts positive. Whether they are internal is tested in the files. */
export const TORQUE_COLUMNS: readonly JointColumn[] = ANGLE_COLUMNS.map((row) =>
  row.column === 'Hip_Z' ? { ...row, factor: -1 } : row,
);

/** Column whose push-off tells sign and unit of the torques. */
export const PUSH_OFF_COLUMN = 'Ankle_X';
/** Where in the stride push-off is looked at (share of its points). */
export const PUSH_OFF_SHARE = [0.35, 0.55] as const;
/** Mean torque (N·m/kg) of push-off from which its sign counts. */
export const LEAST_PUSH_OFF_NM_PER_KG = 0.15;
/** No ankle torque of walking reaches this (N·m/kg). */
export const GREATEST_ANKLE_NM_PER_KG = 3;

/** What the numbers of an EMG signal are. */
export const EMG_LAYERS: Readonly<Record<string, { signal: Signal; emgKind: EmgKind }>> = {
  envelope: { signal: 'envelope', emgKind: 'envelope' },
  filtered: { signal: 'filtered', emgKind: 'filtered' },
};

/** Amplitudes (99th percentile) of surface EMG, which no file gives the unit of. */
export const AMPLITUDES: readonly { unit: EmgUnit; from: number; to: number }[] = [
  { unit: 'V', from: 2e-6, to: 3e-3 },
  { unit: 'mV', from: 3e-3, to: 8 },
  { unit: 'uV', from: 8, to: 5000 },
];

/** Stride times (s) that are believed. */
export const STRIDE_TIME_LIMITS_S = [0.3, 10] as const;
