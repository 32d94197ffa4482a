import type { Activity, Joint, Motion, Side } from '@emgfm/schema';
import type { EmgColumn } from '@emgfm/adapter-kit';

/** The mapping tables of SIAT-LLMD. Case and runs of blanks in column names do not matter. */

/** Rows per second that the source states (Hz); the rate that is used comes from the times of each file. */
export const STATED_RATE_HZ = 1920;

/** The persons of the source. */
export const SUBJECTS: readonly string[] = Array.from({ length: 40 }, (_, i) => `Sub${String(i + 1).padStart(2, '0')}`);

/** A movement that is made of gait cycles. */
export interface Movement {
  readonly code: string;
  readonly activity: Activity;
  /** Height of a step (m); NaN where the source does not say. */
  readonly stepHeightM: number;
  /** Statuses of a cycle run from 1 (strike) to this one (until the next strike). */
  readonly statuses: number;
  /** The status that begins with the foot-off. */
  readonly footOffStatus: number;
}

/** WAK: 3 ends with the foot-off, 4 with maximum swing flexion. UPS and DNS: 1 ends with the foot-off, 2 with maximum swing flexion. */
export const MOVEMENTS: readonly Movement[] = [
  { code: 'WAK', activity: 'walk', stepHeightM: 0, statuses: 5, footOffStatus: 4 },
  { code: 'UPS', activity: 'stair_up', stepHeightM: NaN, statuses: 3, footOffStatus: 2 },
  { code: 'DNS', activity: 'stair_down', stepHeightM: NaN, statuses: 3, footOffStatus: 2 },
];

/** Movements without gait cycles: repetitions of other tasks, sitting down, standing up, standing. They are not read. */
export const OTHER_MOVEMENTS: readonly string[] = [
  'HS',
  'KLCL',
  'KLFT',
  'LLB',
  'LLF',
  'LLS',
  'LUGB',
  'LUGF',
  'SITDN',
  'STC',
  'STDUP',
  'TO',
  'TPTO',
];

/** The leg that all EMG sensors are on. */
export const EMG_SIDE: Side = 'left';

/** Muscles, behind `sEMG: `. The tibialis anterior has two sensors; the tensor fasciae latae is none of the 13 channels. */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'RF', column: 'rectus femoris' },
  { channel: 'VM', column: 'vastus medialis' },
  { channel: 'TA', column: 'upper tibialis anterior' },
  { channel: 'TA', column: 'lower tibialis anterior' },
  { channel: 'STSM', column: 'semimembranosus' },
  { channel: 'GM', column: 'medial gastrocnemius' },
  { channel: 'GL', column: 'lateral gastrocnemius' },
  { channel: 'SOL', column: 'soleus' },
];

/** A joint motion, and whether its sign is that of the knee, which is decided from the data. */
export interface MotionRow {
  readonly joint: Joint;
  readonly motion: Motion;
  /** Name between the side and `angle` or `torque`. */
  readonly name: string;
  /** Sign of angle and torque; null where it is decided from the data. */
  readonly sign: 1 | null;
}

/** Angles (degree) and internal torques (N·m) of OpenSim; of the knee it is not known whether flexion is positive. */
export const MOTIONS: readonly MotionRow[] = [
  { joint: 'hip', motion: 'adduction', name: 'hip adduction', sign: 1 },
  { joint: 'hip', motion: 'flexion', name: 'hip flexion', sign: 1 },
  { joint: 'knee', motion: 'flexion', name: 'knee flexion', sign: null },
  { joint: 'ankle', motion: 'flexion', name: 'ankle flexion', sign: 1 },
];

/** Name of a column of the data file. */
export const COLUMN_NAMES = {
  time: 'Time',
  emg: (muscle: string): string => `sEMG: ${muscle}`,
  angle: (side: Side, motion: string): string => `Kinematic: ${side} ${motion} angle`,
  torque: (side: Side, motion: string): string => `Kinetic: ${side} ${motion} torque`,
} as const;

/** Columns of the label file. */
export const LABEL_COLUMNS = { time: 'Time', status: 'Status', group: 'Group' } as const;

/** Leg of a cycle by its number (group), as the earlier pipeline has it; tested against the knees. */
export function numberedSide(group: number): Side | null {
  if (group >= 1 && group <= 5) return 'right';
  return group >= 6 && group <= 10 ? 'left' : null;
}

/** The knee bends beyond this (degree) in walking and on stairs; the sign of what lies beyond it is the sign of flexion. */
export const KNEE_BENDS_DEG = 30;

/** The 99th percentile of all torques of a file: above in N·m, below in N·m/kg; between them nobody can tell. */
export const TORQUE_LIMITS = { leastNm: 10, greatestNmPerKg: 5 } as const;

/** Name under which a column is looked up. */
export function columnKey(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}
