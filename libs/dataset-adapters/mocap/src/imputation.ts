/** Methods that fill gaps between recorded samples of a coordinate. */
export const IMPUTATION_METHODS = ['linear', 'neighbour-mean', 'none'] as const;

/** `linear`: a straight line across the gap; `neighbour-mean`: the mean of up to 5 samples before and 4 after it; `none`: gaps stay. */
export type ImputationMethod = (typeof IMPUTATION_METHODS)[number];

/** Samples around a gap that `neighbour-mean` looks at. */
const NEIGHBOURS_BEFORE = 5;
const NEIGHBOURS_AFTER = 4;

/** Samples without the gaps that were filled. */
export interface Imputed {
  /** The samples themselves where nothing was filled, else a copy. */
  readonly samples: Float64Array;
  readonly imputed: number;
}

/**
 * Fills gaps that lie between recorded samples. Only recorded samples count, never imputed ones; what lies before the first or behind
 * the last recorded sample, and gaps longer than the limit, stay missing.
 * @param samples NaN where missing
 * @param longestGap longest gap that is filled, in samples
 * @example
 * imputeGaps(Float64Array.of(1, NaN, 3), 'linear', 1); // { samples: [1, 2, 3], imputed: 1 }
 */
export function imputeGaps(samples: Float64Array, method: ImputationMethod, longestGap: number): Imputed {
  if (method === 'none') return { samples, imputed: 0 };
  let filled: Float64Array | null = null;
  let imputed = 0;
  let last = -1;
  samples.forEach((value, next) => {
    if (Number.isNaN(value)) return;
    const [first, length] = [last + 1, next - last - 1];
    if (last >= 0 && length > 0 && length <= longestGap) {
      filled ??= samples.slice();
      const mean = neighbourMean(samples, first, next);
      for (let i = first; i < next; i += 1) {
        const share = (i - last) / (next - last);
        filled[i] =
          method === 'linear' ? (samples[last] as number) + share * (value - (samples[last] as number)) : mean;
      }
      imputed += length;
    }
    last = next;
  });
  return { samples: filled ?? samples, imputed };
}

/** Mean of the recorded samples beside the gap [from, to). */
function neighbourMean(samples: Float64Array, from: number, to: number): number {
  const beside = [
    ...samples.subarray(Math.max(0, from - NEIGHBOURS_BEFORE), from),
    ...samples.subarray(to, to + NEIGHBOURS_AFTER),
  ].filter((value) => !Number.isNaN(value));
  return beside.reduce((sum, value) => sum + value, 0) / beside.length;
}
