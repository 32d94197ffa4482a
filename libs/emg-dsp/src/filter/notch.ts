import { requirePositive } from '../argument-checks';
import { CornerFrequencyError } from '../errors';
import type { SecondOrderSections } from './second-order-sections';

export interface NotchOptions {
  /** Frequency to remove, Hz. */
  readonly centreHz: number;
  /** Centre divided by the width at -3 dB of one pass; 30-35 at 50 Hz is 1.5 Hz wide. */
  readonly qualityFactor: number;
  readonly samplingRateHz: number;
}

/**
 * Designs a second-order notch as one section; equals `scipy.signal.iirnotch`.
 * @param options - centre in Hz, quality factor, sampling rate in Hz
 * @returns one section with unit gain at 0 Hz and at the Nyquist frequency and zero gain at the centre
 * @throws InvalidArgument for a quality factor or rate that is not above 0
 * @throws CornerFrequency for a centre not strictly between 0 and half the sampling rate
 * @see Orfanidis, Introduction to Signal Processing, 1996, section 11.3
 * @example
 * designNotch({ centreHz: 50, qualityFactor: 35, samplingRateHz: 2000 });
 */
export function designNotch({ centreHz, qualityFactor, samplingRateHz }: NotchOptions): SecondOrderSections {
  requirePositive('qualityFactor', qualityFactor);
  requirePositive('samplingRateHz', samplingRateHz);
  if (!(centreHz > 0 && centreHz < samplingRateHz / 2))
    throw new CornerFrequencyError([centreHz], samplingRateHz, 'a centre');
  const relative = (2 * centreHz) / samplingRateHz;
  const bandwidth = (relative / qualityFactor) * Math.PI;
  const gain = 1 / (1 + Math.tan(bandwidth / 2));
  const cosine = Math.cos(relative * Math.PI);
  return {
    coefficients: Float64Array.of(gain, gain * (-2 * cosine), gain, 1, -2 * gain * cosine, 2 * gain - 1),
    numSections: 1,
    samplingRateHz,
    design: 'notch',
    order: 2,
    type: 'notch',
    cornerHz: [centreHz],
    cornerConvention: 'per-pass',
  };
}
