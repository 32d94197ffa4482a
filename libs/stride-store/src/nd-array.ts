import type { NdArray } from '@emgfm/schema';

/** Wraps values as an n-dimensional array in C order, as npm `ndarray` has them. */
export function ndArray<A extends Float32Array | Float64Array>(values: A, shape: readonly number[]): NdArray<A> {
  const stride = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  return { data: values, shape, stride, offset: 0 };
}
