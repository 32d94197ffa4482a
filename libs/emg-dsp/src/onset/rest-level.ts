import { InvalidArgumentError } from '../errors';
import { quantile } from '../statistics/quantile';
import { quietestWindows } from '../statistics/quiet-windows';
import type { Signal } from '../signal-types';

/** Where a detector learns what rest looks like. */
export interface RestOptions {
  readonly samplingRateHz: number;
  /** A stretch known to be rest, s from the first sample; default: the quietest 15 % of all 0.1 s windows. */
  readonly restS?: readonly [number, number];
}

/** Mean and standard deviation of a detector's statistic at rest. */
export interface RestLevel {
  readonly mean: number;
  readonly sd: number;
}

/**
 * The rest windows of a signal: the stretch that the caller names, else the quietest windows. @throws InvalidArgument
 */
export function restWindows(signal: Signal, { samplingRateHz, restS }: RestOptions) {
  if (!restS) return quietestWindows(signal, { samplingRateHz }).windows;
  const startSample = Math.round(restS[0] * samplingRateHz);
  const endSample = Math.round(restS[1] * samplingRateHz);
  if (!(startSample >= 0 && endSample > startSample && endSample <= signal.length)) {
    throw new InvalidArgumentError(
      'restS',
      `two ascending times within 0 to ${signal.length / samplingRateHz} s`,
      restS,
    );
  }
  return [{ startSample, endSample }];
}

/**
 * Mean and standard deviation of the finite values inside the windows, overlaps counted once; NaN when there is none,
 * so that nothing exceeds it.
 */
export function levelInWindows(
  statistic: Float64Array,
  windows: readonly { readonly startSample: number; readonly endSample: number }[],
): RestLevel {
  let count = 0;
  let sum = 0;
  let squares = 0;
  let next = 0;
  for (const { startSample, endSample } of windows) {
    for (let i = Math.max(startSample, next); i < endSample; i++) {
      const value = statistic[i];
      if (!Number.isFinite(value)) continue;
      count++;
      const deviation = value - sum / Math.max(count - 1, 1);
      sum += value;
      squares += count > 1 ? deviation * (value - sum / count) : 0;
    }
    next = Math.max(next, endSample);
  }
  return count > 0 ? { mean: sum / count, sd: Math.sqrt(squares / count) } : { mean: NaN, sd: NaN };
}

/**
 * Share of a statistic's 99th percentile below which nothing is called activity: keeps filter tails out of perfect
 * silence.
 */
const LEAST_SHARE_OF_PEAK = 0.01;

/** mean + h sd of rest, but never below 1 % of the 99th percentile of the whole. */
export function thresholdAboveRest(statistic: Float64Array, rest: RestLevel, sds: number): number {
  const peak = quantile(statistic, 0.99);
  return Math.max(rest.mean + sds * rest.sd, Number.isNaN(peak) ? 0 : LEAST_SHARE_OF_PEAK * peak);
}

/** 1 where the statistic is above the threshold; 0 where it is not or is missing. */
export function exceeds(statistic: Float64Array, threshold: number): Uint8Array {
  const isAbove = new Uint8Array(statistic.length);
  for (let index = 0; index < isAbove.length; index++) isAbove[index] = statistic[index] > threshold ? 1 : 0;
  return isAbove;
}
