import { arrayConstructors, expectNumbers, expectStrings, type Hdf5File, type Hdf5Numbers } from '@emgfm/hdf5';
import { StoreDamagedError } from './errors';
import type { ColumnDefinition } from './layout';

/** Rows of a dataset: the first and how many. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/**
 * Reads rows of a column as the layout has them; equal texts are one string.
 * @throws store-damaged (missing, or of another type), hdf5-corrupt
 */
export function readColumn(file: Hdf5File, column: ColumnDefinition, rows?: RowRange): Hdf5Numbers | readonly string[] {
  const { path, type, rowShape } = column;
  if (file.kind(path) !== 'dataset') throw new StoreDamagedError(file.path, path, 'a dataset', String(file.kind(path)));
  const block = rows && { start: [rows.first, ...rowShape.map(() => 0)], count: [rows.count, ...rowShape] };
  const array = file.read(path, block);
  if (type === 'string') {
    const shared = new Map<string, string>();
    return expectStrings(array).map((text) => shared.get(text) ?? (shared.set(text, text), text));
  }
  const numbers = expectNumbers(array);
  if (numbers.constructor !== arrayConstructors[type])
    throw new StoreDamagedError(file.path, path, type, numbers.constructor.name);
  return numbers;
}

/** Reads a column of numbers; 64-bit integers become plain numbers. */
export function readNumberColumn(
  file: Hdf5File,
  column: ColumnDefinition,
  rows?: RowRange,
): Exclude<Hdf5Numbers, BigInt64Array | BigUint64Array> {
  const numbers = readColumn(file, column, rows) as Hdf5Numbers;
  return numbers instanceof BigInt64Array || numbers instanceof BigUint64Array
    ? Float64Array.from(numbers, Number)
    : numbers;
}

/** Reads a column of texts. */
export function readTextColumn(file: Hdf5File, column: ColumnDefinition, rows?: RowRange): readonly string[] {
  return readColumn(file, column, rows) as readonly string[];
}

/** A text attribute; undefined if it is missing or no single text. */
export function textAttribute(file: Hdf5File, path: string, name: string): string | undefined {
  const value: unknown = attributeValues(file, path, name)?.[0];
  return typeof value === 'string' ? value : undefined;
}

/** A number attribute; undefined if it is missing or no single number. */
export function numberAttribute(file: Hdf5File, path: string, name: string): number | undefined {
  const value: unknown = attributeValues(file, path, name)?.[0];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

/** The values of an attribute of texts or numbers; undefined if it is missing. */
export function attributeValues(file: Hdf5File, path: string, name: string): readonly unknown[] | undefined {
  const values = file.attribute(path, name)?.values;
  return values === undefined || 'columns' in values ? undefined : Array.from(values as ArrayLike<unknown>);
}
