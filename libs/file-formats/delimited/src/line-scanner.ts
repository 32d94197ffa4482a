import { readDecimal, type DecimalCursor } from './decimal';
import { NotANumberError, RaggedLineError, UnclosedQuoteError } from './errors';
import { NumberScan } from './number-scan';
import { INFINITE_VALUE_TEXTS, MISSING_VALUE_TEXTS } from './missing-values';

export const SKIP = 0;
export const NUMBER = 1;
export const TEXT = 2;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
/** Rows of a table without numbers that are read in one go. */
const MAX_TEXT_ROWS = 65_536;

/** What to do with a line that has too few or too many cells. */
export type RaggedLinePolicy = 'throw' | 'skip' | 'pad';
/** What to do with a cell of a numeric column that is no number. */
export type BadCellPolicy = 'throw' | 'nan';

/** How lines are cut into cells, and what is wanted of them. */
export interface ScanPlan {
  readonly source: string;
  /** Byte between cells; a blank means runs of blanks and tabs. */
  readonly delimiter: number;
  readonly decimalMark: number;
  /** Byte that ends a line: line feed, or carriage return in files that have only that. */
  readonly newline: number;
  /** One of SKIP, NUMBER and TEXT per column of the file. */
  readonly actions: Uint8Array;
  readonly columnNames: readonly string[];
  readonly missingTexts: readonly string[];
  readonly raggedLines: RaggedLinePolicy;
  readonly badCells: BadCellPolicy;
}

/** Counts of what was not an ordinary number or line. */
export interface ScanCounts {
  /** Numeric cells that were empty or held a sign for a missing value; read as NaN. */
  missingCells: number;
  /** Numeric cells that held something else; read as NaN under the policy `nan`. */
  badCells: number;
  /** Lines dropped under the policy `skip`. */
  skippedLines: number;
  /** Short lines filled up with missing values under the policy `pad`. */
  paddedLines: number;
}

interface BadCell {
  readonly column: number;
  readonly text: string;
}

/** Decodes the text of a cell: UTF-8, or Windows-1252 where the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** Reads whole lines into a row-major buffer of numbers and one list of strings per text column. */
export class LineScanner {
  /** Numbers of the rows read, row after row. */
  readonly cells: Float64Array;
  /** Texts of the rows read, one list per text column. */
  readonly texts: string[][];
  readonly counts: ScanCounts = { missingCells: 0, badCells: 0, skippedLines: 0, paddedLines: 0 };
  /** Rows now in `cells` and `texts`. */
  rowCount = 0;

  private readonly numbersPerRow: number;
  /** Reads lines of plain numbers; a table with texts goes line by line through `scanLine`. */
  private readonly ordinary: NumberScan | null;
  private readonly cursor: DecimalCursor = { end: 0 };
  private readonly missing: ReadonlySet<string>;
  private bad: BadCell | null = null;

  /**
   * @param line number of the last line before the first one to be read
   * @param minCells room for numbers; at least one row always fits
   */
  constructor(
    private readonly plan: ScanPlan,
    private line: number,
    minCells: number,
  ) {
    this.numbersPerRow = plan.actions.filter((action) => action === NUMBER).length;
    const room = Math.max(minCells, this.numbersPerRow);
    this.ordinary = plan.actions.includes(TEXT) ? null : new NumberScan(plan, this.numbersPerRow, room);
    this.cells = this.ordinary?.cells ?? new Float64Array(room);
    this.texts = Array.from(
      plan.actions.filter((action) => action === TEXT),
      () => [],
    );
    this.missing = new Set([...MISSING_VALUE_TEXTS, ...plan.missingTexts.map((text) => text.trim().toLowerCase())]);
  }

  /** Number of the last line that was read, from 1. */
  get lineNumber(): number {
    return this.line;
  }

  /** Forgets the rows read, so that the buffers can be filled again. */
  clear(): void {
    this.rowCount = 0;
    for (let i = 0; i < this.texts.length; i++) this.texts[i] = [];
  }

  /**
   * Reads lines until the bytes or the room for numbers end.
   *
   * @param bytes text in which the byte before `end` ends a line
   * @returns offset of the first line that was not read
   */
  scan(bytes: Uint8Array, start: number, end: number): number {
    const { ordinary, cells, numbersPerRow } = this;
    const maxRows = numbersPerRow === 0 ? MAX_TEXT_ROWS : Math.floor(cells.length / numbersPerRow);
    let p = start;
    ordinary?.forget();
    while (p < end && this.rowCount < maxRows) {
      if (ordinary !== null) {
        const read = ordinary.scan(bytes, p, end, this.rowCount);
        this.line += read.lines;
        this.rowCount += read.rows;
        this.counts.missingCells += read.missing;
        p = read.end;
        if (!read.unusual) continue;
      }
      p = this.scanLine(bytes, p);
    }
    return p;
  }

  /** Reads one line of any kind; returns the offset of the next one. */
  private scanLine(bytes: Uint8Array, start: number): number {
    const { delimiter, decimalMark, newline, actions } = this.plan;
    const { cells, counts, cursor } = this;
    const width = actions.length;
    const collapse = delimiter === BLANK;
    const carriageReturn = newline === LINE_FEED ? CARRIAGE_RETURN : -1;
    const endsCell = (byte: number): boolean => byte === delimiter || byte === newline || (collapse && byte === TAB);
    const skipBlanks = (from: number, tabs: boolean): number => {
      let q = from;
      while (bytes[q] === BLANK || (tabs && bytes[q] === TAB)) q++;
      return bytes[q] === carriageReturn && bytes[q + 1] === newline ? q + 1 : q;
    };
    const { missingCells, badCells } = counts;
    this.line++;
    let next = this.rowCount * this.numbersPerRow;
    let p = skipBlanks(start, collapse);
    if (bytes[p] === newline) return p + 1;

    let column = 0;
    let cellStart = p;
    for (;;) {
      // `p` stands on the first byte of a cell that is not a blank.
      cellStart = p;
      const action = column < width ? actions[column] : SKIP;
      if (action === NUMBER) {
        let value = readDecimal(bytes, cellStart, decimalMark, cursor);
        if (cursor.end >= 0) p = collapse ? cursor.end : skipBlanks(cursor.end, false);
        if (bytes[p] === carriageReturn && bytes[p + 1] === newline) p++;
        if (cursor.end < 0 || !endsCell(bytes[p])) {
          value = this.readUnusualNumber(bytes, cellStart, column);
          p = cursor.end;
        }
        cells[next++] = value;
      } else if (action === TEXT) {
        this.texts[this.textIndex(column)].push(this.readText(bytes, cellStart, column));
        p = cursor.end;
      } else p = this.findCellEnd(bytes, cellStart, column);

      column++;
      if (bytes[p] === newline) break;
      const nextCell = skipBlanks(p + 1, collapse);
      if (collapse && bytes[nextCell] === newline) {
        p = nextCell;
        break;
      }
      p = nextCell;
    }

    const trailingDelimiter = column === width + 1 && isBlank(bytes, cellStart, p);
    if (column !== width && !trailingDelimiter) {
      if (!this.settleRaggedLine(column, next)) {
        counts.missingCells = missingCells;
        counts.badCells = badCells;
        return p + 1;
      }
    } else if (this.bad !== null) this.settleBadCell(this.bad);
    this.rowCount++;
    return p + 1;
  }

  private textIndex(column: number): number {
    let index = 0;
    for (let c = 0; c < column; c++) if (this.plan.actions[c] === TEXT) index++;
    return index;
  }

  /** Offset of the delimiter or line end behind the cell that starts at `start`. */
  private findCellEnd(bytes: Uint8Array, start: number, column: number): number {
    const { delimiter, newline } = this.plan;
    let p = start;
    if (bytes[p] === QUOTE) {
      for (p++; ; p++) {
        if (bytes[p] === newline) throw new UnclosedQuoteError(this.plan.source, this.line, column + 1);
        if (bytes[p] !== QUOTE) continue;
        if (bytes[p + 1] !== QUOTE) break;
        p++;
      }
    }
    while (bytes[p] !== delimiter && bytes[p] !== newline && !(delimiter === BLANK && bytes[p] === TAB)) p++;
    return p;
  }

  /** The text of a cell without surrounding blanks and quotation marks; leaves the cursor behind the cell. */
  private readText(bytes: Uint8Array, start: number, column: number): string {
    const end = this.findCellEnd(bytes, start, column);
    this.cursor.end = end;
    const text = decodeText(bytes.subarray(start, end)).trim();
    return text.length > 1 && text.startsWith('"') && text.endsWith('"')
      ? text.slice(1, -1).replaceAll('""', '"')
      : text;
  }

  /** A missing, infinite or quoted number; NaN and a note of the bad cell for anything else. */
  private readUnusualNumber(bytes: Uint8Array, start: number, column: number): number {
    const text = this.readText(bytes, start, column).trim();
    const lower = text.toLowerCase();
    if (lower === '' || this.missing.has(lower)) {
      this.counts.missingCells++;
      return NaN;
    }
    const infinite = INFINITE_VALUE_TEXTS[lower];
    if (infinite !== undefined) return infinite;
    const end = this.cursor.end;
    const unquoted = new TextEncoder().encode(`${text}\n`);
    const value = readDecimal(unquoted, 0, this.plan.decimalMark, this.cursor);
    const isNumber = this.cursor.end === unquoted.length - 1;
    this.cursor.end = end;
    if (isNumber) return value;
    this.bad ??= { column, text: text.length > 40 ? `${text.slice(0, 40)}...` : text };
    this.counts.badCells++;
    return NaN;
  }

  private settleBadCell(bad: BadCell): void {
    this.bad = null;
    if (this.plan.badCells === 'nan') return;
    throw new NotANumberError(this.plan.source, this.line, bad.column + 1, this.plan.columnNames[bad.column], bad.text);
  }

  /** Pads the short line, or drops the line and returns false. */
  private settleRaggedLine(found: number, firstFree: number): boolean {
    const { actions, raggedLines, source } = this.plan;
    const width = actions.length;
    if (raggedLines === 'pad' && found < width) {
      if (this.bad !== null) this.settleBadCell(this.bad);
      this.counts.paddedLines++;
      let next = firstFree;
      for (let column = found; column < width; column++) {
        if (actions[column] === NUMBER) {
          this.cells[next++] = NaN;
          this.counts.missingCells++;
        } else if (actions[column] === TEXT) this.texts[this.textIndex(column)].push('');
      }
      return true;
    }
    if (raggedLines !== 'skip') throw new RaggedLineError(source, this.line, width, found);
    this.bad = null;
    this.counts.skippedLines++;
    for (const text of this.texts) text.length = this.rowCount;
    return false;
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++)
    if (bytes[p] !== BLANK && bytes[p] !== TAB && bytes[p] !== CARRIAGE_RETURN) return false;
  return true;
}
