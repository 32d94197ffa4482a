import type { MatValue } from '@emgfm/matfile';

/** The columns of a numeric matrix as doubles; null for anything else, and for an empty one. */
export function matrixColumns(value: MatValue | null | undefined): Float64Array[] | null {
  if (value?.kind !== 'numeric' || value.dims.length !== 2 || value.values.length === 0) return null;
  const [rows, columns] = value.dims as [number, number];
  const doubles = toDoubles(value.values);
  return Array.from({ length: columns }, (_, column) => doubles.subarray(column * rows, (column + 1) * rows));
}

/** All numbers of a value, column-major; empty for anything that is not numeric. */
export function numbersOf(value: MatValue | null | undefined): Float64Array {
  return value?.kind === 'numeric' ? toDoubles(value.values) : new Float64Array(0);
}

/** The contents of a cell array; a matrix that stands for a list of one is that list. */
export function cellsOf(value: MatValue | null | undefined): readonly MatValue[] {
  if (value?.kind === 'cell') return value.cells;
  return value?.kind === 'numeric' && value.values.length > 0 ? [value] : [];
}

/** A field of a 1 x 1 struct; undefined where there is none. */
export function fieldOf(value: MatValue | null | undefined, name: string): MatValue | undefined {
  return value?.kind === 'struct' ? value.fields.get(name)?.[0] : undefined;
}

/** Names of the fields of a struct; none for anything else. */
export function fieldsOf(value: MatValue | null | undefined): readonly string[] {
  return value?.kind === 'struct' ? [...value.fields.keys()] : [];
}

function toDoubles(values: ArrayLike<number> | ArrayLike<bigint>): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values as ArrayLike<number>, Number);
}
