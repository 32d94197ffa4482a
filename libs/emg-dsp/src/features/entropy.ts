import { requireInteger, requirePositive } from '../argument-checks';
import { sampleVariance } from './amplitude-features';
import type { Signal } from '../signal-types';

export interface EntropyOptions {
  /** Length of the shorter pattern, m; default 2. */
  readonly patternSamples?: number;
  /** Tolerance r in standard deviations (divided by n - 1) of the window; default 0.2. */
  readonly toleranceSds?: number;
}

/** Which patterns are compared, see {@link sampleEntropy} and {@link fuzzyEntropy}. */
export type EntropyConvention = 'standard' | 'libemg';

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
 * those that stay so for m + 1 samples, self-matches left out (Richman & Moorman 2000).
 *
 * `standard` compares the same n - m patterns for both lengths. `libemg` compares patterns 0 ... n-m-1 with n - m + 1
 * others for length m and n - m of them for m + 1, as its MATLAB table does; r is 0.3 there.
 *
 * @param window - n samples; quadratic in n
 * @returns nats; NaN for a gap, a constant or no pair at all; Infinity when pairs match for m but none for m + 1
 * @throws InvalidArgument for options outside their range
 */
export function sampleEntropy(
  window: Signal,
  options: EntropyOptions & { readonly convention?: EntropyConvention } = {},
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

/** Sum of exp(-d^2 / width) over pairs (i < `rows`, j < `columns`, i != j) of patterns without their means. */
function fuzzyPairs(window: Signal, length: number, rows: number, columns: number, width: number): number {
  // Patterns without their means overlap no longer, so each is laid out by itself.
  const patterns = new Float64Array(columns * length);
  for (let i = 0; i < columns; i++) {
    let mean = 0;
    for (let k = 0; k < length; k++) mean += window[i + k] / length;
    for (let k = 0; k < length; k++) patterns[i * length + k] = window[i + k] - mean;
  }
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let largest = 0;
      for (let k = 0; k < length; k++) {
        largest = Math.max(largest, Math.abs(patterns[i * length + k] - patterns[j * length + k]));
      }
      if (i !== j) sum += Math.exp((-largest * largest) / width);
    }
  }
  return sum;
}

/**
 * Fuzzy entropy: as sample entropy, but each pattern has its own mean removed and a pair counts exp(-(d / r)^2), d the
 * largest difference (Chen 2007).
 *
 * `libemg` counts exp(-d^2 / r), which depends on the unit, and the pattern numbers of its sample entropy; its MATLAB
 * table takes r as 0.3 standard deviations of the whole recording.
 *
 * @param window - n samples; quadratic in n
 * @param options.recordingSd - standard deviation that the tolerance refers to; default that of the window
 * @returns nats; NaN for a gap, a constant or fewer than m + 2 samples
 * @throws InvalidArgument for options outside their range
 */
export function fuzzyEntropy(
  window: Signal,
  options: EntropyOptions & { readonly convention?: EntropyConvention; readonly recordingSd?: number } = {},
): number {
  const { patternSamples: m = 2, toleranceSds = 0.2, convention = 'standard' } = options;
  requireInteger('patternSamples', m, 1);
  const sd = Math.sqrt(sampleVariance(window));
  const tolerance = requirePositive('toleranceSds', toleranceSds) * (options.recordingSd ?? sd);
  const n = window.length;
  if (!(sd > 0 && tolerance > 0) || n < m + 2) return NaN;
  const meanSimilarity = (length: number) => {
    if (convention === 'standard') return fuzzyPairs(window, length, n - m, n - m, tolerance * tolerance);
    const rows = n - length;
    return fuzzyPairs(window, length, rows, rows + 1, tolerance) / (rows * (rows - 1));
  };
  return Math.log(meanSimilarity(m) / meanSimilarity(m + 1));
}
