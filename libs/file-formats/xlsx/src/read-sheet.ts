import { CellError, WorkbookError } from './errors';
import { dateOfSerial } from './number-formats';
import { attribute, resolveEscapes, xmlEvents } from './xml-events';

/** An error value in a cell, such as `#DIV/0!`. */
export interface CellFault {
  readonly error: string;
}

/**
 * Value of a cell; null where it is empty. Dates are as if written in UTC; times of day and durations stay numbers of
 * days.
 */
export type XlsxCell = number | string | boolean | Date | CellFault | null;

/** Rectangle of merged cells, zero-based and inclusive; only its top left cell has a value. */
export interface MergedRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** One worksheet. */
export interface XlsxSheet {
  readonly name: string;
  /** Rows from the first of the sheet; each ends with its last cell in use. */
  readonly rows: readonly (readonly XlsxCell[])[];
  readonly merges: readonly MergedRange[];
}

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly name: string;
  readonly part: string;
  readonly sharedStrings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly is1904: boolean;
  /** Cells up to the last one of every row, empty ones included. */
  readonly maxCells: number;
}

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;

/** Reads the cells and merged ranges of a worksheet. */
export function readSheet(xml: string, context: SheetContext): XlsxSheet {
  const { name, part } = context;
  const rows: XlsxCell[][] = [];
  const merges: MergedRange[] = [];
  let cellCount = 0;
  let row = -1;
  let column = -1;
  let cell: { type: string; style: number; text: string } | null = null;
  let inValue = false;
  let inPhonetic = false;
  for (const event of xmlEvents(xml, part)) {
    if (event.kind === 'text') {
      if (cell !== null && inValue && !inPhonetic) cell.text += event.text;
    } else if (event.kind === 'open') {
      if (event.name === 'row') {
        const stated = attribute(event.attributes, 'r');
        row = stated === undefined ? row + 1 : Number(stated) - 1;
        column = -1;
        if (!(Number.isInteger(row) && row >= 0 && row < MAX_ROWS))
          throw new WorkbookError(part, `a row from 1 to ${MAX_ROWS}`, stated ?? String(row + 1));
      } else if (event.name === 'c') {
        const stated = attribute(event.attributes, 'r');
        [row, column] = stated === undefined ? [Math.max(row, 0), column + 1] : positionOf(stated, part);
        if (column >= MAX_COLUMNS) throw new WorkbookError(part, `at most ${MAX_COLUMNS} columns`, String(column + 1));
        cell = {
          type: attribute(event.attributes, 't') ?? 'n',
          style: Number(attribute(event.attributes, 's') ?? 0),
          text: '',
        };
      } else if (event.name === 'v' || event.name === 't') inValue = true;
      else if (event.name === 'rPh') inPhonetic = true;
      else if (event.name === 'mergeCell') merges.push(rangeOf(attribute(event.attributes, 'ref') ?? '', part));
    } else if (event.name === 'v' || event.name === 't') inValue = false;
    else if (event.name === 'rPh') inPhonetic = false;
    else if (event.name === 'c' && cell !== null) {
      const value = valueOf(cell, context, referenceOf(row, column));
      cell = null;
      if (value === null) continue;
      while (rows.length <= row) rows.push([]);
      const cells = rows[row];
      cellCount += Math.max(0, column + 1 - cells.length);
      if (cellCount > context.maxCells)
        throw new CellError(name, referenceOf(row, column), `at most ${context.maxCells} cells`, 'more');
      while (cells.length <= column) cells.push(null);
      cells[column] = value;
    }
  }
  return { name, rows, merges };
}

function valueOf(
  cell: { type: string; style: number; text: string },
  context: SheetContext,
  reference: string,
): XlsxCell {
  const { type, style, text } = cell;
  const fail = (expected: string): never => {
    throw new CellError(context.name, reference, expected, JSON.stringify(text.slice(0, 40)));
  };
  switch (type) {
    case 's': {
      if (text === '') return null;
      return context.sharedStrings[Number(text)] ?? fail(`an index below ${context.sharedStrings.length}`);
    }
    case 'inlineStr':
    case 'str':
      return resolveEscapes(text);
    case 'b':
      return text === '' ? null : /^(1|true)$/i.test(text) ? true : /^(0|false)$/i.test(text) ? false : fail('0 or 1');
    case 'e':
      return { error: text };
    case 'd': {
      if (text === '') return null;
      const isZoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T');
      const date = new Date(isZoned ? text : `${text}Z`);
      return Number.isNaN(date.getTime()) ? fail('an ISO 8601 date') : date;
    }
    case 'n': {
      if (text.trim() === '') return null;
      if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text)) return fail('a number');
      const number = Number(text);
      return context.dateStyles[style] ? (dateOfSerial(number, context.is1904) ?? number) : number;
    }
    default:
      throw new CellError(context.name, reference, 'a cell type n, s, str, inlineStr, b, e or d', type);
  }
}

/** Texts of the shared strings part; rich text is joined, phonetic hints are left out. */
export function readSharedStrings(xml: string, part: string): string[] {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let inPhonetic = false;
  for (const event of xmlEvents(xml, part)) {
    if (event.kind === 'text') {
      if (inText && !inPhonetic) text += event.text;
    } else if (event.name === 't') inText = event.kind === 'open';
    else if (event.name === 'rPh') inPhonetic = event.kind === 'open';
    else if (event.name === 'si') {
      if (event.kind === 'close') strings.push(resolveEscapes(text));
      text = '';
    }
  }
  return strings;
}

/** Name of a cell, such as `B7`, from its zero-based position. */
export function referenceOf(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}

function positionOf(reference: string, part: string): [row: number, column: number] {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference);
  const row = Number(match?.[2] ?? 0) - 1;
  if (match === null || row < 0 || row >= MAX_ROWS)
    throw new WorkbookError(part, 'a cell reference such as B7', JSON.stringify(reference.slice(0, 20)));
  const column = [...match[1].toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return [row, column];
}

function rangeOf(reference: string, part: string): MergedRange {
  const [first, last = first] = reference.split(':');
  const [top, left] = positionOf(first, part);
  const [bottom, right] = positionOf(last, part);
  return { top, left, bottom, right };
}
