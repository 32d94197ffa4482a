/** Mean of the samples within half a window before and after each sample; at the ends of those that exist. */
export function movingMean(signal: Float64Array, windowSamples: number): Float64Array {
  const sums = new Float64Array(signal.length + 1);
  signal.forEach((value, i) => (sums[i + 1] = sums[i] + value));
  const half = Math.floor(windowSamples / 2);
  return signal.map((_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(signal.length, i + half + 1)];
    return (sums[to] - sums[from]) / (to - from);
  });
}
