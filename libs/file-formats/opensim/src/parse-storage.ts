import { HeaderError, NumberError, RowLengthError } from './errors';
import { GrowableColumn } from './growable-column';
import { numberOfBytes, numberOfText } from './number-cell';
import { CELL_COMPONENTS, type StorageTable } from './storage-table';
import { cellsOf, TextLines } from './text-lines';
import { timingOf } from './timing';

/** Keys that stand before a blank instead of an equals sign, as SIMM writes them. */
const SIMM_KEY = /^(name|datacolumns|datarows|range|otherdata|version|indegrees|nrows|ncolumns)\s+(.*)$/i;
/** More lines than any header has: the file is something else. */
const MAX_HEADER_LINES = 1000;
const MAX_EXPECTED_ROWS = 1 << 20;

const TAB = 0x09;
const BLANK = 0x20;

interface StorageHeader {
  readonly keys: ReadonlyMap<string, string>;
  readonly notes: string[];
}

/**
 * Reads a .mot or .sto file: header versions 1 to 3 and none, cells between blanks or tabs, any line ends.
 *
 * @param bytes the whole file
 * @param source what error messages call the file (default: nothing)
 * @throws HeaderError, RowLengthError, NumberError; TimeOrderError where time runs backwards
 * @example
 * const motion = anglesInDegrees(parseStorage(await readFile('walk_ik.mot')));
 * const kneeDeg = storageColumn(motion, 'knee_angle_r');
 */
export function parseStorage(bytes: Uint8Array, source = ''): StorageTable {
  const lines = new TextLines(bytes);
  const { keys, notes } = readHeader(lines, source);
  const value = (...names: string[]): string | undefined =>
    [...keys].find(([key]) => names.includes(key.toLowerCase()))?.[1];
  const warnings: string[] = [];

  const labels = readLabels(lines, source);
  const dataType = value('datatype') ?? 'double';
  const declaredRows = wholeNumber(value('nrows', 'datarows'));
  const rows = readRows(lines, labels, CELL_COMPONENTS[dataType], declaredRows ?? 0, source);
  const declaredColumns = wholeNumber(value('ncolumns', 'datacolumns'));
  if (declaredColumns !== null && declaredColumns !== labels.length) {
    warnings.push(`the header announces ${declaredColumns} columns, the file has ${labels.length} labels`);
  }
  const rowCount = rows[0][0].length;
  if (declaredRows !== null && declaredRows !== rowCount) {
    warnings.push(`the header announces ${declaredRows} rows, the file has ${rowCount}`);
  }
  const [timeS] = rows[0];
  return {
    name: value('name') ?? notes[0] ?? '',
    version: wholeNumber(value('version')),
    inDegrees: statedInDegrees(value('indegrees'), notes),
    dataType,
    header: Object.fromEntries(keys),
    notes: notes.slice(1),
    timeS,
    columns: labels.slice(1).map((label, i) => ({ label, components: rows[i + 1] })),
    timing: timingOf(timeS, source),
    warnings,
  };
}

function readHeader(lines: TextLines, source: string): StorageHeader {
  const keys = new Map<string, string>();
  const notes: string[] = [];
  while (lines.advance()) {
    if (lines.line > MAX_HEADER_LINES || lines.end - lines.start > 1 << 16) break;
    const text = lines.text().trim();
    if (/^endheader\b/i.test(text)) return { keys, notes };
    const pair = /^([^=\s][^=]*?)\s*=\s*(.*)$/.exec(text) ?? SIMM_KEY.exec(text);
    if (pair !== null && !keys.has(pair[1])) keys.set(pair[1], pair[2].trim());
    else if (text !== '') notes.push(text);
  }
  throw new HeaderError(source, lines.line, 'a line endheader', `none in the first ${lines.line} lines`);
}

function readLabels(lines: TextLines, source: string): string[] {
  while (lines.advance()) {
    const labels = cellsOf(lines.text());
    while (labels.at(-1) === '') labels.pop();
    if (labels.length === 0) continue;
    if (labels[0].toLowerCase() !== 'time')
      throw new HeaderError(source, lines.line, 'the label time', labels[0].slice(0, 40));
    const unnamed = labels.indexOf('');
    if (unnamed >= 0) throw new HeaderError(source, lines.line, `a label in column ${unnamed + 1}`, 'an empty cell');
    return labels;
  }
  throw new HeaderError(source, lines.line + 1, 'the labels of the columns', 'the end of the file');
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function statedInDegrees(value: string | undefined, notes: readonly string[]): boolean | null {
  if (value !== undefined) return /^(yes|true|1)$/i.test(value) ? true : /^(no|false|0)$/i.test(value) ? false : null;
  // Before the key existed, a sentence in the header said so.
  const sentence = notes.find((note) => /^angles are in (degrees|radians)/i.test(note));
  return sentence === undefined ? null : /degrees/i.test(sentence);
}

/** Components of every column, the time first; a cell of an unknown type has as many as in the first row. */
function readRows(
  lines: TextLines,
  labels: readonly string[],
  declaredComponents: number | undefined,
  declaredRows: number,
  source: string,
): Float64Array[][] {
  const { bytes } = lines;
  const expectedRows = Math.min(declaredRows, MAX_EXPECTED_ROWS);
  let columns: GrowableColumn[][] | null = null;
  const makeColumns = (components: number): GrowableColumn[][] =>
    labels.map((_, c) => Array.from({ length: c === 0 ? 1 : components }, () => new GrowableColumn(expectedRows)));
  if (declaredComponents !== undefined) columns = makeColumns(declaredComponents);
  const starts: number[] = [];
  const ends: number[] = [];
  while (lines.advance()) {
    let cells = 0;
    for (let p = lines.start; p < lines.end;) {
      while (p < lines.end && (bytes[p] === BLANK || bytes[p] === TAB)) p++;
      if (p === lines.end) break;
      starts[cells] = p;
      while (p < lines.end && bytes[p] !== BLANK && bytes[p] !== TAB) p++;
      ends[cells++] = p;
    }
    if (cells === 0) continue;
    const texts = cells === labels.length ? null : cellsBetweenTabs(lines, labels.length, cells, source);
    columns ??= makeColumns(
      labels.length < 2 ? 1 : new TextDecoder().decode(bytes.subarray(starts[1], ends[1])).split(',').length,
    );
    for (let c = 0; c < labels.length; c++) {
      const components = columns[c];
      if (components.length === 1 && texts === null) {
        const number = numberOfBytes(bytes, starts[c], ends[c]);
        if (number === null) throw new NumberError(source, lines.line, labels[c], cellText(bytes, starts[c], ends[c]));
        components[0].push(number);
        continue;
      }
      const text = texts?.[c] ?? cellText(bytes, starts[c], ends[c]);
      const numbers = text === '' ? components.map(() => NaN) : numbersOf(text);
      if (numbers === null || numbers.length !== components.length)
        throw new NumberError(source, lines.line, labels[c], text);
      components.forEach((component, i) => component.push(numbers[i]));
    }
  }
  return (columns ?? makeColumns(1)).map((components) => components.map((component) => component.toArray()));
}

/** Cells of a row in which some are empty, which only tabs can show. */
function cellsBetweenTabs(lines: TextLines, expected: number, found: number, source: string): string[] {
  const text = lines.text();
  const cells = cellsOf(text);
  while (cells.length > expected && cells.at(-1) === '') cells.pop();
  if (!text.includes('\t') || cells.length !== expected) throw new RowLengthError(source, lines.line, expected, found);
  return cells;
}

function cellText(bytes: Uint8Array, start: number, end: number): string {
  return new TextDecoder('windows-1252').decode(bytes.subarray(start, Math.min(end, start + 400)));
}

/** The numbers of a vector, between commas and maybe in Simbody's `~[...]`; null where one is none. */
function numbersOf(cell: string): number[] | null {
  const numbers = cell
    .replace(/^~?\[|\]$/g, '')
    .split(',')
    .map((part) => numberOfText(part.trim()));
  return numbers.includes(null) ? null : (numbers as number[]);
}
