import { chunksOf, type ByteSource } from './byte-source';
import { ColumnSelectionError } from './errors';
import type { DelimitedColumn, DelimitedLayout, LayoutOptions } from './layout';
import type { ScanCounts } from './line-scanner';
import { RowReader, SAMPLE_BYTES, type ReadOptions } from './row-reader';
import { sniffLayout } from './sniff-layout';
import { chunkDecoder, sniffEncoding } from './text-encoding';

/** The cells of one column: numbers with NaN where a value is missing, or texts. */
export type ColumnValues = Float64Array | string[];

/** A table in memory. */
export interface DelimitedTable {
  readonly layout: DelimitedLayout;
  /** The columns that were read, in the order of the file. */
  readonly columns: readonly DelimitedColumn[];
  /** One array per column, each `rowCount` long. */
  readonly values: readonly ColumnValues[];
  readonly rowCount: number;
  /** What was missing, bad, dropped or filled up. */
  readonly counts: Readonly<ScanCounts>;
}

/** Consecutive rows of a table; `counts` covers everything up to and with this block. */
export interface DelimitedBlock extends DelimitedTable {
  /** Zero-based number of the block's first row in the table. */
  readonly firstRow: number;
}

/**
 * Finds delimiter, decimal mark, header, units and columns in the beginning of a file, without reading the table.
 *
 * @param bytes the file, or at least its first lines (up to 256 KiB are looked at; `options` overrule what is found)
 * @throws LayoutError where there is no table
 */
export function sniffDelimited(bytes: Uint8Array, options: LayoutOptions = {}): DelimitedLayout {
  const encoding = sniffEncoding(bytes.subarray(0, SAMPLE_BYTES));
  const decoded = chunkDecoder(encoding)(bytes.subarray(0, SAMPLE_BYTES), bytes.length <= SAMPLE_BYTES);
  return sniffLayout(decoded, bytes.length <= SAMPLE_BYTES, encoding.name, options).layout;
}

/**
 * Reads a whole table that is already in memory.
 *
 * Numbers are correctly rounded; empty cells and signs for missing values become NaN and are counted.
 *
 * @param bytes the file's bytes in UTF-8, UTF-16 or Windows-1252
 * @throws LayoutError, ColumnSelectionError, NotANumberError, RaggedLineError, UnclosedQuoteError, OptionError
 * @example
 * const table = parseDelimited(new TextEncoder().encode('Time;EMG\ns;mV\n0,000;0,12\n0,001;-0,08\n'));
 * table.columns.map(({ name, unit }) => `${name} in ${unit}`); // ['Time in s', 'EMG in mV']
 * numericColumn(table, 'EMG'); // Float64Array [0.12, -0.08]
 */
export function parseDelimited(bytes: Uint8Array, options: ReadOptions = {}): DelimitedTable {
  const reader = new RowReader(bytes, true, options);
  const sink = new TableSink(reader);
  while (reader.readRows()) sink.add();
  reader.finish();
  while (reader.readRows()) sink.add();
  return sink.table();
}

/**
 * Reads a whole table from a file or a stream of bytes.
 *
 * @param source path, file URL, or chunks of bytes of any size
 * @throws LayoutError, ColumnSelectionError, NotANumberError, RaggedLineError, UnclosedQuoteError, LineTooLongError,
 *   OptionError, the reason of `signal` when it aborts, and what the source itself throws
 */
export async function readDelimited(
  source: ByteSource,
  options: ReadOptions & { readonly signal?: AbortSignal } = {},
): Promise<DelimitedTable> {
  let sink: TableSink | null = null;
  for await (const reader of readersOf(source, options)) (sink ??= new TableSink(reader)).add();
  return sink!.table();
}

/**
 * Reads a table block by block; memory stays bounded by the block (about 1 MiB of numbers) and the longest line.
 *
 * Yields at least one block, which may be empty, so that the layout is always known.
 *
 * @param source path, file URL, or chunks of bytes of any size
 * @throws as `readDelimited`
 * @example
 * for await (const block of streamDelimited('Sub01_WAK_Data.csv', { select: ['Time', /^sEMG/] })) {
 *   consume(block.firstRow, block.values);
 * }
 */
export async function* streamDelimited(
  source: ByteSource,
  options: ReadOptions & { readonly signal?: AbortSignal } = {},
): AsyncGenerator<DelimitedBlock, void, undefined> {
  let firstRow = 0;
  for await (const reader of readersOf(source, options)) {
    const sink = new TableSink(reader);
    sink.add();
    const block = { ...sink.table(), firstRow };
    firstRow += block.rowCount;
    yield block;
  }
}

/** The numbers of one column of a table or block, by exact name or zero-based index in the file. */
export function numericColumn(table: DelimitedTable, selector: string | number): Float64Array {
  const values = valuesOf(table, selector);
  if (values instanceof Float64Array) return values;
  throw selectionError(table, selector);
}

/** The texts of one column of a table or block, by exact name or zero-based index in the file. */
export function textColumn(table: DelimitedTable, selector: string | number): string[] {
  const values = valuesOf(table, selector);
  if (!(values instanceof Float64Array)) return values;
  throw selectionError(table, selector);
}

function valuesOf(table: DelimitedTable, selector: string | number): ColumnValues {
  const matches = [...table.columns.keys()].filter((i) =>
    typeof selector === 'string' ? table.columns[i].name === selector : table.columns[i].index === selector,
  );
  if (matches.length !== 1) throw selectionError(table, selector);
  return table.values[matches[0]];
}

function selectionError(table: DelimitedTable, selector: string | number): ColumnSelectionError {
  const matches = table.columns.filter(({ name, index }) => name === selector || index === selector);
  const described = `${JSON.stringify(selector)} of the wanted kind among the columns that were read`;
  return new ColumnSelectionError(
    '',
    described,
    matches.map(({ index }) => index),
    table.columns.map(({ name }) => name),
  );
}

/** Yields the reader every time its scanner holds further rows, and once at the end of a table without rows. */
async function* readersOf(
  source: ByteSource,
  options: ReadOptions & { readonly signal?: AbortSignal },
): AsyncGenerator<RowReader, void, undefined> {
  const { signal } = options;
  const named = typeof source === 'string' || source instanceof URL ? { source: String(source), ...options } : options;
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let reader: RowReader | null = null;
  let yielded = false;
  signal?.throwIfAborted();
  for await (const chunk of chunksOf(source)) {
    signal?.throwIfAborted();
    if (reader !== null) reader.append(chunk);
    else {
      head.push(chunk.slice());
      headBytes += chunk.length;
      if (headBytes < SAMPLE_BYTES) continue;
      reader = new RowReader(concatenated(head, headBytes), false, named);
    }
    while (reader.readRows()) {
      yielded = true;
      yield reader;
      signal?.throwIfAborted();
    }
  }
  reader ??= new RowReader(concatenated(head, headBytes), true, named);
  while (reader.readRows()) {
    yielded = true;
    yield reader;
  }
  reader.finish();
  while (reader.readRows()) {
    yielded = true;
    yield reader;
  }
  if (!yielded) yield reader;
}

function concatenated(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** Gathers the rows of a reader's scanner column by column. */
class TableSink {
  private readonly values: ColumnValues[];
  private rowCount = 0;

  constructor(private readonly reader: RowReader) {
    const { rowCount } = reader.scanner;
    this.values = reader.isText.map((isText) => (isText ? [] : new Float64Array(rowCount)));
  }

  add(): void {
    const { scanner, isText } = this.reader;
    const { cells, rowCount } = scanner;
    const stride = isText.filter((text) => !text).length;
    const total = this.rowCount + rowCount;
    let numeric = 0;
    let textual = 0;
    for (let c = 0; c < isText.length; c++) {
      let column = this.values[c];
      if (!(column instanceof Float64Array)) {
        for (const text of scanner.texts[textual]) column.push(text);
        textual++;
        continue;
      }
      if (column.length < total) {
        const grown = new Float64Array(Math.max(total, 2 * column.length));
        grown.set(column);
        this.values[c] = column = grown;
      }
      for (let from = numeric++, to = this.rowCount; to < total; from += stride, to++) column[to] = cells[from];
    }
    this.rowCount = total;
  }

  table(): DelimitedTable {
    const { layout, columns, scanner } = this.reader;
    for (let c = 0; c < this.values.length; c++) {
      if (this.values[c].length !== this.rowCount) this.values[c] = this.values[c].slice(0, this.rowCount);
    }
    return { layout, columns, values: this.values, rowCount: this.rowCount, counts: { ...scanner.counts } };
  }
}
