import { requirePositive } from '../argument-checks';
import { movingRms } from '../envelope/moving-window';
import { quantile } from '../statistics/quantile';
import type { Signal } from '../signal-types';
import { detectionOf, type BurstDetection, type BurstRules } from './burst';
import { exceeds } from './rest-level';

export interface MixtureOptions extends BurstRules {
  /** Length of the centred root-mean-square window, s; default 0.03. */
  readonly windowS?: number;
  /** Least distance between the two mean levels for them to be rest and activity, dB; default 4. */
  readonly leastSeparationDb?: number;
}

/** Two Gaussians: means, standard deviations and share of the upper one. */
interface TwoGaussians {
  readonly low: { mean: number; sd: number };
  readonly high: { mean: number; sd: number };
  readonly highShare: number;
}

/**
 * Two-component mixture of log amplitudes: rest and activity learned from the recording itself, no rest phase needed.
 *
 * The root mean square in a short window, in dB, is modelled as two Gaussians (expectation maximisation); active is
 * what belongs to the upper one more likely than to the lower. When the two lie closer than `leastSeparationDb` the
 * recording is one level throughout (always on, or always off) and no burst is reported: the method can't tell which.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive, samples of exactly 0 rest
 * @returns threshold is a root mean square in the signal's unit; Infinity when there is only one level
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsMixture(signal: Signal, options: MixtureOptions): BurstDetection {
  const { samplingRateHz, windowS = 0.03, leastSeparationDb = 4 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requirePositive('windowS', windowS);
  requirePositive('leastSeparationDb', leastSeparationDb);
  const windowSamples = Math.max(1, Math.round(windowS * samplingRateHz));
  const rms = movingRms(signal, { windowSamples });
  const floor = 1e-3 * quantile(rms, 0.99);
  // Values less than half a window apart say the same twice.
  const spacing = Math.max(1, windowSamples >> 1);
  const levels = rms
    .filter((value, i) => i % spacing === 0 && Number.isFinite(value))
    .map((value) => 20 * Math.log10(Math.max(value, floor)))
    .filter(Number.isFinite);
  const threshold = levels.length < 2 ? Infinity : borderOf(fit(levels), leastSeparationDb);
  const rmsThreshold = 10 ** (threshold / 20);
  return detectionOf(exceeds(rms, rmsThreshold), rmsThreshold, options, signal);
}

function density({ mean, sd }: { mean: number; sd: number }, value: number): number {
  return Math.exp(-(((value - mean) / sd) ** 2) / 2) / sd;
}

/** Expectation maximisation from the outer deciles. */
function fit(levels: Float64Array): TwoGaussians {
  const LEAST_SD_DB = 0.5;
  let low = { mean: quantile(levels, 0.1), sd: 3 };
  let high = { mean: quantile(levels, 0.9), sd: 3 };
  let highShare = 0.5;
  for (let iteration = 0; iteration < 100; iteration++) {
    const sums = { low: [0, 0, 0], high: [0, 0, 0] };
    for (const level of levels) {
      const upper = highShare * density(high, level);
      const lower = (1 - highShare) * density(low, level);
      // Far out both densities underflow; the nearer mean then has it.
      const isNearerHigh = Math.abs(level - high.mean) < Math.abs(level - low.mean) ? 1 : 0;
      const weight = upper + lower > 0 ? upper / (upper + lower) : isNearerHigh;
      for (const [sum, share] of [
        [sums.high, weight],
        [sums.low, 1 - weight],
      ] as const) {
        sum[0] += share;
        sum[1] += share * level;
        sum[2] += share * level * level;
      }
    }
    const moments = ([count, total, squares]: number[], old: { mean: number; sd: number }) => {
      if (count < 1e-9) return old;
      const mean = total / count;
      return { mean, sd: Math.max(LEAST_SD_DB, Math.sqrt(Math.max(0, squares / count - mean * mean))) };
    };
    const change = Math.abs(sums.high[0] / levels.length - highShare);
    low = moments(sums.low, low);
    high = moments(sums.high, high);
    highShare = sums.high[0] / levels.length;
    if (change < 1e-6) break;
  }
  return low.mean <= high.mean ? { low, high, highShare } : { low: high, high: low, highShare: 1 - highShare };
}

/** The level between the means at which both components are equally likely. */
function borderOf({ low, high, highShare }: TwoGaussians, leastSeparationDb: number): number {
  if (!(high.mean - low.mean >= leastSeparationDb)) return Infinity;
  let below = low.mean;
  let above = high.mean;
  for (let step = 0; step < 50; step++) {
    const level = (below + above) / 2;
    if (highShare * density(high, level) > (1 - highShare) * density(low, level)) above = level;
    else below = level;
  }
  return (below + above) / 2;
}
