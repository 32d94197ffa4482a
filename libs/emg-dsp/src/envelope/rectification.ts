import { outputOf } from '../argument-checks';
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
