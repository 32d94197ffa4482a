import { type Side } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import type { PerSide } from '../subject';
import type { CycleTimes } from './bacek-cycles';

/** What the number of a test stands for. */
export interface BacekCondition {
  readonly speedMps: number;
  /** Is the left knee held? */
  readonly hasOrthosis: boolean;
  /** Cadence against the preferred one. */
  readonly cadenceFactor: number;
}

/** Speeds (m/s) in blocks of five tests, without and then with the orthosis. */
const SPEEDS_MPS = [1.1, 0.8, 0.4];
const CADENCE_FACTORS = [0.9, 0.95, 1, 1.1, 1.2];
/** Preferred stride times (s) of a person by speed. */
const STRIDE_TIME_S: Readonly<Record<number, number>> = { 1.1: 1.15, 0.8: 1.35, 0.4: 1.95 };

/** Speed, cadence and orthosis of a test, 1 to 30. */
export function bacekCondition(test: number): BacekCondition {
  const block = Math.floor((test - 1) / CADENCE_FACTORS.length);
  return {
    speedMps: SPEEDS_MPS[block % SPEEDS_MPS.length],
    hasOrthosis: block >= SPEEDS_MPS.length,
    cadenceFactor: CADENCE_FACTORS[(test - 1) % CADENCE_FACTORS.length],
  };
}

/** Stride time (s) of a test. */
export function bacekStrideTimeS({ speedMps, cadenceFactor }: BacekCondition): number {
  return STRIDE_TIME_S[speedMps] / cadenceFactor;
}

/** What is wrong with the strikes of the left foot. */
export type StrikeDefect =
  /** Two strikes were not found and invented, each a mean stride after the one before. */
  | 'invented-steps'
  /** One strike was not found: one cycle holds two strides. */
  | 'lost-strike';

/** Strides before the mistake, at which a mean stride is known. */
const STRIDES_BEFORE = 4;

/** Strikes of both feet (s, on the millisecond), the left foot first and as many of either where no mistake was made. */
export function bacekStrikes(trial: SimulatedTrial, defects: readonly string[]): PerSide<readonly number[]> {
  const strikes = (side: Side): number[] =>
    trial.events
      .filter((event) => event.side === side && event.kind === 'foot_strike')
      .map(({ timeS }) => Math.round(1000 * timeS) / 1000);
  const left = strikes('left');
  const right = strikes('right').filter((timeS) => timeS > left[0]);
  const count = Math.min(left.length, right.length);
  return { left: mistaken(left.slice(0, count), defects), right: right.slice(0, count) };
}

function mistaken(strikes: readonly number[], defects: readonly string[]): readonly number[] {
  if (strikes.length < STRIDES_BEFORE + 4) return strikes;
  const changed = [...strikes];
  if (defects.includes('invented-steps')) {
    for (const index of [STRIDES_BEFORE + 1, STRIDES_BEFORE + 2]) {
      const meanS = (changed[index - 1] - changed[0]) / (index - 1);
      changed[index] = Math.round(1000 * (changed[index - 1] + meanS)) / 1000;
    }
  }
  if (defects.includes('lost-strike')) changed.splice(STRIDES_BEFORE, 1);
  return changed;
}

/** The stretches between strikes. */
export function cyclesBetween(strikes: readonly number[]): CycleTimes[] {
  return strikes.slice(1).map((endS, i) => ({ startS: strikes[i], endS }));
}
