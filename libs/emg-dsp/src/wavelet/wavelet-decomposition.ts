import { requireInteger } from '../argument-checks';
import { SignalTooShortError } from '../errors';
import type { Signal } from '../signal-types';
import { dwt, inverseDwt, type WaveletEdgeMode } from './dwt';
import { waveletFilters, type Wavelet, type WaveletFilters } from './wavelet-filters';

/** The coefficients of a multi-level transform and all that its inverse needs. */
export interface WaveletDecomposition {
  readonly filters: WaveletFilters;
  readonly edgeMode: WaveletEdgeMode;
  /** Number of samples before each step; the first is the length of the signal. */
  readonly lengths: readonly number[];
  /** Coefficients of the lowest band. */
  readonly approximation: Float64Array;
  /** Detail coefficients, finest (level 1, upper half of the spectrum) first. */
  readonly details: readonly Float64Array[];
}

/**
 * Deepest useful level: floor(log2(n / (L - 1))), 0 when the signal is shorter than that; deeper coefficients are made
 * of edges alone.
 *
 * @param signalLength - n in samples
 * @throws InvalidArgument for an unknown wavelet
 * @example maximumWaveletLevel(1000, 'db7') // 6
 */
export function maximumWaveletLevel(signalLength: number, wavelet: Wavelet): number {
  const span = waveletFilters(wavelet).decompositionLow.length - 1;
  let level = 0;
  while (span * 2 ** (level + 1) <= signalLength) level++;
  return level;
}

/**
 * Multi-level discrete wavelet transform; equals PyWavelets' `wavedec` (there the list is [approximation, details
 * coarsest first]).
 *
 * @param signal - n >= 1 samples in any unit
 * @param options.levels - number of steps, 0 or more; default {@link maximumWaveletLevel}
 * @param options.edgeMode - default `symmetric`
 * @throws SignalTooShort when empty; InvalidArgument for an unknown wavelet, edge mode or a level that is not an
 *   integer
 * @example
 * const decomposition = waveletDecomposition(emg, 'db4', { levels: 5 });
 * const same = waveletReconstruction(decomposition);
 */
export function waveletDecomposition(
  signal: Signal,
  wavelet: Wavelet,
  options: { levels?: number; edgeMode?: WaveletEdgeMode } = {},
): WaveletDecomposition {
  if (signal.length === 0) throw new SignalTooShortError('signal', 1, 0);
  const filters = waveletFilters(wavelet);
  const { levels = maximumWaveletLevel(signal.length, filters), edgeMode = 'symmetric' } = options;
  requireInteger('levels', levels, 0);
  let approximation: Float64Array = Float64Array.from(signal);
  const details: Float64Array[] = [];
  const lengths: number[] = [];
  for (let level = 0; level < levels; level++) {
    lengths.push(approximation.length);
    const bands = dwt(approximation, filters, edgeMode);
    approximation = bands.approximation;
    details.push(bands.detail);
  }
  return { filters, edgeMode, lengths, approximation, details };
}

/** Inverse of {@link waveletDecomposition}: the signal to rounding error, for any length and number of levels. */
export function waveletReconstruction(decomposition: WaveletDecomposition): Float64Array {
  const { filters, edgeMode, lengths, details } = decomposition;
  let approximation: Float64Array = Float64Array.from(decomposition.approximation);
  for (let level = details.length - 1; level >= 0; level--) {
    approximation = inverseDwt({ approximation, detail: details[level] }, lengths[level], filters, edgeMode);
  }
  return approximation;
}
