import { mapSamples } from '../array/map-samples';
import { InvalidArgumentError } from '../errors';
import type { Signal } from '../signal-types';

/** Moves the `rank`-th smallest value of `values` to index `rank`, in place (Hoare's selection, median of three). */
function select(values: Float64Array, rank: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const first = values[low];
    const centre = values[(low + high) >> 1];
    const last = values[high];
    const pivot = Math.max(Math.min(first, centre), Math.min(Math.max(first, centre), last));
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left <= right) {
        const swapped = values[left];
        values[left++] = values[right];
        values[right--] = swapped;
      }
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank];
}

/** The finite values of a signal, in order, as a new array. */
export function finiteValues(signal: Signal): Float64Array {
  const kept = new Float64Array(signal.length);
  let count = 0;
  for (let i = 0; i < signal.length; i++) {
    if (Number.isFinite(signal[i])) kept[count++] = signal[i];
  }
  return kept.subarray(0, count);
}

/**
 * Quantile of the finite values, with linear interpolation between order statistics (NumPy's default, type 7 of Hyndman
 * & Fan 1996).
 *
 * @param signal - samples in any unit; not-a-number and infinite samples are left out
 * @param fraction - 0 (minimum) to 1 (maximum)
 * @returns the quantile in the unit of the samples; NaN when no sample is finite
 * @throws InvalidArgument when `fraction` is outside 0 to 1
 * @example quantile(Float64Array.of(1, 2, 3, 4), 0.5) // 2.5
 */
export function quantile(signal: Signal, fraction: number): number {
  if (!(fraction >= 0 && fraction <= 1)) throw new InvalidArgumentError('fraction', 'a number from 0 to 1', fraction);
  const values = finiteValues(signal);
  if (values.length === 0) return NaN;
  const position = fraction * (values.length - 1);
  const rank = Math.floor(position);
  const lower = select(values, rank);
  if (rank === position) return lower;
  let upper = Infinity;
  for (let i = rank + 1; i < values.length; i++) if (values[i] < upper) upper = values[i];
  return lower + (upper - lower) * (position - rank);
}

/** Median of the finite values, in the unit of the samples; NaN when no sample is finite. */
export function median(signal: Signal): number {
  return quantile(signal, 0.5);
}

/** Median of the absolute finite values; NaN when no sample is finite. */
export function medianAbsolute(signal: Signal): number {
  return median(mapSamples(signal, Math.abs));
}
