import { LengthMismatchError } from '../errors';
import type { Signal } from '../signal-types';
import { correlation } from './amplitude-indices';

/** Two channels that are the same recording. */
export interface DuplicateChannels {
  readonly first: number;
  readonly second: number;
  /** Negative when one is the other turned over. */
  readonly correlation: number;
}

/**
 * Pairs of channels that are copies of each other (|r| above 0.999), as in files that store EMG twice.
 *
 * @param channels - equally long signals in any units
 * @throws LengthMismatch when they are not equally long
 */
export function findDuplicateChannels(channels: readonly Signal[], leastCorrelation = 0.999): DuplicateChannels[] {
  const duplicates: DuplicateChannels[] = [];
  channels.forEach((channel, second) => {
    if (channel.length !== channels[0].length) {
      throw new LengthMismatchError(`channels[${second}]`, channels[0].length, channel.length);
    }
    for (let first = 0; first < second; first++) {
      const r = correlation(channels[first], channel);
      if (Math.abs(r) > leastCorrelation) duplicates.push({ first, second, correlation: r });
    }
  });
  return duplicates;
}

/** How much the cycles of one muscle resemble each other. */
export interface CycleConsistency {
  /** Mean correlation of each cycle with the average of all; below 0.6 is poor. */
  readonly meanCorrelation: number;
  /**
   * Variance ratio (Hershler & Milner 1978): variance between cycles over total variance, 0 equal cycles to about 1;
   * above 0.6 is poor.
   */
  readonly varianceRatio: number;
}

/**
 * Consistency of stride envelopes on a common number of points.
 *
 * @param cycles - at least two envelopes of equal length; cycles with a missing point are left out
 * @returns NaN values with fewer than two complete cycles, or for constants
 * @throws LengthMismatch when cycles differ in length
 */
export function cycleConsistency(cycles: readonly Signal[]): CycleConsistency {
  for (const [index, cycle] of cycles.entries()) {
    if (cycle.length !== cycles[0].length) {
      throw new LengthMismatchError(`cycles[${index}]`, cycles[0].length, cycle.length);
    }
  }
  const complete = cycles.map((cycle) => Float64Array.from(cycle)).filter((cycle) => cycle.every(Number.isFinite));
  if (complete.length < 2) return { meanCorrelation: NaN, varianceRatio: NaN };
  const count = complete.length;
  const points = complete[0].length;
  const average = complete[0].map((_, point) => complete.reduce((sum, cycle) => sum + cycle[point], 0) / count);
  const grandMean = average.reduce((sum, value) => sum + value, 0) / points;
  let within = 0;
  let total = 0;
  for (const cycle of complete) {
    cycle.forEach((value, point) => {
      within += (value - average[point]) ** 2;
      total += (value - grandMean) ** 2;
    });
  }
  return {
    meanCorrelation: complete.reduce((sum, cycle) => sum + correlation(cycle, average), 0) / count,
    varianceRatio: within / (points * (count - 1)) / (total / (points * count - 1)),
  };
}
