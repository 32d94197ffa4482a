import { requireInteger, requireOneOf, requirePositive } from '../argument-checks';
import { InvalidArgumentError, SignalTooShortError } from '../errors';
import { createFft } from '../fft/fft';
import type { Signal } from '../signal-types';

/** Power at equally or unequally spaced frequencies; both arrays have the same length. */
export interface PowerSpectrum {
  readonly frequencyHz: Float64Array;
  /**
   * Density in the square of the signal's unit per Hz, or power per bin: whatever made it says. NaN when no segment was
   * complete.
   */
  readonly power: Float64Array;
}

export interface WelchOptions {
  readonly samplingRateHz: number;
  /** Length of a segment, samples; default one second, or the whole signal when it is shorter. */
  readonly segmentSamples?: number;
  /** Samples shared by neighbouring segments; default half a segment, rounded down. */
  readonly overlapSamples?: number;
  /** Default `hann` (periodic). */
  readonly window?: 'hann' | 'rectangular';
  /** Subtract the mean of each segment; default true. */
  readonly removeMean?: boolean;
}

/**
 * One-sided power spectral density by averaging segments (Welch 1967); equals `scipy.signal.welch`.
 *
 * Only segments without a gap count; when there is none, every density is NaN. A single segment over the whole signal
 * with a rectangular window is the periodogram.
 *
 * @param signal - n >= 1 samples in any unit u
 * @returns density in u^2 / Hz at 0 to half the sampling rate
 * @throws SignalTooShort when a segment is longer than the signal, or the signal is empty; InvalidArgument for an
 *   option outside its range
 * @example medianFrequencyHz(welchSpectrum(emg, { samplingRateHz: 2000, segmentSamples: 1024 }));
 */
export function welchSpectrum(signal: Signal, options: WelchOptions): PowerSpectrum {
  const { samplingRateHz, window = 'hann', removeMean = true } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requireOneOf('window', window, ['hann', 'rectangular']);
  const { segmentSamples = Math.max(1, Math.min(signal.length, Math.round(samplingRateHz))) } = options;
  requireInteger('segmentSamples', segmentSamples, 1);
  const { overlapSamples = segmentSamples >> 1 } = options;
  if (requireInteger('overlapSamples', overlapSamples, 0) >= segmentSamples) {
    throw new InvalidArgumentError('overlapSamples', `fewer than the segment's ${segmentSamples}`, overlapSamples);
  }
  if (segmentSamples > signal.length) throw new SignalTooShortError('signal', segmentSamples, signal.length);

  const taper = Float64Array.from({ length: segmentSamples }, (_, k) =>
    window === 'hann' && segmentSamples > 1 ? 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / segmentSamples) : 1,
  );
  const fft = createFft(segmentSamples);
  const power = new Float64Array(Math.floor(segmentSamples / 2) + 1);
  const segment = new Float64Array(segmentSamples);
  let count = 0;
  for (let start = 0; start + segmentSamples <= signal.length; start += segmentSamples - overlapSamples) {
    let sum = 0;
    for (let k = 0; k < segmentSamples; k++) sum += segment[k] = signal[start + k];
    if (!Number.isFinite(sum)) continue;
    const mean = removeMean ? sum / segmentSamples : 0;
    for (let k = 0; k < segmentSamples; k++) segment[k] = (segment[k] - mean) * taper[k];
    const { re, im } = fft.forwardReal(segment);
    for (let bin = 0; bin < power.length; bin++) power[bin] += re[bin] * re[bin] + im[bin] * im[bin];
    count++;
  }
  const taperEnergy = taper.reduce((sum, value) => sum + value * value, 0);
  const last = segmentSamples % 2 === 0 ? power.length - 1 : power.length;
  for (let bin = 0; bin < power.length; bin++) {
    // Negative frequencies are folded in; 0 Hz and the Nyquist frequency have none.
    const sides = bin > 0 && bin < last ? 2 : 1;
    power[bin] = count > 0 ? (sides * power[bin]) / (count * taperEnergy * samplingRateHz) : NaN;
  }
  const frequencyHz = power.map((_, bin) => (bin * samplingRateHz) / segmentSamples);
  return { frequencyHz, power };
}

/**
 * Periodogram: {@link welchSpectrum} of the whole signal at once, rectangular window, mean removed; equals
 * `scipy.signal.periodogram`.
 */
export function periodogram(
  signal: Signal,
  options: Pick<WelchOptions, 'samplingRateHz' | 'removeMean'>,
): PowerSpectrum {
  return welchSpectrum(signal, { ...options, window: 'rectangular', segmentSamples: Math.max(1, signal.length) });
}
