import { requireInteger, requirePositive } from '../argument-checks';
import { sampleVariance } from './amplitude-features';
import type { Signal } from '../signal-types';

export interface EntropyOptions {
  /** Length of the shorter pattern, m; default 2. */
  readonly patternSamples?: number;
  /** Tolerance r in standard deviations (divided by n - 1) of the window; default 0.2. */
  readonly toleranceSds?: number;
}

/**
 * Number of ordered pairs (i < `rows`, j < `columns`, i != j) whose patterns nowhere differ by more than the tolerance.
 */
function nearPairs(window: Float64Array, length: number, rows: number, columns: number, tolerance: number): number {
  let count = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let k = 0;
      while (k < length && Math.abs(window[i + k] - window[j + k]) <= tolerance) k++;
      if (k === length && i !== j) count++;
    }
  }
  return count;
}

/**
 * Sample entropy SampEn = -ln(A / B): B pairs of patterns of m samples within r of each other (largest difference), A
 * those that stay
 * so for m + 1 samples, self-matches left out (Richman & Moorman 2000).
 *
 * `standard` compares the same n - m patterns for both lengths. `libemg` compares patterns 0 ... n-m-1 with n - m + 1
 * others for length m and
 * n - m of them for m + 1, as its MATLAB table does; r is 0.3 there.
 *
 * @param window - n samples; quadratic in n
 * @returns nats; NaN for a gap, a constant or no pair at all; Infinity when pairs match for m but none for m + 1
 * @throws InvalidArgument for options outside their range
 */
export function sampleEntropy(
  window: Signal,
  options: EntropyOptions & { readonly convention?: 'standard' | 'libemg' } = {},
): number {
  const { patternSamples: m = 2, toleranceSds = 0.2, convention = 'standard' } = options;
  requireInteger('patternSamples', m, 1);
  const tolerance = requirePositive('toleranceSds', toleranceSds) * Math.sqrt(sampleVariance(window));
  if (!(tolerance > 0)) return NaN;
  const values = Float64Array.from(window);
  const n = values.length;
  if (n < m + 2) return NaN;
  const [shorter, longer] =
    convention === 'standard'
      ? [nearPairs(values, m, n - m, n - m, tolerance), nearPairs(values, m + 1, n - m, n - m, tolerance)]
      : [
          nearPairs(values, m, n - m, n - m + 1, tolerance) / (n - m),
          nearPairs(values, m + 1, n - m - 1, n - m, tolerance) / (n - m - 1),
        ];
  return Math.log(shorter / longer);
}

/**
 * Fuzzy entropy: as sample entropy, but each pattern has its own mean removed and a pair counts exp(-(d / r)^2) (Chen
 * 2007).
 *
 * @param window - n samples; quadratic in n
 * @returns nats; NaN for a gap, a constant or fewer than m + 2 samples
 * @throws InvalidArgument for options outside their range
 */
export function fuzzyEntropy(window: Signal, options: EntropyOptions = {}): number {
  const { patternSamples: m = 2, toleranceSds = 0.2 } = options;
  requireInteger('patternSamples', m, 1);
  const tolerance = requirePositive('toleranceSds', toleranceSds) * Math.sqrt(sampleVariance(window));
  const n = window.length;
  if (!(tolerance > 0) || n < m + 2) return NaN;
  const phi = (length: number) => {
    // Patterns without their means overlap no longer, so each is laid out by itself.
    const patterns = new Float64Array((n - m) * length);
    for (let i = 0; i < n - m; i++) {
      let mean = 0;
      for (let k = 0; k < length; k++) mean += window[i + k] / length;
      for (let k = 0; k < length; k++) patterns[i * length + k] = window[i + k] - mean;
    }
    let sum = 0;
    for (let i = 0; i < n - m; i++) {
      for (let j = 0; j < i; j++) {
        let largest = 0;
        for (let k = 0; k < length; k++) {
          largest = Math.max(largest, Math.abs(patterns[i * length + k] - patterns[j * length + k]));
        }
        sum += Math.exp(-((largest / tolerance) ** 2));
      }
    }
    return sum;
  };
  return Math.log(phi(m) / phi(m + 1));
}
