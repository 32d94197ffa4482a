import type { Activity, GaitEventKind, Joint, Motion, Side } from '@emgfm/schema';
import type { EmgColumn } from '@emgfm/adapter-kit';

/** The mapping tables of ENABL3S. Every name stands behind `Left_` or `Right_`; case does not matter. */

/** Rows per second of every file; there is no column of time. */
export const SAMPLING_RATE_HZ = 1000;

/** The persons of the source. */
export const SUBJECTS: readonly string[] = ['156', '185', '186', '188', '189', '190', '191', '192', '193', '194'].map(
  (number) => `AB${number}`,
);

/** Muscles. The source writes MG for the medial gastrocnemius and ST for the semitendinosus. */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'VL', column: 'VL' },
  { channel: 'RF', column: 'RF' },
  { channel: 'TA', column: 'TA' },
  { channel: 'BF', column: 'BF' },
  { channel: 'STSM', column: 'ST' },
  { channel: 'GM', column: 'MG' },
  { channel: 'SOL', column: 'SOL' },
];

/** A goniometer and how its sign is checked: the mean of one phase window less that of another in level walking is positive. */
export interface Goniometer {
  readonly joint: Joint;
  readonly motion: Motion;
  readonly column: string;
  readonly factor: number;
  /** Windows of the stride (share of its duration, 0 = strike): the joint is more flexed in the first. */
  readonly moreFlexed: readonly [number, number];
  readonly lessFlexed: readonly [number, number];
}

/** Goniometers: the files have knee flexion and ankle dorsiflexion negative. */
export const GONIOMETERS: readonly Goniometer[] = [
  // swing flexion against late stance
  { joint: 'knee', motion: 'flexion', column: 'Knee', factor: -1, moreFlexed: [0.66, 0.78], lessFlexed: [0.35, 0.45] },
  // dorsiflexion before heel rise against plantarflexion after foot-off
  {
    joint: 'ankle',
    motion: 'flexion',
    column: 'Ankle',
    factor: -1,
    moreFlexed: [0.35, 0.47],
    lessFlexed: [0.61, 0.69],
  },
];

/** Lists of events: row numbers from 1, and the code of each. */
export const EVENT_LISTS: readonly { kind: GaitEventKind; rows: string; codes: string }[] = [
  { kind: 'foot_strike', rows: 'Heel_Contact', codes: 'Heel_Contact_Trigger' },
  { kind: 'foot_off', rows: 'Toe_Off', codes: 'Toe_Off_Trigger' },
];

/** Prefix of the columns of a leg. */
export const SIDE_PREFIX: Readonly<Record<Side, string>> = { left: 'Left_', right: 'Right_' };

/** Name under which a column is looked up. */
export function columnKey(name: string): string {
  return name.trim().toLowerCase();
}

/** What a mode of locomotion is. */
export interface Mode {
  readonly activity: Activity;
  readonly inclineDeg: number;
  readonly stepHeightM: number;
}

/** Modes 1-5; 0 (sit) and 6 (stand) are no walking. The ramp has 10 degrees, the stairs rise by 7.75 inches. */
export const MODES: Readonly<Record<number, Mode>> = {
  1: { activity: 'walk', inclineDeg: 0, stepHeightM: 0 },
  2: { activity: 'ramp_up', inclineDeg: 10, stepHeightM: 0 },
  3: { activity: 'ramp_down', inclineDeg: -10, stepHeightM: 0 },
  4: { activity: 'stair_up', inclineDeg: 0, stepHeightM: 0.19685 },
  5: { activity: 'stair_down', inclineDeg: 0, stepHeightM: 0.19685 },
};

/** Modes that are no walking. */
export const RESTING_MODES: readonly number[] = [0, 6];

/** Shortest and longest stride (s): the authors deleted bad events, so neighbours in a list need not follow each other. */
export const STRIDE_LIMITS_S = { shortest: 0.5, longest: 1.5 } as const;
