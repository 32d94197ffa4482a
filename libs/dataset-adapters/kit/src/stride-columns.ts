/** One array of a leg with a column for each stride; a column without a sample other than 0 and NaN is null. */
export type StrideColumns = readonly (Float64Array | null)[];

/** Which stride the columns of the arrays of a leg are of. */
export interface StrideAlignment {
  readonly strideCount: number;
  /** Is column i of this array of stride i, point by point? Where not, nothing tells which stride a column is of. */
  readonly fits: (columns: StrideColumns) => boolean;
}

/**
 * The columns of a matrix, one for each stride.
 * @param values column after column
 * @param points rows: samples of a stride
 * @returns copies; null for a column in which there are only zeros and NaN
 */
export function strideColumns(values: ArrayLike<number | bigint>, points: number): StrideColumns {
  const count = points > 0 ? Math.floor(values.length / points) : 0;
  return Array.from({ length: count }, (_, stride) => {
    const column = new Float64Array(points);
    let isFilled = false;
    for (let point = 0; point < points; point += 1) {
      const value = Number(values[stride * points + point]);
      column[point] = value;
      if (value !== 0 && !Number.isNaN(value)) isFilled = true;
    }
    return isFilled ? column : null;
  });
}

/** Points of a stride; 0 in an array of empty columns. */
export function stridePoints(columns: StrideColumns): number {
  return columns.find((column) => column !== null)?.length ?? 0;
}

/**
 * Finds how many strides a leg has when its arrays differ in their number of columns, and which arrays can be joined with the others
 * by position. An array with one column more or less fits only where the columns that the longer one has beyond the shorter are
 * empty: elsewhere the odd stride may stand anywhere, and cutting at the end would shift the others. An array with more or fewer
 * points than most of its group does not fit either.
 * @param modalities groups of arrays that were recorded together; each group has one vote, the first breaks a tie
 */
export function alignStrideColumns(modalities: readonly (readonly StrideColumns[])[]): StrideAlignment {
  const votes = modalities.map((arrays) => mostCommon(arrays.map(({ length }) => length)));
  const strideCount = mostCommon(votes.filter((vote) => vote !== null)) ?? 0;
  const uneven = new Set(modalities.flatMap(unevenArrays));
  const agreeing = modalities.flat().filter(({ length }) => length === strideCount);
  const isEmpty = (columns: StrideColumns, from: number): boolean => columns.slice(from).every((own) => own === null);
  return {
    strideCount,
    fits: (columns) =>
      !uneven.has(columns) &&
      (columns.length >= strideCount
        ? isEmpty(columns, strideCount)
        : agreeing.every((other) => isEmpty(other, columns.length))),
  };
}

/** Arrays with other points than most. */
function unevenArrays(arrays: readonly StrideColumns[]): StrideColumns[] {
  const filled = arrays.filter((columns) => stridePoints(columns) > 0);
  const points = mostCommon(filled.map(stridePoints));
  return filled.filter((columns) => stridePoints(columns) !== points);
}

/** The value that occurs most often, the first of several; null without a value. */
function mostCommon(values: readonly number[]): number | null {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: number | null = null;
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) as number)) best = value;
  return best;
}
