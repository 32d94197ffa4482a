import { requirePositive } from '../argument-checks';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';

export interface SpikeOptions {
  readonly samplingRateHz: number;
  /** Length of the centred window, s; default 0.05. */
  readonly windowS?: number;
  /**
   * Distance from the window's median that is a spike, in robust standard deviations (1.4826 times the median absolute
   * deviation); default 6.
   */
  readonly thresholdSds?: number;
}

const SD_OF_MAD = 1.4826;

/** Where `value` belongs in the first `count` ascending values. */
function rankOf(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const centre = (low + high) >> 1;
    if (sorted[centre] < value) low = centre + 1;
    else high = centre;
  }
  return low;
}

function medianOfSorted(sorted: Float64Array, count: number): number {
  return (sorted[(count - 1) >> 1] + sorted[count >> 1]) / 2;
}

/**
 * Median of |x - median| of ascending values: walks outwards from the median, taking the nearer neighbour each time.
 */
function medianDeviation(sorted: Float64Array, count: number, median: number): number {
  let right = rankOf(sorted, count, median);
  let left = right - 1;
  let previous = 0;
  let deviation = 0;
  for (let taken = 0; taken <= count >> 1; taken++) {
    previous = deviation;
    const below = left >= 0 ? median - sorted[left] : Infinity;
    const above = right < count ? sorted[right] - median : Infinity;
    deviation = Math.min(below, above);
    if (below <= above) left--;
    else right++;
  }
  return count % 2 === 1 ? deviation : (previous + deviation) / 2;
}

/**
 * Spikes by Hampel's identifier: samples far from the median of the window around them, in robust standard deviations
 * of that window.
 *
 * Windows are cut at the ends and at gaps. In a window whose median absolute deviation is 0 (more than half of the
 * samples are equal) every other value is a spike, so quantised silence wants dropout detection instead.
 *
 * @param signal - raw or band-passed EMG, any unit
 * @returns 1 for each spike, one value per sample; gaps are 0
 * @throws InvalidArgument for an option that is not above 0
 * @see Hampel 1974; Davies & Gather 1993
 */
export function detectSpikes(signal: Signal, options: SpikeOptions): Uint8Array {
  const { samplingRateHz, windowS = 0.05, thresholdSds = 6 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requirePositive('windowS', windowS);
  requirePositive('thresholdSds', thresholdSds);
  const half = Math.max(1, Math.round((windowS * samplingRateHz) / 2));
  const isSpike = new Uint8Array(signal.length);
  const sorted = new Float64Array(2 * half + 2);
  for (const { start, end } of finiteRuns(signal)) {
    let count = 0;
    for (let i = start - half; i < end; i++) {
      const entering = i + half;
      if (entering < end) {
        const rank = rankOf(sorted, count, signal[entering]);
        sorted.copyWithin(rank + 1, rank, count++);
        sorted[rank] = signal[entering];
      }
      const leaving = i - half - 1;
      if (leaving >= start) {
        const rank = rankOf(sorted, count, signal[leaving]);
        sorted.copyWithin(rank, rank + 1, count--);
      }
      if (i < start) continue;
      const median = medianOfSorted(sorted, count);
      const limit = thresholdSds * SD_OF_MAD * medianDeviation(sorted, count, median);
      if (Math.abs(signal[i] - median) > limit) isSpike[i] = 1;
    }
  }
  return isSpike;
}
