import { mapSamples } from '../array/map-samples';
import { InvalidArgumentError, LengthMismatchError } from '../errors';
import type { Signal } from '../signal-types';

/**
 * Replaces flagged samples by NaN, so that everything after treats them as missing.
 * @param signal - samples, any unit; not changed
 * @param flags - one value per sample, non-zero = flagged
 * @throws LengthMismatch when flags and signal differ in length
 * @example
 * blankFlagged(emg, detectSpikes(emg, { samplingRateHz: 1000 }));
 */
export function blankFlagged(signal: Signal, flags: ArrayLike<number>): Float64Array {
  if (flags.length !== signal.length) throw new LengthMismatchError('flags', signal.length, flags.length);
  return mapSamples(signal, (sample, index) => (flags[index] ? NaN : sample));
}

/**
 * Replaces stretches by NaN: stimulation, cross-talk that is known from elsewhere, or what `detectDropouts` found.
 * @param signal - samples, any unit; not changed
 * @param intervals - samples `startSample` up to, not including, `endSample`; they may overlap and reach beyond the
 *   signal
 * @throws InvalidArgument for an interval that is not two ascending numbers
 * @example
 * blankIntervals(emg, detectDropouts(emg, { samplingRateHz: 1000 }));
 */
export function blankIntervals(
  signal: Signal,
  intervals: readonly { readonly startSample: number; readonly endSample: number }[],
): Float64Array {
  const blanked = Float64Array.from(signal);
  for (const { startSample, endSample } of intervals) {
    if (!(startSample <= endSample))
      throw new InvalidArgumentError('intervals', 'ends after starts', [startSample, endSample]);
    blanked.fill(NaN, Math.max(0, startSample), Math.max(0, endSample));
  }
  return blanked;
}
