import { MatCorruptError, type MatPlace } from './errors';
import type { MatDims, MatNumbers, MatSparse } from './values';

/** Parts of a compressed-column matrix as a file holds them; arrays may be longer than needed. */
export interface StoredColumns {
  readonly dims: MatDims;
  readonly logical: boolean;
  readonly rowIndices: MatNumbers;
  readonly columnPointers: MatNumbers;
  readonly values: Float64Array;
  readonly imaginary: Float64Array | null;
}

/**
 * A sparse matrix from its stored columns, checked and trimmed to the values in use.
 * @throws mat-corrupt when pointers decrease, or point beyond the values or the rows.
 */
export function sparseFromColumns(stored: StoredColumns, place: MatPlace): MatSparse {
  const { dims, logical, values, imaginary } = stored;
  const [rows, columns] = dims;
  if (dims.length !== 2) throw new MatCorruptError(`a sparse matrix of ${dims.length} dimensions`, place);
  if (stored.columnPointers.length < columns + 1) {
    throw new MatCorruptError(`${stored.columnPointers.length} column pointers for ${columns} columns`, place);
  }
  const columnPointers = new Uint32Array(columns + 1);
  for (let i = 0; i <= columns; i++) {
    columnPointers[i] = Number(stored.columnPointers[i]);
    const previous = i === 0 ? 0 : columnPointers[i - 1];
    if (columnPointers[i] < previous || columnPointers[i] !== Number(stored.columnPointers[i])) {
      throw new MatCorruptError(`column pointer ${i} is ${stored.columnPointers[i]} after ${previous}`, place);
    }
  }
  const count = columnPointers[columns];
  const short = [stored.rowIndices, values, imaginary].find((part) => part !== null && part.length < count);
  if (short) throw new MatCorruptError(`${count} sparse values are counted, ${short.length} are stored`, place);
  const rowIndices = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const row = Number(stored.rowIndices[i]);
    if (!(row >= 0 && row < rows)) throw new MatCorruptError(`row ${row} in a sparse matrix of ${rows} rows`, place);
    rowIndices[i] = row;
  }
  return {
    kind: 'sparse',
    dims: [rows, columns],
    logical,
    rowIndices,
    columnPointers,
    values: values.slice(0, count),
    imaginary: imaginary?.slice(0, count) ?? null,
  };
}

/**
 * A sparse matrix from (row, column, value) triples, 0-based, in any order.
 * @throws mat-corrupt when an index lies outside the dimensions.
 */
export function sparseFromTriples(
  dims: readonly [number, number],
  rowIndices: ArrayLike<number>,
  columnIndices: ArrayLike<number>,
  values: Float64Array,
  imaginary: Float64Array | null,
  place: MatPlace,
): MatSparse {
  const [rows, columns] = dims;
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  for (const i of order) {
    const row = rowIndices[i];
    const column = columnIndices[i];
    const inside = Number.isInteger(row) && Number.isInteger(column);
    if (!inside || row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new MatCorruptError(`sparse entry (${row}, ${column}) lies outside ${rows} x ${columns}`, place);
    }
  }
  order.sort((a, b) => columnIndices[a] - columnIndices[b] || rowIndices[a] - rowIndices[b] || a - b);
  const columnPointers = new Uint32Array(columns + 1);
  for (const i of order) columnPointers[columnIndices[i] + 1] += 1;
  for (let column = 0; column < columns; column++) columnPointers[column + 1] += columnPointers[column];
  return {
    kind: 'sparse',
    dims,
    logical: false,
    rowIndices: Uint32Array.from(order, (i) => rowIndices[i]),
    columnPointers,
    values: Float64Array.from(order, (i) => values[i]),
    imaginary: imaginary === null ? null : Float64Array.from(order, (i) => imaginary[i]),
  };
}
