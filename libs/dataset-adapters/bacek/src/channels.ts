import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { FurtherModality, Side } from '@emgfm/schema';

/** The mapping tables of Bacek et al. 2024. Fields are named muscle or joint and side: `Left_VastLat`, `Hip_Right`. */

/** Number of persons of the dataset: `Sub1` to `Sub21`. */
export const SUBJECT_COUNT = 21;

/** Names of the sides in fields. */
export const SIDE_NAMES: Readonly<Record<Side, string>> = { left: 'Left', right: 'Right' };

/** `EMG.Activity.<Side>_<name>`: moving RMS over 100 ms, divided by `NormFactors`, on 1001 points per cycle. */
export const MUSCLES: readonly EmgColumn[] = [
  { channel: 'VL', column: 'VastLat' },
  { channel: 'RF', column: 'RecFem' },
  { channel: 'TA', column: 'TibAnt' },
  { channel: 'BF', column: 'BicFem' },
  { channel: 'STSM', column: 'Semitend' },
  { channel: 'GM', column: 'GastroMed' },
  { channel: 'GL', column: 'GastroLat' },
  { channel: 'GMAX', column: 'GlutMax' },
];

/** The angle whose sign is tested. */
export const ANKLE = 'Ankle';

/** `Angles.<name>_<Side>`: degree, on 101 points per cycle. The sign of the ankle is not documented, and tested. */
export const ANGLES: readonly JointColumn[] = [
  { joint: 'hip', motion: 'flexion', column: 'Hip', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'Knee', factor: 1 },
  { joint: 'ankle', motion: 'flexion', column: ANKLE, factor: 1 },
];

/** `GRF.<name>_<Side>` in the order of {@link GROUND_FORCE}: N/kg, on 101 points per cycle. Only the sign of the first is documented. */
export const FORCES = ['V', 'AP', 'LM'] as const;

/** The force of the ground on one leg. */
export const GROUND_FORCE: FurtherModality = {
  name: 'ground_force',
  meaning: 'force of the ground on the leg by body mass',
  unit: 'N/kg',
  channels: ['up', 'forward', 'lateral'],
  valuesPerChannel: 1,
  valueAxis: 'component',
};

/** Points of one cycle, both strikes included. */
export const ANGLE_POINTS = 101;
export const EMG_POINTS = 1001;

/** Field of `GaitIndex` with the strikes of a foot: at 1 kHz with `_1kHz` behind it, at 100 Hz without. */
export const STRIKE_FIELDS: Readonly<Record<Side, string>> = { left: 'LHS', right: 'RHS' };

/** Rates (Hz) that indices may have. Forces of some persons were recorded at the second, which the source calls 1 kHz alike. */
export const INDEX_RATES_HZ = { usual: 1000, fast: 2000, coarse: 100 } as const;

/** Where the vertical force tells which foot begins the cycles of a leg: none in swing. Windows in percent of the cycle. */
export const SWING_WINDOWS = { afterOwnStrike: [70, 95], afterOtherStrike: [20, 40] } as const;

/** A force below this share of its peak is none. */
export const SWING_SHARE = 0.1;

/** Curves of both legs resemble each other as they stand, or half a cycle apart; a smaller difference of correlation tells nothing. */
export const LEAST_CORRELATION_DIFFERENCE = 0.3;

/** The foot is pulled up before it pushes off. Windows in percent; a difference (degree) below the last tells nothing. */
export const ANKLE_SIGN_TEST = { greater: [40, 50], less: [60, 70], leastDifferenceDeg: 8 } as const;

/** A leg brakes before it pushes off, and is pushed towards the other one. Windows in percent; smaller forces (N/kg) tell nothing. */
export const FORCE_SIGN_TESTS = {
  forward: { greater: [40, 55], less: [8, 25], leastDifference: 0.5 },
  lateral: { leastMean: 0.03 },
} as const;

/** Median stride times (s) at the fastest speed that speak for indices at 2 kHz: alone, and beside indices at 100 Hz that say so. */
export const LONG_STRIDE_S = { alone: 2.2, besideCoarse: 1.6 } as const;

/** A stride time beyond these multiples of the median of its test and leg is far from it. */
export const USUAL_DURATIONS = [0.6, 1.5] as const;

/** What the number of a test, 1 to 30, stands for. */
export interface TestCondition {
  readonly speedMps: number;
  /** Does an orthosis hold the left knee? */
  readonly hasOrthosis: boolean;
  /** Cadence against the preferred one. */
  readonly cadence: string;
}

/** Speeds (m/s) of five tests each, walked first without the orthosis, then with it. */
const SPEEDS_MPS = [1.1, 0.8, 0.4] as const;
/** Cadences of the five tests at one speed. */
const CADENCES = ['-10 %', '-5 %', 'preferred', '+10 %', '+20 %'] as const;

/** Names of tests in both files. */
export const TEST_NAME = /^T([1-9]|[12]\d|30)$/;

/** Number of tests of a person. */
export const TEST_COUNT = 30;

/** Speed at which the stride time tells the rate of the indices. */
export const FASTEST_MPS = SPEEDS_MPS[0];

/** Speed, orthosis and cadence of a test. @param test `T7` */
export function testCondition(test: string): TestCondition {
  const position = Number(test.slice(1)) - 1;
  const block = Math.floor(position / CADENCES.length);
  return {
    speedMps: SPEEDS_MPS[block % SPEEDS_MPS.length],
    hasOrthosis: block >= SPEEDS_MPS.length,
    cadence: CADENCES[position % CADENCES.length],
  };
}
