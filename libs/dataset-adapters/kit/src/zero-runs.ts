/** No measured joint signal is exactly zero so many times running. */
const LEAST_RUN = 4;

/**
 * A joint signal with NaN where the source wrote zeros in place of missing samples: runs of four or more exact zeros.
 * @returns a copy; zeros that stand alone stay
 * @example withoutZeroRuns([1, 0, 0, 0, 0, 2]); // 1, NaN, NaN, NaN, NaN, 2
 */
export function withoutZeroRuns(samples: ArrayLike<number>): Float64Array {
  const result = Float64Array.from(samples);
  for (let start = 0; start < result.length; start += 1) {
    let end = start;
    while (result[end] === 0) end += 1;
    if (end - start >= LEAST_RUN) result.fill(NaN, start, end);
    start = Math.max(start, end - 1);
  }
  return result;
}
