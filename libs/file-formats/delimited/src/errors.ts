/** Base of every error this library throws; `tag` names the kind, the typed fields say where. */
export abstract class DelimitedError extends Error {
  abstract readonly tag: string;

  constructor(
    message: string,
    /** The file or stream as the caller named it; empty when it was not named. */
    readonly source: string,
  ) {
    super(source === '' ? message : `${source}: ${message}`);
    this.name = new.target.name;
  }
}

/** Thrown when no table can be found in the text: empty input, binary data, or an explicit layout that does not fit. */
export class LayoutError extends DelimitedError {
  readonly tag = 'LayoutError';
}

/** Thrown when a cell of a numeric column holds neither a number nor a known sign for a missing value. */
export class NotANumberError extends DelimitedError {
  readonly tag = 'NotANumberError';

  constructor(
    source: string,
    /** Line of the file, from 1. */
    readonly line: number,
    /** Column of the table, from 1. */
    readonly column: number,
    readonly columnName: string,
    /** The offending text, shortened. */
    readonly cell: string,
  ) {
    super(`line ${line}, column ${column} (${columnName}): expected a number, found ${JSON.stringify(cell)}`, source);
  }
}

/** Thrown when a line has more or fewer cells than the table has columns. */
export class RaggedLineError extends DelimitedError {
  readonly tag = 'RaggedLineError';

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

/** Thrown when a quoted cell is not closed on its own line. */
export class UnclosedQuoteError extends DelimitedError {
  readonly tag = 'UnclosedQuoteError';

  constructor(
    source: string,
    /** Line of the file, from 1. */
    readonly line: number,
    /** Column of the table, from 1. */
    readonly column: number,
  ) {
    super(`line ${line}, column ${column}: expected a closing quotation mark before the end of the line`, source);
  }
}

/** Thrown when a selector matches no column, or one name matches several. */
export class ColumnSelectionError extends DelimitedError {
  readonly tag = 'ColumnSelectionError';

  constructor(
    source: string,
    /** The selector as text. */
    readonly selector: string,
    /** Zero-based indices of the columns that matched. */
    readonly matches: readonly number[],
    /** Names of all columns of the table. */
    readonly columnNames: readonly string[],
  ) {
    const found = matches.length === 0 ? 'none' : `${matches.length}, at indices ${matches.join(', ')}`;
    super(`expected one column for ${selector}, found ${found}; columns are: ${shortList(columnNames)}`, source);
  }
}

/** Thrown when a line is longer than `maxLineBytes`, which bounds the memory that broken input can take. */
export class LineTooLongError extends DelimitedError {
  readonly tag = 'LineTooLongError';

  constructor(
    source: string,
    /** Line of the file, from 1. */
    readonly line: number,
    readonly maxLineBytes: number,
  ) {
    super(`line ${line}: expected at most ${maxLineBytes} bytes before the end of the line, found more`, source);
  }
}

/** Thrown when an option has a value outside its domain. */
export class OptionError extends DelimitedError {
  readonly tag = 'OptionError';

  constructor(
    readonly option: string,
    expected: string,
    found: unknown,
  ) {
    super(`option ${option}: expected ${expected}, found ${String(found)}`, '');
  }
}

/** Whether a caught value is an error of this library. */
export function isDelimitedError(error: unknown): error is DelimitedError {
  return error instanceof DelimitedError;
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 40).map((name) => JSON.stringify(name));
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
