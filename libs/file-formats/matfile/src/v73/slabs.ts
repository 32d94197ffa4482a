/** A block of a dataset: first index and number of elements per axis. */
export interface Slab {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/**
 * Blocks that cover a dataset once, each of about `elements` elements. Whole chunks are taken in a matrix, since HDF5
 * unpacks a chunk for every block that touches it.
 * @param shape Axis lengths, last axis fastest.
 */
export function* slabs(shape: readonly number[], chunks: readonly number[] | null, elements: number): Generator<Slab> {
  if (shape.includes(0)) return;
  const step = slabStep(shape, chunks, elements);
  const start = shape.map(() => 0);
  for (let axis = 0; axis >= 0;) {
    yield { start: [...start], count: start.map((first, i) => Math.min(step[i], shape[i] - first)) };
    for (axis = shape.length - 1; axis >= 0; axis--) {
      start[axis] += step[axis];
      if (start[axis] < shape[axis]) break;
      start[axis] = 0;
    }
  }
}

function slabStep(shape: readonly number[], chunks: readonly number[] | null, elements: number): number[] {
  const step = shape.map(() => 1);
  if (shape.length === 2 && chunks !== null) {
    const rows = Math.min(chunks[0], shape[0]);
    const chunkMultiple = Math.max(1, Math.floor(elements / (rows * chunks[1]))) * chunks[1];
    return [rows, Math.min(shape[1], chunkMultiple)];
  }
  let left = elements;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    step[axis] = Math.max(1, Math.min(shape[axis], left));
    if (step[axis] < shape[axis]) break;
    left = Math.floor(left / step[axis]);
  }
  return step;
}

/** The runs of elements of a slab that are consecutive in the whole dataset: where each starts there, and how long all are. */
export function runsOf({ start, count }: Slab, shape: readonly number[]): { offsets: number[]; length: number } {
  let axis = shape.length - 1;
  while (axis > 0 && count[axis] === shape[axis]) axis--;
  const product = (lengths: readonly number[]): number => lengths.reduce((a, b) => a * b, 1);
  const length = product(count.slice(Math.max(0, axis)));
  const offsets: number[] = [];
  const outer = count.slice(0, Math.max(0, axis));
  for (let run = 0; run < product(outer); run++) {
    let offset = 0;
    let left = run;
    const index = [...start];
    for (let i = outer.length - 1; i >= 0; i--) {
      index[i] += left % outer[i];
      left = Math.floor(left / outer[i]);
    }
    shape.forEach((axisLength, i) => (offset = offset * axisLength + index[i]));
    offsets.push(offset);
  }
  return { offsets, length };
}
