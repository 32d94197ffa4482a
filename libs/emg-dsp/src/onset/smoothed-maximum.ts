import { requirePositive } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import { movingAverage } from '../envelope/moving-window';
import { rectifyFullWave } from '../envelope/rectification';
import { finiteRuns } from '../finite-runs';
import { quantile } from '../statistics/quantile';
import type { Signal } from '../signal-types';
import { detectionOf, type BurstDetection, type BurstRules } from './burst';
import { exceeds, levelInWindows, restWindows, type RestOptions } from './rest-level';

export interface SmoothedMaximumOptions extends BurstRules, RestOptions {
  /** Length of the maximum and of the average, s; default 0.05. */
  readonly windowS?: number;
  /** Threshold between the level at rest (0) and the 95th percentile of the statistic (1); default 0.2. */
  readonly levelShare?: number;
}

/**
 * Largest value in a centred window of odd length, cut at the ends and at gaps (a queue of falling candidates, linear
 * time).
 */
export function movingMaximum(signal: Signal, windowSamples: number): Float64Array {
  const half = windowSamples >> 1;
  const largest = new Float64Array(signal.length).fill(NaN);
  for (const { start, end } of finiteRuns(signal)) {
    const queue: number[] = [];
    let head = 0;
    for (let i = start; i < end + half; i++) {
      if (i < end) {
        while (queue.length > head && signal[queue[queue.length - 1]] <= signal[i]) queue.pop();
        queue.push(i);
      }
      if (queue[head] < i - 2 * half) head++;
      if (i - half >= start) largest[i - half] = signal[queue[head]];
    }
  }
  return largest;
}

/**
 * Smoothed maximum: the running peak of the rectified signal, averaged, against a share of its own range.
 *
 * The peak amplitude within a short centred window bridges the zero crossings of the EMG, the average of the same
 * length removes its steps. Active where the result exceeds rest + `levelShare` (95th percentile - rest), rest being
 * the mean of the statistic at rest. The maximum widens a burst by half a window at each border, which is taken off
 * again. There is no noise model: needs activity in at least 5 % of the time, and finds none where the 95th percentile
 * is below twice the level at rest.
 *
 * @param signal - band-passed EMG without offset, any unit; gaps are inactive
 * @throws InvalidArgument for an option outside its range
 */
export function detectBurstsSmoothedMaximum(signal: Signal, options: SmoothedMaximumOptions): BurstDetection {
  const { samplingRateHz, windowS = 0.05, levelShare = 0.2 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requirePositive('windowS', windowS);
  if (!(levelShare > 0 && levelShare < 1))
    throw new InvalidArgumentError('levelShare', 'above 0 and below 1', levelShare);
  const windowSamples = Math.max(1, Math.round(windowS * samplingRateHz)) | 1;
  const statistic = movingAverage(movingMaximum(rectifyFullWave(signal), windowSamples), { windowSamples });
  const rest = levelInWindows(statistic, restWindows(signal, options)).mean;
  const peak = quantile(statistic, 0.95);
  const threshold = peak > 2 * rest ? rest + levelShare * (peak - rest) : Infinity;
  // Erosion: a sample stays active when no sample within half a window is at rest; ends and gaps are not rest.
  const isRest = statistic.map((value) => (Number.isNaN(value) ? NaN : value > threshold ? 0 : 1));
  const nearRest = movingMaximum(isRest, windowSamples);
  return detectionOf(
    exceeds(
      nearRest.map((value) => 1 - value),
      0,
    ),
    threshold,
    options,
    signal,
  );
}
