import { mapSamples } from '../array/map-samples';
import { median } from '../statistics/quantile';
import type { Signal } from '../signal-types';
import { softThreshold } from './shrinkage';
import { universalThreshold } from './threshold-rules';

/**
 * What the earlier Python pipeline called wavelet denoising: soft thresholding of the **time samples**, without any
 * wavelet.
 *
 * Its packet tree was never split, so that the only leaf was the signal; threshold = median|x| / 0.6745 sqrt(2 ln n).
 * It removes most of an ordinary EMG burst (85 % of the energy and more) and is here for comparison with old results
 * only.
 *
 * @param signal - n samples in any unit. Returned as it is when all |x| < 1e-10, as there; gaps stay NaN and are not
 *   counted
 * @returns Float64Array of the same length and unit
 */
export function legacySoftThreshold(signal: Signal): Float64Array {
  const magnitudes = mapSamples(signal, Math.abs);
  let count = 0;
  let largest = 0;
  for (const magnitude of magnitudes) {
    if (!Number.isFinite(magnitude)) continue;
    count++;
    largest = Math.max(largest, magnitude);
  }
  if (largest < 1e-10) return Float64Array.from(signal);
  return softThreshold(signal, (median(magnitudes) / 0.6745) * universalThreshold(count));
}
