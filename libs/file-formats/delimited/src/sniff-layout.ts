import { LayoutError } from './errors';
import { classifyHeaderRows, rateOf, unitBehindName, unitOf } from './header-rows';
import type { DelimitedColumn, DelimitedLayout, Delimiter, LayoutOptions } from './layout';
import { decodeText } from './line-scanner';
import { INFINITE_VALUE_TEXTS, MISSING_VALUE_TEXTS } from './missing-values';
import { splitLine } from './split-line';
import type { TextEncodingName } from './text-encoding';

/** Where two dialects explain the lines equally well, the one named first wins. */
const DIALECTS: readonly Dialect[] = (['\t', ';', ',', '|', 'blanks'] as const).flatMap((delimiter) =>
  (delimiter === ',' ? (['.'] as const) : (['.', ','] as const)).map((decimalMark) => ({ delimiter, decimalMark })),
);
/** Lines at the end of the sample that decide on the dialect and on what the columns hold. */
const SCORED_LINES = 60;
/** A row of numbers is no table row yet when a header follows within this many lines. */
const LINES_BEFORE_LATE_HEADER = 3;
const MAX_HEADER_ROWS = 8;

interface Dialect {
  readonly delimiter: Delimiter;
  readonly decimalMark: '.' | ',';
}

type CellKind = 'number' | 'missing' | 'empty' | 'text';

interface Score extends Dialect {
  readonly width: number;
  readonly numbers: number;
  readonly texts: number;
}

/** A layout, and where in the sample its first row starts. */
export interface SniffedLayout {
  readonly layout: DelimitedLayout;
  readonly firstRowOffset: number;
}

/**
 * Finds the table in the first bytes of a file: delimiter, decimal mark, header rows, first row and columns.
 *
 * @param sample beginning of the file, decoded to UTF-8 or Windows-1252 bytes without byte order mark
 * @param complete whether the sample is the whole file; otherwise its last line is left aside
 * @throws LayoutError where there is no table
 */
export function sniffLayout(
  sample: Uint8Array,
  complete: boolean,
  encoding: TextEncodingName,
  options: LayoutOptions,
): SniffedLayout {
  const source = options.source ?? '';
  const text = decodeText(sample);
  if (text.trim() === '') throw new LayoutError('expected a table, found no text', source);
  if (text.includes('\0')) throw new LayoutError('expected text, found zero bytes: this is a binary file', source);
  const lineEnd = text.includes('\r\n') ? '\r\n' : text.includes('\n') ? '\n' : text.includes('\r') ? '\r' : '\n';
  const lines = text
    .split(lineEnd === '\r' ? '\r' : '\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (!complete || lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0)
    throw new LayoutError(`expected a line end in the first ${sample.length} bytes, found none`, source);

  const classify = cellClassifier(options.missingTexts ?? []);
  const tail = lines.filter((line) => line.trim() !== '').slice(-SCORED_LINES);
  const dialect = bestDialect(tail, classify, options, source);
  const split = (line: string): string[] => splitLine(line, dialect.delimiter);
  const kindsOf = (line: string): CellKind[] => split(line).map((cell) => classify(cell, dialect.decimalMark));

  const scored = tail.map(kindsOf).filter((kinds) => kinds.length === dialect.width && kinds.includes('number'));
  const kinds = Array.from({ length: dialect.width }, (_, c) => columnKind(scored.map((row) => row[c])));
  const isRow = (line: string): boolean => {
    const row = kindsOf(line);
    if (row.length !== dialect.width) return false;
    const numeric = row.filter((_, c) => kinds[c] === 'number');
    return numeric.includes('number') && !numeric.includes('text');
  };
  const isHeader = (line: string): boolean => {
    const row = kindsOf(line);
    if (row.length !== dialect.width) return false;
    const numeric = row.filter((_, c) => kinds[c] === 'number');
    return numeric.includes('text') && !numeric.includes('number') && !numeric.includes('missing');
  };

  const named = options.headerLine ?? null;
  const from = options.firstRowLine !== undefined ? options.firstRowLine - 1 : named !== null ? named : 0;
  if (from < 0 || from > lines.length) {
    throw new LayoutError(
      `expected the first row within the first ${lines.length} lines, found line ${from + 1}`,
      source,
    );
  }
  let first = from;
  if (options.firstRowLine === undefined) {
    const hasNumbers = kinds.includes('number');
    first = hasNumbers
      ? lines.findIndex(
          (line, i) => i >= from && isRow(line) && !lines.slice(i + 1, i + 1 + LINES_BEFORE_LATE_HEADER).some(isHeader),
        )
      : firstTextRow(lines, from, dialect.width, split, named !== null || options.headerLine === null);
    if (first < 0) first = lines.length;
  }

  const header = readHeader(lines, first, dialect, options);
  let width = dialect.width;
  const lastIsTrailing = width > 1 && kinds[width - 1] === 'empty' && (header?.names[width - 1] ?? '') === '';
  if (lastIsTrailing && dialect.delimiter !== 'blanks') width--;
  const columns = Array.from({ length: width }, (_, index): DelimitedColumn => {
    const name = header?.names[index] ?? '';
    return {
      index,
      name: name === '' ? `column ${index + 1}` : name,
      headerPath: header?.rows.map((row) => row[index] ?? '') ?? [],
      unit: (header?.units && unitOf(header.units[index] ?? '')) || unitBehindName(name),
      samplingRateHz: header?.rates ? rateOf(header.rates[index] ?? '') : null,
      kind: kinds[index],
    };
  });
  const layout: DelimitedLayout = {
    encoding,
    delimiter: dialect.delimiter,
    decimalMark: dialect.decimalMark,
    lineEnd,
    headerLine: header?.line ?? null,
    firstRowLine: first + 1,
    preamble: lines.slice(0, first),
    columns,
  };
  return { layout, firstRowOffset: offsetOfLine(sample, first, lineEnd === '\r' ? 0x0d : 0x0a) };
}

function cellClassifier(furtherMissing: readonly string[]): (cell: string, decimalMark: '.' | ',') => CellKind {
  const missing = new Set([...MISSING_VALUE_TEXTS, ...furtherMissing.map((text) => text.trim().toLowerCase())]);
  const numbers = {
    '.': /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[ed][+-]?\d+)?$/i,
    ',': /^[+-]?(?:\d+,?\d*|,\d+)(?:[ed][+-]?\d+)?$/i,
  };
  return (cell, decimalMark) => {
    if (cell === '') return 'empty';
    if (numbers[decimalMark].test(cell)) return 'number';
    const lower = cell.toLowerCase();
    return missing.has(lower) || lower in INFINITE_VALUE_TEXTS ? 'missing' : 'text';
  };
}

/** The dialect under which the lines hold most numbers, then fewest texts, then most columns. */
function bestDialect(
  lines: readonly string[],
  classify: (cell: string, decimalMark: '.' | ',') => CellKind,
  options: LayoutOptions,
  source: string,
): Score {
  const candidates = DIALECTS.filter(
    ({ delimiter, decimalMark }) =>
      (options.delimiter === undefined || options.delimiter === delimiter) &&
      (options.decimalMark === undefined || options.decimalMark === decimalMark),
  );
  const scores = candidates.map((dialect): Score => {
    const perWidth = new Map<number, { lines: number; numbers: number; texts: number }>();
    for (const line of lines) {
      const kinds = splitLine(line, dialect.delimiter).map((cell) => classify(cell, dialect.decimalMark));
      const sum = perWidth.get(kinds.length) ?? { lines: 0, numbers: 0, texts: 0 };
      sum.lines++;
      const numbers = kinds.filter((kind) => kind === 'number').length;
      sum.numbers += numbers;
      // Header lines are texts under every dialect and decide nothing.
      if (numbers > 0) sum.texts += kinds.filter((kind) => kind === 'text').length;
      perWidth.set(kinds.length, sum);
    }
    const [width, sum] = [...perWidth].reduce((best, each) =>
      each[1].numbers > best[1].numbers || (each[1].numbers === best[1].numbers && each[1].lines > best[1].lines)
        ? each
        : best,
    );
    // Without numbers only lines that are all alike make a table, and words between blanks are prose.
    const isProse = dialect.delimiter === 'blanks' && options.delimiter === undefined;
    const alike = sum.numbers > 0 || (perWidth.size === 1 && !isProse);
    return { ...dialect, width: alike ? width : 0, numbers: sum.numbers, texts: sum.texts };
  });
  const best = scores.reduce<Score | null>((winner, score) => {
    if (score.width === 0) return winner;
    if (winner === null || score.numbers !== winner.numbers)
      return winner && winner.numbers > score.numbers ? winner : score;
    // Between dialects without numbers the first that cuts the lines at all is the one meant.
    if (score.numbers === 0) return winner.width > 1 || score.width === 1 ? winner : score;
    if (score.texts !== winner.texts) return score.texts < winner.texts ? score : winner;
    return score.width > winner.width ? score : winner;
  }, null);
  // One column of texts is prose, unless the caller insists on a delimiter.
  if (best === null || (best.numbers === 0 && best.width === 1 && options.delimiter === undefined)) {
    throw new LayoutError('expected lines with the same number of cells, found neither numbers nor columns', source);
  }
  return best;
}

function columnKind(cells: readonly CellKind[]): DelimitedColumn['kind'] {
  const numbers = cells.filter((kind) => kind === 'number' || kind === 'missing').length;
  const texts = cells.filter((kind) => kind === 'text').length;
  return numbers === 0 && texts === 0 ? (cells.length === 0 ? 'text' : 'empty') : numbers >= texts ? 'number' : 'text';
}

/** In a table of texts the first line of full width names the columns, unless the caller knows better. */
function firstTextRow(
  lines: readonly string[],
  from: number,
  width: number,
  split: (line: string) => string[],
  headerIsKnown: boolean,
): number {
  const full = lines.findIndex((line, i) => i >= from && line.trim() !== '' && split(line).length === width);
  return full < 0 ? lines.length : headerIsKnown ? full : full + 1;
}

interface Header {
  readonly line: number;
  readonly rows: readonly (readonly string[])[];
  readonly names: readonly string[];
  readonly units: readonly string[] | null;
  readonly rates: readonly string[] | null;
}

/** The rows directly above the table that have one cell per column; null where the table has no names. */
function readHeader(lines: readonly string[], first: number, dialect: Score, options: LayoutOptions): Header | null {
  if (options.headerLine === null) return null;
  const { width } = dialect;
  const cut = (line: string): string[] | null => {
    const bare = line.replace(/^[#%]+\s*(?=[^\s,;|])/, '');
    const cells = splitLine(bare, dialect.delimiter);
    if (cells.length === width + 1 && cells[width] === '') cells.pop();
    if (cells.length === width || (cells.length === width - 1 && width > 1 && dialect.delimiter !== 'blanks'))
      return cells;
    const spaced = bare.trim().split(/\t+|\s{2,}/);
    return dialect.delimiter === 'blanks' && spaced.length === width ? spaced : null;
  };
  let bottom = first - 1;
  while (bottom >= 0 && lines[bottom].trim() === '') bottom--;
  const rows: string[][] = [];
  for (let i = bottom; i >= 0 && rows.length < (width === 1 ? 1 : MAX_HEADER_ROWS) && lines[i].trim() !== ''; i--) {
    // In a table of one column a comment such as `# Sampling rate: 1000` has as many cells as the table.
    if (width === 1 && /^[#%].*:/.test(lines[i])) break;
    const cells = cut(lines[i]);
    if (cells === null) break;
    rows.unshift(cells);
  }
  const top = bottom - rows.length + 1;
  const found = classifyHeaderRows(rows);
  const names = typeof options.headerLine === 'number' ? options.headerLine - 1 - top : found.names;
  // One cell too few fits only where the table's last column is the empty one behind a trailing delimiter.
  if (rows[names] === undefined || rows[names].length !== width) {
    const fits =
      rows[names]?.length === width - 1 && splitLine(lines[first] ?? '', dialect.delimiter)[width - 1] === '';
    if (!fits) return null;
  }
  return {
    line: top + names + 1,
    rows,
    names: rows[names],
    units: found.units === null ? null : rows[found.units],
    rates: found.rates === null ? null : rows[found.rates],
  };
}

function offsetOfLine(bytes: Uint8Array, line: number, newline: number): number {
  let offset = 0;
  for (let i = 0; i < line; i++) {
    const end = bytes.indexOf(newline, offset);
    if (end < 0) return bytes.length;
    offset = end + 1;
  }
  return offset;
}
