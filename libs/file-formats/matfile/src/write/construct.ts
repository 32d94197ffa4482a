import { MatValueError } from '../errors';
import { classOfNumbers } from '../numeric-classes';
import {
  elementCount,
  type MatCategorical,
  type MatCell,
  type MatChar,
  type MatDatetime,
  type MatDims,
  type MatDuration,
  type MatLogical,
  type MatNumbers,
  type MatNumeric,
  type MatString,
  type MatStruct,
  type MatTable,
  type MatValue,
} from '../values';

/** What the constructors take in place of a value: numbers become 1 x 1 doubles, texts char rows, typed arrays columns. */
export type MatInput = MatValue | number | boolean | string | MatNumbers;

/** @throws mat-value when an array of these dimensions doesn't have that many elements. */
function checkedDims(length: number, dims: MatDims | undefined, what: string): MatDims {
  const given = dims ?? [length, 1];
  if (
    given.length < 2 ||
    !given.every((axis) => Number.isSafeInteger(axis) && axis >= 0) ||
    elementCount(given) !== length
  ) {
    throw new MatValueError(`${what} of dimensions ${given.join(' x ')} can't have ${length} elements`);
  }
  return given;
}

/** A value from plain JavaScript. @throws mat-value. */
export function toMatValue(input: MatInput): MatValue {
  if (typeof input === 'number') return matNumeric([input]);
  if (typeof input === 'boolean') return matLogical([input]);
  if (typeof input === 'string') return matChar(input);
  return ArrayBuffer.isView(input) ? matNumeric(input) : input;
}

/**
 * A numeric array; a typed array gives its class, plain numbers give double.
 * @param values Column-major.
 * @param dims Default a column.
 * @throws mat-value when lengths disagree.
 * @example matNumeric(Float64Array.of(1, 2, 3, 4), [2, 2])
 */
export function matNumeric(
  values: MatNumbers | readonly number[],
  dims?: MatDims,
  imaginary: MatNumbers | null = null,
): MatNumeric {
  const numbers = ArrayBuffer.isView(values) ? values : Float64Array.from(values);
  if (
    imaginary !== null &&
    (imaginary.length !== numbers.length || classOfNumbers(imaginary) !== classOfNumbers(numbers))
  ) {
    throw new MatValueError(
      `an imaginary part of ${imaginary.length} elements beside ${numbers.length}, or of another class`,
    );
  }
  return {
    kind: 'numeric',
    className: classOfNumbers(numbers),
    dims: checkedDims(numbers.length, dims, 'a numeric array'),
    values: numbers,
    imaginary,
  };
}

/** A logical array; default a column. @throws mat-value when lengths disagree. */
export function matLogical(values: readonly boolean[] | Uint8Array, dims?: MatDims): MatLogical {
  const bytes = Uint8Array.from(values as ArrayLike<boolean | number>, (value) => (value ? 1 : 0));
  return { kind: 'logical', dims: checkedDims(bytes.length, dims, 'a logical array'), values: bytes };
}

/** A row of characters, 0 x 0 for an empty text. */
export function matChar(text: string): MatChar {
  return { kind: 'char', dims: [text === '' ? 0 : 1, text.length], text };
}

/** A cell array; default a column. @throws mat-value when lengths disagree. */
export function matCell(cells: readonly MatInput[], dims?: MatDims): MatCell {
  return { kind: 'cell', dims: checkedDims(cells.length, dims, 'a cell array'), cells: cells.map(toMatValue) };
}

/** A 1 x 1 struct. @example matStruct({ samplingRateHz: 1000, EMG: matNumeric(samples, [2000, 13]) }) */
export function matStruct(fields: Readonly<Record<string, MatInput>>): MatStruct {
  return matStructArray([fields]);
}

/** A struct array, default a column; every element has the fields of the first. @throws mat-value when fields differ. */
export function matStructArray(elements: readonly Readonly<Record<string, MatInput>>[], dims?: MatDims): MatStruct {
  const names = Object.keys(elements[0] ?? {});
  const differing = elements.findIndex(
    (element) => Object.keys(element).length !== names.length || !names.every((name) => Object.hasOwn(element, name)),
  );
  if (differing >= 0)
    throw new MatValueError(`element ${differing} of a struct array has other fields than ${names.join(', ')}`);
  const fields = new Map(names.map((name) => [name, elements.map((element) => toMatValue(element[name]))]));
  return { kind: 'struct', dims: checkedDims(elements.length, dims, 'a struct array'), fields };
}

/** A string array, default a column; null is `missing`. @throws mat-value when lengths disagree. */
export function matString(strings: readonly (string | null)[], dims?: MatDims): MatString {
  return { kind: 'string', dims: checkedDims(strings.length, dims, 'a string array'), strings };
}

/**
 * A datetime array, default a column.
 * @param epochMs Milliseconds since 1970-01-01: UTC with a time zone, else wall-clock time.
 * @throws mat-value when lengths disagree.
 */
export function matDatetime(
  epochMs: readonly number[] | Float64Array,
  { dims, timeZone = '' }: { readonly dims?: MatDims; readonly timeZone?: string } = {},
): MatDatetime {
  const values = Float64Array.from(epochMs);
  const checked = checkedDims(values.length, dims, 'a datetime array');
  return { kind: 'datetime', dims: checked, epochMs: values, epochRemainderMs: null, timeZone, format: '' };
}

/** A duration array in milliseconds, default a column. @throws mat-value when lengths disagree. */
export function matDuration(durationMs: readonly number[] | Float64Array, dims?: MatDims): MatDuration {
  const values = Float64Array.from(durationMs);
  return {
    kind: 'duration',
    dims: checkedDims(values.length, dims, 'a duration array'),
    durationMs: values,
    format: 'hh:mm:ss',
  };
}

/**
 * A categorical array from the name of each element, default a column; null is undefined.
 * @param categories Default the names that occur, sorted.
 * @throws mat-value when a name isn't a category, or lengths disagree.
 */
export function matCategorical(
  names: readonly (string | null)[],
  {
    dims,
    categories,
    ordinal = false,
  }: { readonly dims?: MatDims; readonly categories?: readonly string[]; readonly ordinal?: boolean } = {},
): MatCategorical {
  const known = categories ?? [...new Set(names.filter((name) => name !== null))].sort();
  const codes = Uint32Array.from(names, (name) => {
    const code = name === null ? 0 : known.indexOf(name) + 1;
    if (name !== null && code === 0) throw new MatValueError(`${name} isn't one of the categories ${known.join(', ')}`);
    return code;
  });
  return {
    kind: 'categorical',
    dims: checkedDims(codes.length, dims, 'a categorical array'),
    codes,
    categories: known,
    ordinal,
    isProtected: false,
  };
}

/**
 * A table from its columns, each with one row per row of the table.
 * @throws mat-value when columns differ in their number of rows, or a list of units, descriptions or row names has another length.
 * @example matTable({ Header: timesS, VL: emg }, { variableUnits: ['s', 'V'] })
 */
export function matTable(
  columns: Readonly<Record<string, MatInput>>,
  {
    rowNames = [],
    variableUnits = [],
    variableDescriptions = [],
    description = '',
  }: {
    readonly rowNames?: readonly string[];
    readonly variableUnits?: readonly string[];
    readonly variableDescriptions?: readonly string[];
    readonly description?: string;
  } = {},
): MatTable {
  const variableNames = Object.keys(columns);
  const values = variableNames.map((name) => toMatValue(columns[name]));
  const rowCount = values[0]?.dims[0] ?? rowNames.length;
  const uneven = values.findIndex((value) => value.dims[0] !== rowCount);
  if (uneven >= 0) {
    throw new MatValueError(
      `column ${variableNames[uneven]} has ${values[uneven].dims[0]} rows, the first column has ${rowCount}`,
    );
  }
  const perVariable = { variableUnits, variableDescriptions };
  for (const [name, list] of Object.entries(perVariable)) {
    if (list.length !== 0 && list.length !== values.length) {
      throw new MatValueError(`${name} has ${list.length} entries for ${values.length} columns`);
    }
  }
  if (rowNames.length !== 0 && rowNames.length !== rowCount) {
    throw new MatValueError(`rowNames has ${rowNames.length} entries for ${rowCount} rows`);
  }
  return {
    kind: 'table',
    dims: [rowCount, values.length],
    variableNames,
    columns: values,
    rowNames,
    ...perVariable,
    dimensionNames: ['Row', 'Variables'],
    description,
    properties: new Map(),
  };
}
