import { finiteValues } from '../statistics/quantile';
import { quietestWindows } from '../statistics/quiet-windows';
import type { Signal } from '../signal-types';

/**
 * Smallest step between neighbouring samples that differ: the resolution of the converter if it was ever resolved; NaN
 * for a constant.
 */
export function smallestStep(signal: Signal): number {
  let smallest = Infinity;
  for (let i = 1; i < signal.length; i++) {
    const step = Math.abs(signal[i] - signal[i - 1]);
    if (step > 0 && step < smallest) smallest = step;
  }
  return Number.isFinite(smallest) ? smallest : NaN;
}

/** Standard deviation of the finite samples about their mean, in the signal's unit; NaN without any. */
export function standardDeviation(signal: Signal): number {
  const values = finiteValues(signal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Share of samples that equal the one before them, 0 to 1; NaN without two neighbouring finite samples. */
export function repeatedShare(signal: Signal): number {
  let pairs = 0;
  let equal = 0;
  for (let i = 1; i < signal.length; i++) {
    if (!Number.isFinite(signal[i]) || !Number.isFinite(signal[i - 1])) continue;
    pairs++;
    if (signal[i] === signal[i - 1]) equal++;
  }
  return equal / pairs;
}

/**
 * Clipping: share of samples within one step of the largest or smallest value, in runs of at least 3.
 *
 * @param step - resolution of the converter in the signal's unit
 * @returns 0 to 1 of the finite samples; NaN without any
 */
export function clippedShare(signal: Signal, step: number): number {
  const values = finiteValues(signal);
  const low = values.reduce((least, value) => Math.min(least, value), Infinity) + step;
  const high = values.reduce((largest, value) => Math.max(largest, value), -Infinity) - step;
  let clipped = 0;
  for (const isAtRail of [(value: number) => value >= high, (value: number) => value <= low]) {
    for (let i = 0, run = 0; i <= signal.length; i++) {
      if (i < signal.length && isAtRail(signal[i])) run++;
      else {
        if (run >= 3) clipped += run;
        run = 0;
      }
    }
  }
  return clipped / values.length;
}

/**
 * Signal-to-noise ratio from the recording itself: mean square of the loudest 15 % of 0.1 s windows, less that of the
 * quietest 15 %, over the latter, in dB.
 *
 * @param signal - band-passed EMG without offset
 * @returns dB; -Infinity for steady signals, Infinity for silence between bursts, NaN without a window
 */
export function activityRatioDb(signal: Signal, { samplingRateHz }: { readonly samplingRateHz: number }): number {
  const { quietMeanSquare, loudMeanSquare } = quietestWindows(signal, { samplingRateHz });
  return 10 * Math.log10((loudMeanSquare - quietMeanSquare) / quietMeanSquare);
}

/**
 * Pearson correlation of two signals over the samples that are finite in both; NaN for a constant or fewer than two.
 */
export function correlation(a: Signal, b: Signal): number {
  const pairs: [number, number][] = [];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (Number.isFinite(a[i]) && Number.isFinite(b[i])) pairs.push([a[i], b[i]]);
  }
  const meanA = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length;
  const meanB = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length;
  let product = 0;
  let energyA = 0;
  let energyB = 0;
  for (const [x, y] of pairs) {
    product += (x - meanA) * (y - meanB);
    energyA += (x - meanA) ** 2;
    energyB += (y - meanB) ** 2;
  }
  return product / Math.sqrt(energyA * energyB);
}
