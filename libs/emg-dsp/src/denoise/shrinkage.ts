import { mapSamples } from '../array/map-samples';
/**
 * What happens to a coefficient beyond the threshold: `soft` pulls it in by the threshold, `hard` keeps it, `garrote`
 * keeps the larger the better.
 */
export type Shrinkage = 'soft' | 'hard' | 'garrote';

/**
 * Factor on a coefficient of magnitude `magnitude` (its own, or that of its neighbourhood) under threshold `threshold`:
 * 0 up to the threshold, beyond it 1 - t/m (soft, Donoho 1995), 1 (hard), 1 - t^2/m^2 (garrote, Gao 1998).
 */
export function shrinkageFactor(magnitude: number, threshold: number, shrinkage: Shrinkage): number {
  if (magnitude <= threshold) return 0;
  if (shrinkage === 'hard') return 1;
  const ratio = threshold / magnitude;
  return shrinkage === 'soft' ? 1 - ratio : 1 - ratio * ratio;
}

/**
 * Soft thresholding sign(x) max(|x| - t, 0) of every value, as PyWavelets' `threshold(x, t, 'soft')`.
 *
 * @param values - any unit; NaN stays NaN
 * @param threshold - t >= 0 in the same unit
 */
export function softThreshold(values: ArrayLike<number>, threshold: number): Float64Array {
  return mapSamples(values, (value) => Math.sign(value) * Math.max(Math.abs(value) - threshold, 0));
}
