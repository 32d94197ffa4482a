import { outputOf } from '../argument-checks';
import { mapSamples } from '../array/map-samples';
import type { Signal } from '../signal-types';

/**
 * Full-wave rectification: the absolute value of every sample.
 * @param signal - samples, any unit; not changed
 * @param out - where to write; may be the signal itself
 * @returns Float64Array of the same length and unit; NaN stays NaN
 * @throws LengthMismatch when `out` has another length
 */
export function rectifyFullWave(signal: Signal, out?: Float64Array): Float64Array {
  const rectified = outputOf(signal.length, out);
  for (let index = 0; index < rectified.length; index++) rectified[index] = Math.abs(signal[index]);
  return rectified;
}

/**
 * Sets negative samples to 0, as after a filter that undershoots on a signal without sign.
 * @param signal - samples, any unit; not changed
 * @returns Float64Array of the same length and unit; NaN stays NaN
 */
export function floorAtZero(signal: Signal): Float64Array {
  return mapSamples(signal, (sample) => (sample < 0 ? 0 : sample));
}
