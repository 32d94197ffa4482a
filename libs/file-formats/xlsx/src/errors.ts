/** Base of every error this library throws; `tag` names the kind, the typed fields say where. */
export abstract class XlsxError extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when the ZIP archive is damaged, encrypted, or compressed in a way that spreadsheets do not use. */
export class ArchiveError extends XlsxError {
  readonly tag = 'ArchiveError';

  constructor(
    /** Byte offset in the file at which the fault was seen. */
    readonly byteOffset: number,
    expected: string,
    found: string,
  ) {
    super(`byte ${byteOffset}: expected ${expected}, found ${found}`);
  }
}

/** Thrown when a part of the workbook would inflate to more bytes than allowed, as a ZIP bomb does. */
export class InflationError extends XlsxError {
  readonly tag = 'InflationError';

  constructor(
    /** Name of the part inside the archive. */
    readonly part: string,
    readonly maxInflatedBytes: number,
  ) {
    super(`${part}: expected at most ${maxInflatedBytes} bytes of all parts read, found more`);
  }
}

/** Thrown when a part of the workbook is missing, is no XML, or refers to what is not there. */
export class WorkbookError extends XlsxError {
  readonly tag = 'WorkbookError';

  constructor(
    /** Name of the part inside the archive. */
    readonly part: string,
    expected: string,
    found: string,
  ) {
    super(`${part}: expected ${expected}, found ${found}`);
  }
}

/** Thrown when a cell cannot be understood or lies outside the bounds of a sheet. */
export class CellError extends XlsxError {
  readonly tag = 'CellError';

  constructor(
    readonly sheet: string,
    /** Reference of the cell, such as `B7`. */
    readonly cell: string,
    expected: string,
    found: string,
  ) {
    super(`sheet ${sheet}, cell ${cell}: expected ${expected}, found ${found}`);
  }
}

/** Thrown when the workbook has no sheet of the wanted name or number. */
export class SheetNotFoundError extends XlsxError {
  readonly tag = 'SheetNotFoundError';

  constructor(
    readonly wanted: string | number,
    readonly sheetNames: readonly string[],
  ) {
    super(
      `expected a sheet ${JSON.stringify(wanted)}, found ${sheetNames.map((name) => JSON.stringify(name)).join(', ')}`,
    );
  }
}

/** Thrown when a table has no column, or several columns, of the wanted heading. */
export class HeadingError extends XlsxError {
  readonly tag = 'HeadingError';

  constructor(
    readonly heading: string,
    readonly matches: number,
    readonly headings: readonly string[],
  ) {
    super(`expected one column ${JSON.stringify(heading)}, found ${matches}; headings are: ${headings.join(', ')}`);
  }
}

/** Whether a caught value is an error of this library. */
export function isXlsxError(error: unknown): error is XlsxError {
  return error instanceof XlsxError;
}
