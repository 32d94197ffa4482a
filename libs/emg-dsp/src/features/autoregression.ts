import { requireInteger, requireOneOf } from '../argument-checks';
import type { Signal } from '../signal-types';

/**
 * Autoregressive coefficients a_1 ... a_p of the prediction polynomial 1 + a_1 z^-1 + ... + a_p z^-p, so that x[n] =
 * -a_1 x[n-1] - ... - a_p x[n-p] + error (MATLAB's `lpc` sign).
 *
 * `autocorrelation` solves the Yule-Walker equations by Levinson-Durbin; the mean is not removed. `burg` (1975)
 * minimises forward and backward error and needs no window.
 *
 * @param window - n samples in any unit; a silent window gives zeros, one with a gap or without samples gives NaN
 * @param options.order - p >= 1, default 4
 * @param options.method - default `autocorrelation`
 * @throws InvalidArgument for an order below 1 or an unknown method
 */
export function autoregressiveCoefficients(
  window: Signal,
  options: { readonly order?: number; readonly method?: 'autocorrelation' | 'burg' } = {},
): Float64Array {
  const { order = 4, method = 'autocorrelation' } = options;
  requireInteger('order', order, 1);
  requireOneOf('method', method, ['autocorrelation', 'burg']);
  let energy = 0;
  for (let i = 0; i < window.length; i++) energy += window[i] * window[i];
  if (window.length === 0 || !Number.isFinite(energy)) return new Float64Array(order).fill(NaN);
  return method === 'burg' ? burg(window, order) : levinson(window, order);
}

/** Raises the order of a prediction polynomial by one with a reflection coefficient (Levinson's recursion). */
function raised(polynomial: Float64Array, reflection: number): Float64Array {
  const p = polynomial.length;
  return Float64Array.from({ length: p + 1 }, (_, k) =>
    k === p ? reflection : polynomial[k] + reflection * polynomial[p - 1 - k],
  );
}

function levinson(window: Signal, order: number): Float64Array {
  const correlation = new Float64Array(order + 1);
  for (let lag = 0; lag <= order; lag++) {
    for (let i = lag; i < window.length; i++) correlation[lag] += window[i] * window[i - lag];
  }
  let polynomial: Float64Array = new Float64Array(0);
  let error = correlation[0];
  for (let p = 0; p < order; p++) {
    const mismatch = polynomial.reduce((sum, a, k) => sum + a * correlation[p - k], correlation[p + 1]);
    const reflection = error > 0 ? -mismatch / error : 0;
    polynomial = raised(polynomial, reflection);
    error *= 1 - reflection * reflection;
  }
  return polynomial;
}

function burg(window: Signal, order: number): Float64Array {
  const forward = Float64Array.from(window);
  const backward = Float64Array.from(window);
  let polynomial: Float64Array = new Float64Array(0);
  for (let p = 0; p < order; p++) {
    let product = 0;
    let energy = 0;
    for (let i = p + 1; i < window.length; i++) {
      product += forward[i] * backward[i - 1];
      energy += forward[i] ** 2 + backward[i - 1] ** 2;
    }
    const reflection = energy > 0 ? (-2 * product) / energy : 0;
    for (let i = window.length - 1; i > p; i--) {
      const ahead = forward[i];
      forward[i] = ahead + reflection * backward[i - 1];
      backward[i] = backward[i - 1] + reflection * ahead;
    }
    polynomial = raised(polynomial, reflection);
  }
  return polynomial;
}

/**
 * Cepstral coefficients of an autoregressive model.
 *
 * `standard`: c_p = -a_p - sum over l = 1 ... p-1 of (1 - l/p) a_l c_(p-l), the cepstrum of 1 / A(z). `libemg`: a_p in
 * place of a_l, as in Phinyomark's widely copied formula.
 *
 * @param autoregression - a_1 ... a_p as {@link autoregressiveCoefficients} gives them
 */
export function cepstralCoefficients(
  autoregression: Signal,
  options: { readonly convention?: 'standard' | 'libemg' } = {},
): Float64Array {
  const { convention = 'standard' } = options;
  const cepstrum = new Float64Array(autoregression.length);
  for (let p = 1; p <= cepstrum.length; p++) {
    let sum = autoregression[p - 1];
    for (let l = 1; l < p; l++) {
      const a = autoregression[(convention === 'libemg' ? p : l) - 1];
      sum += (1 - l / p) * a * cepstrum[p - l - 1];
    }
    cepstrum[p - 1] = -sum;
  }
  return cepstrum;
}
