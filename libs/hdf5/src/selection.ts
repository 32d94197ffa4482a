/** A block of a dataset: first index and number of elements along each axis. */
export interface Hdf5Block {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/**
 * Cuts a block into pieces of at most `limitBytes` that follow each other in C order, so that they can be read one by one into one
 * flat array. Pieces end at chunk borders where the limit leaves room for whole chunks, so that no chunk is read (and inflated) twice.
 */
export function* splitBlock(
  block: Hdf5Block,
  elementBytes: number,
  limitBytes: number,
  chunks: readonly number[] | null,
): Generator<Hdf5Block> {
  const { start, count } = block;
  const innerBytes = (axis: number) =>
    count.slice(axis + 1).reduce((product, length) => product * length, elementBytes);
  const axis = count.findIndex((_, index) => innerBytes(index) <= limitBytes);
  if (axis <= 0 && count.reduce((product, length) => product * length, elementBytes) <= limitBytes) {
    yield block;
    return;
  }
  const cutAxis = axis < 0 ? count.length - 1 : axis;
  const fit = Math.max(1, Math.floor(limitBytes / innerBytes(cutAxis)));
  const chunk = chunks?.[cutAxis] ?? 1;
  const step = fit >= chunk ? fit - (fit % chunk) : fit;
  yield* cut(0, [], []);

  function* cut(level: number, outerStart: number[], outerCount: number[]): Generator<Hdf5Block> {
    const end = start[level] + count[level];
    for (let from = start[level]; from < end;) {
      const to = level < cutAxis ? from + 1 : Math.min(end, from + step - (step >= chunk ? from % chunk : 0));
      const pieceStart = [...outerStart, from];
      const pieceCount = [...outerCount, to - from];
      if (level < cutAxis) yield* cut(level + 1, pieceStart, pieceCount);
      else {
        yield {
          start: [...pieceStart, ...start.slice(level + 1)],
          count: [...pieceCount, ...count.slice(level + 1)],
        };
      }
      from = to;
    }
  }
}
