import { InvalidArgumentError } from '../errors';
import { requirePositive } from '../argument-checks';
import type { Signal } from '../signal-types';

/** One activation: samples `startSample` up to, not including, `endSample`. */
export interface Burst {
  readonly startSample: number;
  readonly endSample: number;
  readonly startS: number;
  readonly endS: number;
}

/** How a yes-or-no activity becomes bursts. */
export interface BurstRules {
  readonly samplingRateHz: number;
  /** Gaps shorter than this between two bursts are closed, s; default 0.03 (Bonato 1998). */
  readonly mergeGapS?: number;
  /** Bursts shorter than this after closing are dropped, s; default 0.03. */
  readonly leastBurstS?: number;
}

/** What a detector found. */
export interface BurstDetection {
  /** In order of time, not touching each other. */
  readonly bursts: readonly Burst[];
  /** 1 inside a burst, 0 outside and where samples are missing; one value per sample. */
  readonly active: Uint8Array;
  /** The level that the detector's own statistic was compared with, in that statistic's unit. */
  readonly threshold: number;
}

/**
 * Bursts from a yes-or-no activity per sample: short gaps closed first, short bursts dropped then.
 *
 * An activity that reaches the first or last sample is a burst that starts or ends there. A gap that holds a missing
 * sample of `signal` is never closed, and a missing sample is never active.
 *
 * @param activity - one value per sample, non-zero = active
 * @param rules - sampling rate in Hz, gap and burst limits in s
 * @param signal - the samples, to know what is missing; default: nothing is
 * @throws InvalidArgument for a rate that is not above 0 or a negative limit
 * @example burstsFromActivity([0, 1, 1], { samplingRateHz: 50, leastBurstS: 0 }) // one burst from 0.02 to 0.06 s
 */
export function burstsFromActivity(activity: ArrayLike<number>, rules: BurstRules, signal?: Signal): Burst[] {
  const { samplingRateHz, mergeGapS = 0.03, leastBurstS = 0.03 } = rules;
  requirePositive('samplingRateHz', samplingRateHz);
  for (const [name, value] of [
    ['mergeGapS', mergeGapS],
    ['leastBurstS', leastBurstS],
  ] as const) {
    if (!(value >= 0)) throw new InvalidArgumentError(name, 'a number of at least 0', value);
  }
  const isActive = (i: number) => activity[i] !== 0 && (!signal || Number.isFinite(signal[i]));
  const merged: { start: number; end: number }[] = [];
  for (let i = 0; i < activity.length;) {
    if (!isActive(i)) {
      i++;
      continue;
    }
    const start = i;
    while (i < activity.length && isActive(i)) i++;
    const previous = merged.at(-1);
    const isShortGap = previous !== undefined && start - previous.end < mergeGapS * samplingRateHz;
    if (isShortGap && isComplete(signal, previous.end, start)) previous.end = i;
    else merged.push({ start, end: i });
  }
  return merged
    .filter(({ start, end }) => end - start >= leastBurstS * samplingRateHz)
    .map(({ start, end }) => ({
      startSample: start,
      endSample: end,
      startS: start / samplingRateHz,
      endS: end / samplingRateHz,
    }));
}

function isComplete(signal: Signal | undefined, start: number, end: number): boolean {
  for (let i = start; signal && i < end; i++) if (!Number.isFinite(signal[i])) return false;
  return true;
}

/** A detector's result from its activity per sample. */
export function detectionOf(
  activity: ArrayLike<number>,
  threshold: number,
  rules: BurstRules,
  signal: Signal,
): BurstDetection {
  const bursts = burstsFromActivity(activity, rules, signal);
  const active = new Uint8Array(activity.length);
  for (const { startSample, endSample } of bursts) active.fill(1, startSample, endSample);
  return { bursts, active, threshold };
}
