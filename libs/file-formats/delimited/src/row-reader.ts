import { selectColumns, type ColumnSelector } from './column-selection';
import { LayoutError, LineTooLongError, OptionError } from './errors';
import type { DelimitedColumn, DelimitedLayout, LayoutOptions } from './layout';
import { LineScanner, NUMBER, SKIP, TEXT, type BadCellPolicy, type RaggedLinePolicy } from './line-scanner';
import { sniffLayout } from './sniff-layout';
import { chunkDecoder, sniffEncoding } from './text-encoding';

/** Bytes at the beginning of a file that are looked at to find its layout. */
export const SAMPLE_BYTES = 1 << 18;
/** Numbers that are read before they are handed on; 1 MiB stays in the processor's cache. */
const BLOCK_CELLS = 1 << 17;
const DEFAULT_MAX_LINE_BYTES = 1 << 24;

/** What to read of a table and how to treat its irregular parts. */
export interface ReadOptions extends LayoutOptions {
  /** Columns to read as numbers (default: every column that holds numbers in the first lines, or nothing). */
  readonly select?: readonly ColumnSelector[];
  /** Columns to read as text; `all` means every column that holds text in the first lines (default: none). */
  readonly text?: readonly ColumnSelector[] | 'all';
  /** Lines with too few or too many cells: throw, drop and count, or fill up short ones and count (default: throw). */
  readonly raggedLines?: RaggedLinePolicy;
  /** Cells of numeric columns that hold other text: throw, or read NaN and count (default: throw). */
  readonly badCells?: BadCellPolicy;
  /** Longest line in bytes, a bound on memory (default: 16 MiB). */
  readonly maxLineBytes?: number;
}

/** Finds the layout in the head of a source, then cuts the bytes that follow into whole lines and reads them. */
export class RowReader {
  readonly layout: DelimitedLayout;
  /** The columns that are read, in the order of the file. */
  readonly columns: readonly DelimitedColumn[];
  /** Whether each of `columns` is read as text. */
  readonly isText: readonly boolean[];
  readonly scanner: LineScanner;

  private readonly decode: (chunk: Uint8Array, last: boolean) => Uint8Array;
  private readonly newline: number;
  private readonly maxLineBytes: number;
  private readonly source: string;
  /** Decoded bytes; those before `position` are read, those before `wholeLines` are complete lines. */
  private bytes: Uint8Array;
  private position: number;
  private wholeLines: number;
  private filled: number;
  private ownsBytes = false;

  constructor(head: Uint8Array, complete: boolean, options: ReadOptions) {
    checkOptions(options);
    const { source = '', maxLineBytes = DEFAULT_MAX_LINE_BYTES } = options;
    const encoding = sniffEncoding(head.subarray(0, SAMPLE_BYTES));
    this.source = source;
    this.maxLineBytes = maxLineBytes;
    this.decode = chunkDecoder(encoding);
    this.bytes = this.decode(head, complete);
    const sample = this.bytes.subarray(0, SAMPLE_BYTES);
    const sniffed = sniffLayout(sample, complete && sample.length === this.bytes.length, encoding.name, options);
    this.layout = sniffed.layout;
    this.newline = this.layout.lineEnd === '\r' ? 0x0d : 0x0a;
    this.position = sniffed.firstRowOffset;
    this.filled = this.bytes.length;
    this.wholeLines = Math.max(this.position, this.bytes.lastIndexOf(this.newline) + 1);

    const all = this.layout.columns;
    const texts = new Set(
      options.text === 'all'
        ? all.filter(({ kind }) => kind === 'text')
        : selectColumns(all, options.text ?? [], source),
    );
    const numbers = new Set(
      options.select === undefined
        ? all.filter((column) => column.kind !== 'text' && !texts.has(column))
        : selectColumns(all, options.select, source),
    );
    const both = [...texts].find((column) => numbers.has(column));
    if (both !== undefined) throw new OptionError('text', 'columns that are not selected as numbers too', both.name);
    if (texts.size + numbers.size === 0) {
      throw new LayoutError('expected a numeric column, found only text; name the columns in the option text', source);
    }
    this.columns = all.filter((column) => texts.has(column) || numbers.has(column));
    this.isText = this.columns.map((column) => texts.has(column));
    this.scanner = new LineScanner(
      {
        source,
        delimiter: (this.layout.delimiter === 'blanks' ? ' ' : this.layout.delimiter).charCodeAt(0),
        decimalMark: this.layout.decimalMark.charCodeAt(0),
        newline: this.newline,
        actions: Uint8Array.from(all, (column) => (texts.has(column) ? TEXT : numbers.has(column) ? NUMBER : SKIP)),
        columnNames: all.map(({ name }) => name),
        missingTexts: options.missingTexts ?? [],
        raggedLines: options.raggedLines ?? 'throw',
        badCells: options.badCells ?? 'throw',
      },
      this.layout.firstRowLine - 1,
      // Every number of a small table takes at least one byte.
      complete ? Math.min(BLOCK_CELLS, this.bytes.length) : BLOCK_CELLS,
    );
  }

  /** Fills the scanner's buffers; false when the complete lines are used up. */
  readRows(): boolean {
    this.scanner.clear();
    if (this.position >= this.wholeLines) return false;
    this.position = this.scanner.scan(this.bytes, this.position, this.wholeLines);
    return true;
  }

  /** Adds the next chunk of the source; all complete lines must have been read before. */
  append(chunk: Uint8Array): void {
    this.appendDecoded(this.decode(chunk, false));
    const pending = this.filled - this.position;
    if (this.wholeLines === this.position && pending > this.maxLineBytes) {
      throw new LineTooLongError(this.source, this.scanner.lineNumber + 1, this.maxLineBytes);
    }
  }

  /** Ends the source: a last line without line end counts as complete. */
  finish(): void {
    this.appendDecoded(this.decode(new Uint8Array(0), true));
    if (this.filled > this.wholeLines) this.appendDecoded(Uint8Array.of(this.newline));
  }

  private appendDecoded(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const pending = this.bytes.subarray(this.position, this.filled);
    const needed = pending.length + chunk.length;
    const target = this.ownsBytes && needed <= this.bytes.length ? this.bytes : new Uint8Array(2 * needed);
    target.set(pending);
    target.set(chunk, pending.length);
    this.wholeLines = Math.max(this.wholeLines - this.position, 0);
    const lastLineEnd = chunk.lastIndexOf(this.newline);
    if (lastLineEnd >= 0) this.wholeLines = pending.length + lastLineEnd + 1;
    this.bytes = target;
    this.ownsBytes = true;
    this.position = 0;
    this.filled = needed;
  }
}

function checkOptions({ maxLineBytes, firstRowLine, headerLine }: ReadOptions): void {
  const positive = { maxLineBytes, firstRowLine, headerLine };
  for (const [option, value] of Object.entries(positive)) {
    if (value !== undefined && value !== null && !(Number.isInteger(value) && value > 0)) {
      throw new OptionError(option, 'a positive whole number', value);
    }
  }
}
