import { outputOf } from '../argument-checks';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';

/**
 * Teager-Kaiser energy x[n]^2 - x[n-1] x[n+1], which stresses amplitude and frequency at once.
 *
 * The first and last value of each stretch repeat their neighbour; a stretch of fewer than three samples has no energy
 * value and becomes NaN, as gaps do.
 * @param signal - samples, any unit; not changed
 * @param out - where to write, another array than the signal
 * @returns Float64Array of the same length, in the square of the signal's unit; negative values occur
 * @throws LengthMismatch when `out` has another length
 * @see Kaiser 1990; Li, Zhou and Aruin 2007 for EMG onsets
 */
export function tkeo(signal: Signal, out?: Float64Array): Float64Array {
  const energy = outputOf(signal.length, out).fill(NaN);
  for (const { start, end } of finiteRuns(signal)) {
    if (end - start < 3) continue;
    for (let index = start + 1; index < end - 1; index++)
      energy[index] = signal[index] * signal[index] - signal[index - 1] * signal[index + 1];
    energy[start] = energy[start + 1];
    energy[end - 1] = energy[end - 2];
  }
  return energy;
}
