/** MATLAB's numeric classes. */
export type MatNumericClass =
  'double' | 'single' | 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64';

/** The typed array that holds a numeric class; the 64-bit integer classes hold bigints, so no digit is lost. */
export type MatNumbers =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** MATLAB dimensions, at least two; all arrays here are column-major. */
export type MatDims = readonly number[];

/** A full numeric array. */
export interface MatNumeric {
  readonly kind: 'numeric';
  readonly className: MatNumericClass;
  readonly dims: MatDims;
  /** Column-major; the real part of a complex array. */
  readonly values: MatNumbers;
  /** The imaginary part, or null for a real array. */
  readonly imaginary: MatNumbers | null;
}

/** A logical array: 0 or 1 per element. */
export interface MatLogical {
  readonly kind: 'logical';
  readonly dims: MatDims;
  readonly values: Uint8Array;
}

/** A char array: UTF-16 code units, column-major (for a row vector simply the text). */
export interface MatChar {
  readonly kind: 'char';
  readonly dims: MatDims;
  readonly text: string;
}

/** A cell array. */
export interface MatCell {
  readonly kind: 'cell';
  readonly dims: MatDims;
  readonly cells: readonly MatValue[];
}

/** A struct array: for each field one value per element, column-major. */
export interface MatStruct {
  readonly kind: 'struct';
  readonly dims: MatDims;
  readonly fields: ReadonlyMap<string, readonly MatValue[]>;
}

/** Properties of one object by name. */
export type MatProperties = ReadonlyMap<string, MatValue>;

/** An array of objects of a class that has no typed form here: user classes, old-style classes. Null is a deleted handle. */
export interface MatObject {
  readonly kind: 'object';
  readonly className: string;
  readonly dims: MatDims;
  readonly elements: readonly (MatProperties | null)[];
}

/** A sparse matrix in compressed-column form with 0-based indices. */
export interface MatSparse {
  readonly kind: 'sparse';
  readonly dims: MatDims;
  readonly logical: boolean;
  /** Row of each stored value. */
  readonly rowIndices: Uint32Array;
  /** Where each column's values start; one more entry than columns. */
  readonly columnPointers: Uint32Array;
  readonly values: Float64Array;
  readonly imaginary: Float64Array | null;
}

/** A function handle, described and never evaluated. */
export interface MatFunctionHandle {
  readonly kind: 'functionHandle';
  readonly dims: MatDims;
  /** The function's name or, for an anonymous one, its text; empty where the file doesn't say. */
  readonly text: string;
  /** What the file holds about it. */
  readonly description: MatValue;
}

/** An object this library doesn't decode (Java, COM, damaged or newer than known), with what the file holds of it. */
export interface MatOpaque {
  readonly kind: 'opaque';
  readonly typeSystem: string;
  readonly className: string;
  readonly dims: MatDims;
  readonly content: MatValue;
}

/** A `string` array; null is `missing`. */
export interface MatString {
  readonly kind: 'string';
  readonly dims: MatDims;
  readonly strings: readonly (string | null)[];
}

/** A `datetime` array in milliseconds since 1970-01-01: UTC where `timeZone` is set, else wall-clock time. NaN is NaT. */
export interface MatDatetime {
  readonly kind: 'datetime';
  readonly dims: MatDims;
  readonly epochMs: Float64Array;
  /** What is left of each instant below the precision of `epochMs`, in milliseconds; null where all are zero. */
  readonly epochRemainderMs: Float64Array | null;
  readonly timeZone: string;
  /** Display format only. */
  readonly format: string;
}

/** A `duration` array in milliseconds. */
export interface MatDuration {
  readonly kind: 'duration';
  readonly dims: MatDims;
  readonly durationMs: Float64Array;
  readonly format: string;
}

/** A `calendarDuration` array: months, days and milliseconds that add up. */
export interface MatCalendarDuration {
  readonly kind: 'calendarDuration';
  readonly dims: MatDims;
  readonly months: Float64Array;
  readonly days: Float64Array;
  readonly durationMs: Float64Array;
  readonly format: string;
}

/** A `categorical` array: code 0 is undefined, code k is the k-th category. */
export interface MatCategorical {
  readonly kind: 'categorical';
  readonly dims: MatDims;
  readonly codes: Uint32Array;
  readonly categories: readonly string[];
  readonly ordinal: boolean;
  readonly isProtected: boolean;
}

/** A `table`: one value per variable, each with as many rows as the table. */
export interface MatTable {
  readonly kind: 'table';
  /** Rows, variables. */
  readonly dims: MatDims;
  readonly variableNames: readonly string[];
  readonly columns: readonly MatValue[];
  /** Empty, or one per row. */
  readonly rowNames: readonly string[];
  /** Empty, or one per variable. */
  readonly variableUnits: readonly string[];
  readonly variableDescriptions: readonly string[];
  readonly dimensionNames: readonly string[];
  readonly description: string;
  /** Whatever else the file keeps about the table, undecoded. */
  readonly properties: MatProperties;
}

/** The row times of a regular timetable, as the file keeps them. */
export interface MatRegularTimes {
  readonly origin: MatDatetime | MatDuration;
  readonly specifiedAsRate: boolean;
  readonly stepSize: MatValue;
  readonly sampleRateHz: number;
}

/** A `timetable`: a table whose rows have times. */
export interface MatTimetable {
  readonly kind: 'timetable';
  readonly dims: MatDims;
  readonly variableNames: readonly string[];
  readonly columns: readonly MatValue[];
  readonly rowTimes: MatDatetime | MatDuration;
  /** How the row times were given, where the file states a rate or a step in place of each time. */
  readonly regularTimes: MatRegularTimes | null;
  readonly variableUnits: readonly string[];
  readonly variableDescriptions: readonly string[];
  readonly dimensionNames: readonly string[];
  readonly properties: MatProperties;
}

/** A `containers.Map`. */
export interface MatMap {
  readonly kind: 'map';
  readonly dims: MatDims;
  readonly keyType: string;
  readonly valueType: string;
  /** Texts or numbers; bigints where the keys are 64-bit integers. */
  readonly keys: readonly (string | number | bigint)[];
  readonly values: readonly MatValue[];
}

/** A `dictionary`: the i-th key belongs to the i-th value. */
export interface MatDictionary {
  readonly kind: 'dictionary';
  readonly dims: MatDims;
  /** Null where the dictionary was never given a type. */
  readonly keys: MatValue | null;
  readonly values: MatValue | null;
}

/** An array of enumeration members. */
export interface MatEnumeration {
  readonly kind: 'enumeration';
  readonly className: string;
  /** The built-in class the enumeration is derived from, or an empty text. */
  readonly baseClassName: string;
  readonly dims: MatDims;
  /** The name of each element. */
  readonly members: readonly string[];
  /** The underlying value of each element, where the file keeps values. */
  readonly memberValues: readonly MatValue[];
}

/** Any MATLAB value; `kind` tells them apart. */
export type MatValue =
  | MatNumeric
  | MatLogical
  | MatChar
  | MatCell
  | MatStruct
  | MatObject
  | MatSparse
  | MatFunctionHandle
  | MatOpaque
  | MatString
  | MatDatetime
  | MatDuration
  | MatCalendarDuration
  | MatCategorical
  | MatTable
  | MatTimetable
  | MatMap
  | MatDictionary
  | MatEnumeration;

/** Number of elements that dimensions stand for. */
export function elementCount(dims: MatDims): number {
  return dims.reduce((product, length) => product * length, 1);
}

/** What MATLAB saves for "nothing": a 0 x 0 double. */
export function emptyDouble(): MatNumeric {
  return { kind: 'numeric', className: 'double', dims: [0, 0], values: new Float64Array(0), imaginary: null };
}
