import { requireInteger } from '../argument-checks';
import { SignalTooShortError } from '../errors';
import { createFft } from '../fft/fft';
import type { Signal } from '../signal-types';

/**
 * Resamples to a number of samples through the spectrum; equals `scipy.signal.resample(signal, numSamples)`.
 *
 * The signal is taken as one period of a periodic one, so a step between its last and its first sample rings at both ends:
 * use `resamplePolyphase` for recordings, this for periodic signals and for parity.
 * Sample j of the result lies at j x length / numSamples input samples. One non-finite sample makes the whole result NaN, since every
 * output depends on every input.
 * @param signal - at least one sample, any unit; not changed
 * @param options - numSamples: length of the result, at least 1
 * @returns Float64Array of numSamples, same unit
 * @throws InvalidArgument for a number of samples that is not an integer of at least 1
 * @throws SignalTooShort for an empty signal
 */
export function resampleFft(signal: Signal, { numSamples }: { readonly numSamples: number }): Float64Array {
  requireInteger('numSamples', numSamples, 1);
  if (signal.length === 0) throw new SignalTooShortError('signal', 1, 0);
  const spectrum = createFft(signal.length).forwardReal(signal);
  const numBins = Math.floor(numSamples / 2) + 1;
  const kept = { re: new Float64Array(numBins), im: new Float64Array(numBins) };
  const shorter = Math.min(numSamples, signal.length);
  const numKept = Math.floor(shorter / 2) + 1;
  kept.re.set(spectrum.re.subarray(0, numKept));
  kept.im.set(spectrum.im.subarray(0, numKept));
  if (shorter % 2 === 0 && numSamples !== signal.length) {
    // The shorter side's Nyquist bin stands for both signs of its frequency; on the longer side they are two bins.
    const share = numSamples < signal.length ? 2 : 0.5;
    kept.re[shorter / 2] *= share;
    kept.im[shorter / 2] *= share;
  }
  const resampled = createFft(numSamples).inverseReal(kept);
  const gain = numSamples / signal.length;
  return resampled.map((value) => value * gain);
}
