/** A smooth curve through points that never overshoots them: rises only where the points rise, rests where they rest. */
export type Curve = (x: number) => number;

/**
 * Piecewise cubic Hermite curve with the slopes of Fritsch & Butland (1984); straight on beyond both ends.
 * @param xs strictly increasing @param ys as many values
 */
export function monotoneCurve(xs: readonly number[], ys: readonly number[]): Curve {
  const n = xs.length;
  const secants = Array.from({ length: n - 1 }, (_, i) => (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]));
  const slopes = ys.map((_, i) => {
    if (n < 2) return 0;
    if (i === 0) return secants[0];
    if (i === n - 1) return secants[n - 2];
    const [before, after] = [secants[i - 1], secants[i]];
    if (before * after <= 0) return 0;
    const share = (xs[i + 1] - xs[i] + (xs[i + 1] - xs[i - 1])) / (3 * (xs[i + 1] - xs[i - 1]));
    return (before * after) / (share * after + (1 - share) * before);
  });
  return (x) => {
    if (x <= xs[0]) return ys[0] + (x - xs[0]) * slopes[0];
    if (x >= xs[n - 1]) return ys[n - 1] + (x - xs[n - 1]) * slopes[n - 1];
    let low = 0;
    let high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle] <= x) low = middle;
      else high = middle;
    }
    const width = xs[high] - xs[low];
    return hermite((x - xs[low]) / width, ys[low], slopes[low] * width, ys[high], slopes[high] * width);
  };
}

/** Cubic between two values with given slopes (per unit of `s`), for `s` from 0 to 1. */
export function hermite(s: number, from: number, fromSlope: number, to: number, toSlope: number): number {
  const s2 = s * s;
  const s3 = s2 * s;
  return (2 * s3 - 3 * s2 + 1) * from + (s3 - 2 * s2 + s) * fromSlope + (3 * s2 - 2 * s3) * to + (s3 - s2) * toSlope;
}
