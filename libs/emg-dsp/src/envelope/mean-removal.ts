import { mapSamples } from '../array/map-samples';
import type { Signal } from '../signal-types';

/**
 * Subtracts the mean of the finite samples.
 * @param signal - samples, any unit; not changed
 * @returns Float64Array of the same length and unit; gaps stay as they are, a constant becomes 0
 */
export function removeMean(signal: Signal): Float64Array {
  let sum = 0;
  let numFinite = 0;
  for (let index = 0; index < signal.length; index++) {
    if (!Number.isFinite(signal[index])) continue;
    sum += signal[index];
    numFinite++;
  }
  const mean = numFinite > 0 ? sum / numFinite : 0;
  return mapSamples(signal, (sample) => sample - mean);
}
