/** Base of every error this library throws; `tag` names the kind, the typed fields say where. */
export abstract class OpenSimError extends Error {
  abstract readonly tag: string;

  constructor(
    message: string,
    /** The file as the caller named it; empty when it was not named. */
    readonly source: string,
  ) {
    super(source === '' ? message : `${source}: ${message}`);
    this.name = new.target.name;
  }
}

/** Thrown when a header lacks what the format demands, such as `endheader` or the labels, or contradicts itself. */
export class HeaderError extends OpenSimError {
  readonly tag = 'HeaderError';

  constructor(
    source: string,
    /** Line of the file, from 1. */
    readonly line: number,
    expected: string,
    found: string,
  ) {
    super(`line ${line}: expected ${expected}, found ${found}`, source);
  }
}

/** Thrown when a row has more or fewer cells than there are labels. */
export class RowLengthError extends OpenSimError {
  readonly tag = 'RowLengthError';

  constructor(
    source: string,
    /** Line of the file, from 1. */
    readonly line: number,
    readonly expectedCells: number,
    readonly foundCells: number,
  ) {
    super(`line ${line}: expected ${expectedCells} cells, found ${foundCells}`, source);
  }
}

/** Thrown when a cell is neither a number nor a sign for a missing value. */
export class NumberError extends OpenSimError {
  readonly tag = 'NumberError';

  constructor(
    source: string,
    /** Line of the file, from 1. */
    readonly line: number,
    /** Label of the column. */
    readonly label: string,
    /** The offending text, shortened. */
    readonly cell: string,
  ) {
    super(`line ${line}, column ${label}: expected a number, found ${JSON.stringify(cell)}`, source);
  }
}

/** Thrown when the time of a row is missing or earlier than that of the row before. */
export class TimeOrderError extends OpenSimError {
  readonly tag = 'TimeOrderError';

  constructor(
    source: string,
    /** Zero-based row of the table. */
    readonly row: number,
    readonly previousS: number,
    readonly foundS: number,
  ) {
    super(`row ${row + 1}: expected a time of at least ${previousS} s, found ${foundS} s`, source);
  }
}

/** Thrown when a table has no column, or several columns, of the wanted label. */
export class LabelError extends OpenSimError {
  readonly tag = 'LabelError';

  constructor(
    readonly label: string,
    readonly matches: number,
    readonly labels: readonly string[],
  ) {
    super(`expected one column ${label}, found ${matches}; labels are: ${labels.join(', ')}`, '');
  }
}

/** Thrown when a unit is not stated, or is none that can be converted. */
export class UnitError extends OpenSimError {
  readonly tag = 'UnitError';

  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`expected ${expected}, found ${found}`, '');
  }
}

/** Thrown when a table that is to be written contradicts itself, for instance in the lengths of its columns. */
export class TableShapeError extends OpenSimError {
  readonly tag = 'TableShapeError';

  constructor(
    /** Label of the column, or what else does not fit. */
    readonly part: string,
    expected: string,
    found: string,
  ) {
    super(`${part}: expected ${expected}, found ${found}`, '');
  }
}

/** Whether a caught value is an error of this library. */
export function isOpenSimError(error: unknown): error is OpenSimError {
  return error instanceof OpenSimError;
}
