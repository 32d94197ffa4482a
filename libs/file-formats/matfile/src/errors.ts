/** Where in a file an error or a warning was met. */
export interface MatPlace {
  /** The file's path, or `(memory)`. */
  readonly file?: string;
  /** Name of the variable, or the path inside it. */
  readonly variable?: string;
  /** Byte offset in the file; for compressed variables, where the compressed element starts. */
  readonly offset?: number;
}

/** Base of every error that this library throws on purpose; `tag` tells them apart. */
export abstract class MatError extends Error {
  abstract readonly tag: string;
  readonly file: string | undefined;
  readonly variable: string | undefined;
  readonly offset: number | undefined;

  constructor(message: string, place: MatPlace = {}, cause?: unknown) {
    const where = [
      place.file !== undefined ? `file ${place.file}` : '',
      place.variable !== undefined ? `variable ${place.variable}` : '',
      place.offset !== undefined ? `byte ${place.offset}` : '',
    ].filter((part) => part !== '');
    super(where.length > 0 ? `${message} (${where.join(', ')})` : message, { cause });
    this.name = new.target.name;
    this.file = place.file;
    this.variable = place.variable;
    this.offset = place.offset;
  }
}

/** Thrown when the bytes contradict the MAT format: damaged, truncated, or not what their own counts say. */
export class MatCorruptError extends MatError {
  readonly tag = 'mat-corrupt';
}

/** Thrown when the source is no MAT file of a known version. */
export class MatFormatError extends MatError {
  readonly tag = 'mat-format';
}

/** Thrown when a file is legal but uses something this library doesn't read or can't write (VAX floats, for example). */
export class MatUnsupportedError extends MatError {
  readonly tag = 'mat-unsupported';
}

/** Thrown when reading would need more memory than `maxBytes` allows, or nests deeper than `maxDepth`. */
export class MatLimitError extends MatError {
  readonly tag = 'mat-limit';

  constructor(
    message: string,
    /** What the file asks for: bytes, or levels of nesting. */
    readonly requested: number,
    /** What the options allow. */
    readonly limit: number,
    place: MatPlace = {},
  ) {
    super(message, place);
  }
}

/** Thrown when a variable, field, column or index that was asked for isn't there. */
export class MatPathError extends MatError {
  readonly tag = 'mat-path';

  constructor(
    message: string,
    /** The whole path that was asked for. */
    readonly path: string,
    place: MatPlace = {},
  ) {
    super(message, place);
  }
}

/** Thrown when the operating system refuses to open, read or write the file. */
export class MatAccessError extends MatError {
  readonly tag = 'mat-access';
}

/** Thrown when a value can't be made or written: lengths that disagree, bad names, too large for the version. */
export class MatValueError extends MatError {
  readonly tag = 'mat-value';
}

/** Whether an error comes from this library; narrow further by `tag`. */
export function isMatError(error: unknown): error is MatError {
  return error instanceof MatError;
}
