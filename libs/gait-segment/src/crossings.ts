/** A stretch in which a signal stays above a level; borders between samples (fractional), NaN at an edge or gap. */
export interface StretchAbove {
  readonly rise: number;
  readonly fall: number;
}

/**
 * Stretches above a level that last at least `minLength` samples; shorter dips below it than `maxDip` samples do not end one.
 * Crossings are where straight lines between samples meet the level.
 */
export function stretchesAbove(
  samples: Float64Array,
  level: number,
  limits: { readonly minLength: number; readonly maxDip: number },
): StretchAbove[] {
  const found: [number, number][] = [];
  let first = -1;
  for (let i = 0; i <= samples.length; i += 1) {
    const isAbove = i < samples.length && samples[i] > level;
    if (isAbove && first < 0) first = i;
    else if (!isAbove && first >= 0) {
      const previous = found.at(-1);
      if (previous && first - previous[1] - 1 <= limits.maxDip) previous[1] = i - 1;
      else found.push([first, i - 1]);
      first = -1;
    }
  }
  const crossing = (from: number, to: number): number =>
    from + (to - from) * ((level - samples[from]) / (samples[to] - samples[from]));
  return found
    .filter(([from, to]) => to - from + 1 >= limits.minLength)
    .map(([from, to]) => ({ rise: crossing(from - 1, from), fall: crossing(to, to + 1) }));
}
