import { requireOneOf } from '../argument-checks';
import { InvalidArgumentError, LengthMismatchError, SignalTooShortError } from '../errors';
import type { Signal } from '../signal-types';
import { waveletFilters, type Wavelet } from './wavelet-filters';

/**
 * How a signal goes on beyond its edges: `symmetric` mirrors it with the edge sample repeated (x1 x0 | x0 x1),
 * `periodization` repeats it as a whole (an odd length is first made even by repeating the last sample) and has the
 * fewest coefficients.
 */
export type WaveletEdgeMode = 'symmetric' | 'periodization';

/** The two half-band coefficient arrays of one transform step. */
export interface WaveletBands {
  readonly approximation: Float64Array;
  readonly detail: Float64Array;
}

const EDGE_MODES: readonly WaveletEdgeMode[] = ['symmetric', 'periodization'];

/**
 * Number of coefficients in each band after one step: floor((n + L - 1) / 2) with symmetric edges, ceil(n / 2) with
 * periodization.
 *
 * @param signalLength - n, at least 1
 * @param filterLength - L, number of coefficients of the wavelet filter
 */
export function dwtLength(signalLength: number, filterLength: number, edgeMode: WaveletEdgeMode): number {
  return edgeMode === 'symmetric' ? (signalLength + filterLength - 1) >> 1 : (signalLength + 1) >> 1;
}

/** Index into n samples of the symmetric or periodized extension at any integer `index`. */
function extendedIndex(index: number, n: number, edgeMode: WaveletEdgeMode): number {
  if (edgeMode === 'symmetric') {
    const folded = ((index % (2 * n)) + 2 * n) % (2 * n);
    return folded < n ? folded : 2 * n - 1 - folded;
  }
  const period = n + (n % 2);
  return Math.min(((index % period) + period) % period, n - 1);
}

function extend(signal: Signal, left: number, right: number, edgeMode: WaveletEdgeMode): Float64Array {
  const n = signal.length;
  const extended = new Float64Array(left + n + right);
  extended.set(signal, left);
  for (let i = 0; i < left; i++) extended[i] = signal[extendedIndex(i - left, n, edgeMode)];
  for (let i = left + n; i < extended.length; i++) extended[i] = signal[extendedIndex(i - left, n, edgeMode)];
  return extended;
}

/**
 * One step of the discrete wavelet transform; equals PyWavelets' `dwt`.
 *
 * Coefficient i is sum over j of filter[j] x[2i + s - j], s = 1 with symmetric edges and L/2 with periodization (Mallat
 * 1989). A NaN sample spreads to the coefficients whose filter touches it, at most L/2 in each band.
 *
 * @param signal - n >= 1 samples in any unit
 * @returns two arrays of {@link dwtLength} coefficients in the unit of the samples
 * @throws SignalTooShort when empty; InvalidArgument for an unknown wavelet or edge mode
 * @example dwt(Float64Array.of(1, 2, 3, 4), 'db1').detail // -0.7071, -0.7071
 */
export function dwt(signal: Signal, wavelet: Wavelet, edgeMode: WaveletEdgeMode = 'symmetric'): WaveletBands {
  requireOneOf('edgeMode', edgeMode, EDGE_MODES);
  if (signal.length === 0) throw new SignalTooShortError('signal', 1, 0);
  const { decompositionLow: low, decompositionHigh: high } = waveletFilters(wavelet);
  const taps = low.length;
  const count = dwtLength(signal.length, taps, edgeMode);
  const left = edgeMode === 'symmetric' ? taps - 2 : taps / 2 - 1;
  const extended = extend(signal, left, 2 * count + taps - 2 - left - signal.length, edgeMode);
  const approximation = new Float64Array(count);
  const detail = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const last = 2 * i + taps - 1;
    let a = 0;
    let d = 0;
    for (let j = 0; j < taps; j++) {
      const sample = extended[last - j];
      a += low[j] * sample;
      d += high[j] * sample;
    }
    approximation[i] = a;
    detail[i] = d;
  }
  return { approximation, detail };
}

/**
 * Inverse of one step of {@link dwt}: the `length` samples it was made from, to rounding error, for any length.
 *
 * @param bands - two arrays of {@link dwtLength}`(length, L, edgeMode)` coefficients
 * @param length - number of samples to return
 * @throws LengthMismatch when the bands do not belong to that length; InvalidArgument for an unknown wavelet or edge
 *   mode
 */
export function inverseDwt(
  bands: { readonly approximation: Signal; readonly detail: Signal },
  length: number,
  wavelet: Wavelet,
  edgeMode: WaveletEdgeMode = 'symmetric',
): Float64Array {
  requireOneOf('edgeMode', edgeMode, EDGE_MODES);
  if (!Number.isInteger(length) || length < 1)
    throw new InvalidArgumentError('length', 'an integer of at least 1', length);
  const { reconstructionLow: low, reconstructionHigh: high } = waveletFilters(wavelet);
  const { approximation, detail } = bands;
  const half = low.length / 2;
  const count = dwtLength(length, low.length, edgeMode);
  for (const [name, band] of [
    ['approximation', approximation],
    ['detail', detail],
  ] as const) {
    if (band.length !== count) throw new LengthMismatchError(name, count, band.length);
  }
  // Periodized coefficients go on around the circle; with symmetric edges every coefficient that is needed is there.
  const margin = edgeMode === 'symmetric' ? 0 : half;
  const a = circular(approximation, margin);
  const d = circular(detail, margin);
  const shift = edgeMode === 'symmetric' ? low.length - 2 : half - 1;
  const signal = new Float64Array(length);
  for (let m = 0; m < length; m++) {
    const newest = ((m + shift) >> 1) + margin;
    let sum = 0;
    for (let t = 0, tap = (m + shift) & 1; t < half; t++, tap += 2) {
      sum += low[tap] * a[newest - t] + high[tap] * d[newest - t];
    }
    signal[m] = sum;
  }
  return signal;
}

function circular(coefficients: Signal, margin: number): Float64Array {
  const n = coefficients.length;
  const padded = new Float64Array(n + 2 * margin);
  for (let i = 0; i < padded.length; i++) padded[i] = coefficients[(((i - margin) % n) + n) % n];
  return padded;
}
