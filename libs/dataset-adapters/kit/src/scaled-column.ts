/** A column in canonical units: value * factor + offset. A loop, since `Float64Array.from` steps through an iterator. */
export function scaledColumn(source: ArrayLike<number>, factor: number, offset = 0): Float64Array {
  const samples = new Float64Array(source.length);
  for (let i = 0; i < samples.length; i += 1) samples[i] = (source[i] as number) * factor + offset;
  return samples;
}
