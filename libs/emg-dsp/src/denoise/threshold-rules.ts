/**
 * Universal threshold sqrt(2 ln n), in noise standard deviations (Donoho & Johnstone 1994): n noise values stay below
 * it.
 */
export function universalThreshold(count: number): number {
  return Math.sqrt(2 * Math.log(Math.max(count, 1)));
}

/**
 * Minimax threshold 0.3936 + 0.1829 log2 n, 0 up to 32 values, in noise standard deviations: least worst-case squared
 * error, in the usual approximation (Donoho & Johnstone 1994).
 */
export function minimaxThreshold(count: number): number {
  return count > 32 ? 0.3936 + 0.1829 * Math.log2(count) : 0;
}

/**
 * Threshold with the least unbiased estimate of the squared error of soft thresholding (Stein 1981), in noise standard
 * deviations; the universal threshold where the values are too sparse for that estimate (SureShrink, Donoho & Johnstone
 * 1995).
 *
 * @param values - coefficients divided by the noise standard deviation, all finite
 */
export function sureThreshold(values: Float64Array): number {
  const n = values.length;
  const universal = universalThreshold(n);
  if (n < 2) return universal;
  const squares = values.map((value) => value * value).sort();
  const energy = squares.reduce((sum, square) => sum + square, 0);
  if (energy / n - 1 <= Math.log2(n) ** 1.5 / Math.sqrt(n)) return universal;
  let below = 0;
  let least = n;
  let threshold = 0;
  for (let i = 0; i < n; i++) {
    below += squares[i];
    // Risk of the threshold sqrt(squares[i]): i + 1 values fall below it, the others are pulled in by it.
    const risk = n - 2 * (i + 1) + below + (n - i - 1) * squares[i];
    if (risk < least) {
      least = risk;
      threshold = Math.sqrt(squares[i]);
    }
  }
  return Math.min(threshold, universal);
}
