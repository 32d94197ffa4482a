import { InvalidArgumentError } from '../errors';
import { SCALING_FILTERS } from './scaling-filters';

/** Name of a tabulated orthogonal wavelet: db1 to db20, sym2 to sym20, coif1 to coif5. */
export type WaveletName = keyof typeof SCALING_FILTERS;

/** The four filters of an orthogonal wavelet, each of the same even length. */
export interface WaveletFilters {
  readonly name: string;
  readonly decompositionLow: Float64Array;
  readonly decompositionHigh: Float64Array;
  readonly reconstructionLow: Float64Array;
  readonly reconstructionHigh: Float64Array;
}

/** A tabulated wavelet by name, or filters made by {@link orthogonalWavelet}. */
export type Wavelet = WaveletName | WaveletFilters;

/** All tabulated wavelet names. */
export const WAVELET_NAMES = Object.keys(SCALING_FILTERS) as readonly WaveletName[];

/**
 * The four filters of an orthogonal wavelet from its scaling filter h: low-pass h, high-pass g[k] = (-1)^k h[L-1-k],
 * and their time reversals for decomposition (quadrature mirror relation; PyWavelets' signs).
 *
 * @param name - free label
 * @param scalingFilter - reconstruction low-pass filter, even length, orthonormal to its even shifts (sum = √2)
 * @throws InvalidArgument when the length is odd or zero
 */
export function orthogonalWavelet(name: string, scalingFilter: ArrayLike<number>): WaveletFilters {
  const length = scalingFilter.length;
  if (length === 0 || length % 2 === 1) {
    throw new InvalidArgumentError('scalingFilter', 'an even number of coefficients', length);
  }
  const reconstructionLow = Float64Array.from(scalingFilter);
  const reconstructionHigh = reconstructionLow.map(
    (_, k) => (k % 2 === 0 ? 1 : -1) * reconstructionLow[length - 1 - k],
  );
  return {
    name,
    decompositionLow: reconstructionLow.slice().reverse(),
    decompositionHigh: reconstructionHigh.slice().reverse(),
    reconstructionLow,
    reconstructionHigh,
  };
}

/**
 * Filters of a tabulated wavelet; filters given as such pass through.
 *
 * Daubechies (1988) extremal-phase `dbN` with 2N coefficients, least-asymmetric `symN` with 2N, coiflets `coifN` with
 * 6N. The symlets are orthonormal to 1e-15; PyWavelets tabulates them with errors of up to 1.5e-11, so its symlet
 * coefficients differ from ours by that much. To reproduce those digits, pass them to {@link orthogonalWavelet}.
 *
 * @throws InvalidArgument when the name is not tabulated
 * @example waveletFilters('db2').reconstructionLow // 0.4830, 0.8365, 0.2241, -0.1294
 */
export function waveletFilters(wavelet: Wavelet): WaveletFilters {
  if (typeof wavelet !== 'string') return wavelet;
  if (!Object.hasOwn(SCALING_FILTERS, wavelet)) {
    throw new InvalidArgumentError('wavelet', 'one of db1-db20, sym2-sym20, coif1-coif5', wavelet);
  }
  return orthogonalWavelet(wavelet, SCALING_FILTERS[wavelet].split(' ').map(Number));
}
