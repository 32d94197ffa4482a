import { describe, expect, it } from 'vitest';
import { sparseFromColumns, sparseFromTriples } from './sparse';

const stored = {
  dims: [3, 2],
  logical: false,
  rowIndices: Int32Array.of(0, 2, 9),
  columnPointers: Int32Array.of(0, 1, 2),
  values: Float64Array.of(5, 6, 7),
  imaginary: null,
};

describe('sparseFromColumns', () => {
  it('trims what lies beyond the values in use', () => {
    expect(sparseFromColumns(stored, {})).toMatchObject({
      rowIndices: Uint32Array.of(0, 2),
      values: Float64Array.of(5, 6),
    });
  });

  it.each([
    [{ columnPointers: Int32Array.of(0, 2, 1) }, /column pointer 2/],
    [{ columnPointers: Int32Array.of(0, 1) }, /column pointers for 2 columns/],
    [{ columnPointers: Int32Array.of(0, 1, 4) }, /4 sparse values are counted/],
    [{ rowIndices: Int32Array.of(0, 3) }, /row 3/],
    [{ rowIndices: Int32Array.of(0, -1) }, /row -1/],
    [{ columnPointers: Int32Array.of(-1, 1, 2) }, /column pointer 0/],
    [{ dims: [3, 2, 1] }, /3 dimensions/],
  ])('refuses %o', (wrong, message) => {
    expect(() => sparseFromColumns({ ...stored, ...wrong }, {})).toThrow(message);
  });
});

describe('sparseFromTriples', () => {
  it('sorts by column, then row', () => {
    const sparse = sparseFromTriples([2, 3], [1, 0, 0], [2, 2, 0], Float64Array.of(3, 2, 1), null, {});
    expect(sparse).toMatchObject({
      columnPointers: Uint32Array.of(0, 1, 1, 3),
      rowIndices: Uint32Array.of(0, 0, 1),
      values: Float64Array.of(1, 2, 3),
    });
  });

  it.each([[2], [-1], [0.5], [NaN]])('refuses row %d', (row) => {
    expect(() => sparseFromTriples([2, 2], [row], [0], Float64Array.of(1), null, {})).toThrow(/lies outside 2 x 2/);
  });
});
