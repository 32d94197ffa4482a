import { outputOf } from '../argument-checks';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import type { Signal } from '../signal-types';
import { rectifyFullWave } from './rectification';

export interface EnvelopeLowPassOptions {
  readonly samplingRateHz: number;
  /** Corner, Hz; default 6. Gait uses 3 to 10, synergy analysis 20. */
  readonly cornerHz?: number;
  /** Order of one pass; default 2, which is order 4 after the two passes. */
  readonly order?: number;
  /** Default `after-two-passes`: the envelope is at -3 dB at the corner. */
  readonly cornerConvention?: 'per-pass' | 'after-two-passes';
  /** Sets the small negative swings of the filter beside bursts to 0; default true. */
  readonly floorAtZero?: boolean;
  readonly out?: Float64Array;
}

/**
 * Linear envelope: full-wave rectification, then a zero-phase Butterworth low-pass.
 * @param signal - band-passed (or already rectified) EMG, any unit; not changed
 * @param options - sampling rate in Hz, corner in Hz, order of one pass, corner convention, floor
 * @returns Float64Array of the same length and unit; a constant stays that constant, gaps stay NaN and split the signal
 * @throws InvalidArgument, CornerFrequency, LengthMismatch as the filter design and the filter do
 * @example
 * const envelope = envelopeLowPass(bandPassedVolt, { samplingRateHz: 2000, cornerHz: 6 });
 */
export function envelopeLowPass(signal: Signal, options: EnvelopeLowPassOptions): Float64Array {
  const {
    samplingRateHz,
    cornerHz = 6,
    order = 2,
    cornerConvention = 'after-two-passes',
    floorAtZero = true,
  } = options;
  const sections = designButterworth({ order, type: 'lowpass', cornerHz, samplingRateHz, cornerConvention });
  const envelope = rectifyFullWave(signal, outputOf(signal.length, options.out));
  filterZeroPhase(envelope, sections, { out: envelope });
  if (floorAtZero) {
    for (let index = 0; index < envelope.length; index++) if (envelope[index] < 0) envelope[index] = 0;
  }
  return envelope;
}
