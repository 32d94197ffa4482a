import { designButterworth, filterZeroPhase } from '@emgfm/emg-dsp';

/**
 * Zero-lag low-pass, Butterworth of order 2 run both ways; a corner above 0.45 of the sampling rate leaves the signal as it is.
 * Gaps stay gaps and do not spread.
 */
export function lowPass(samples: Float64Array, samplingRateHz: number, cornerHz: number): Float64Array {
  if (cornerHz >= 0.45 * samplingRateHz) return samples.slice();
  return filterZeroPhase(samples, designButterworth({ order: 2, type: 'lowpass', cornerHz, samplingRateHz }));
}
