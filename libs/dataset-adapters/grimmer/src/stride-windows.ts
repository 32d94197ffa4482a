/** A stretch of samples, from strike to strike; both may lie between two samples. */
export interface SampleSpan {
  readonly first: number;
  readonly last: number;
}

/** Mean of the samples in a window of percent of a stride; NaN where one of them is missing. */
export function windowMean(
  samples: ArrayLike<number>,
  { first, last }: SampleSpan,
  [from, to]: readonly [number, number],
): number {
  const at = (percent: number): number => Math.round(first + (percent / 100) * (last - first));
  let sum = 0;
  for (let sample = at(from); sample <= at(to); sample += 1) sum += samples[sample] ?? NaN;
  return sum / (at(to) - at(from) + 1);
}

/** Least and greatest of the finite samples of a stride; Infinity and -Infinity without one. */
export function extremes(
  samples: ArrayLike<number>,
  { first, last }: SampleSpan,
): { readonly least: number; readonly greatest: number } {
  let [least, greatest] = [Infinity, -Infinity];
  for (let sample = Math.ceil(first); sample <= last; sample += 1) {
    const value = samples[sample] as number;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
}
