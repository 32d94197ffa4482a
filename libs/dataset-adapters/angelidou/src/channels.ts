import type { EmgColumn } from '@emgfm/adapter-kit';
import type { Joint, Side } from '@emgfm/schema';

/** The mapping tables of the Angelidou dataset. Names are compared without blanks at their ends and regard to case. */

/** First letter of the arrays of a leg: `RTA` is the tibialis anterior of the right leg. */
export const SIDE_LETTERS: Readonly<Record<Side, string>> = { left: 'L', right: 'R' };

/** Arrays of `EMG`, behind the letter of the leg. The source does not say which head of the gastrocnemius GA is. */
export const EMG_ARRAYS: readonly EmgColumn[] = [
  { channel: 'VL', column: 'VL' },
  { channel: 'RF', column: 'RF' },
  { channel: 'TA', column: 'TA' },
  { channel: 'BF', column: 'BF' },
  { channel: 'GM', column: 'GA' },
];

/** Arrays of `jointAngles` and `jointMoments`, behind the letter of the leg: one sagittal value per sample. */
export const JOINT_ARRAYS: Readonly<Record<Joint, string>> = { hip: 'Hip', knee: 'Knee', ankle: 'Ankle' };

/** Fields of a condition that hold gait cycles. */
export const CYCLE_FIELDS = { emg: 'EMG', angles: 'jointAngles', moments: 'jointMoments' } as const;

/** What a field of a condition holds. */
export type CycleField = keyof typeof CYCLE_FIELDS;

/** Fields that may stand at any level and are no speed and no stiffness. */
export const ANNOTATIONS = { person: 'participantInfo', events: 'gaitEvents', unit: 'unit' } as const;

/** The vendor's helpers in the root of the dataset. */
export const VENDOR_FILES = /(?:^|\/)(?:timeseriesConvert|processEMG)\.m$/i;

/** Copies with filtered EMG that an earlier pipeline wrote; the files beside them are read. */
export const PROCESSED_COPY = /Processed\.mat$/i;

/** The belt that can be made compliant; the right one stays rigid. */
export const COMPLIANT_SIDE: Side = 'left';

/** EMG rate (Hz) that a resampler of this dataset used. */
export const STATED_EMG_RATE_HZ = 2000;

/** Stride times (s) that are believed. */
export const STRIDE_TIMES_S = [0.5, 3] as const;

/** Lengths that belong to one clock agree within this share, in this share of all cycles. */
export const CLOCK_TOLERANCE = 0.02;
export const AGREEING_SHARE = 0.9;

/** Cycles follow each other when the end of one and the start of the next differ by less (s). */
export const ADJACENT_WITHIN_S = 0.005;

/** Range (degree) of knee flexion in walking, in either unit. */
export const KNEE_RANGES: readonly {
  readonly unit: string;
  readonly factor: number;
  readonly range: readonly [number, number];
}[] = [
  { unit: 'deg', factor: 1, range: [15, 120] },
  { unit: 'rad', factor: 180 / Math.PI, range: [0.26, 2.1] },
];

/** Size of the largest ankle moment of a stride of walking, by unit; N·m needs the body mass. */
export const ANKLE_PEAKS: readonly {
  readonly unit: 'N.m/kg' | 'N.m' | 'N.mm/kg';
  readonly peak: readonly [number, number];
}[] = [
  { unit: 'N.m/kg', peak: [0.4, 4] },
  { unit: 'N.m', peak: [25, 350] },
  { unit: 'N.mm/kg', peak: [400, 4000] },
];

/** A mean curve resembles its reference from this correlation on, */
export const RESEMBLING = 0.7;
/** and its sign is known from this one on, once the phase is. */
export const SIGN_KNOWN = 0.5;
