import { HeaderError, NumberError, RowLengthError, TableShapeError, UnitError } from './errors';
import { GrowableColumn } from './growable-column';
import { numberOfText } from './number-cell';
import { cellsOf, TextLines } from './text-lines';
import { timingOf, type Timing } from './timing';

/** Metres per unit of length, by the names that .trc headers use. */
export const METRES_PER_UNIT: Readonly<Record<string, number>> = { m: 1, meters: 1, cm: 0.01, mm: 0.001, in: 0.0254 };

/** Path of one marker; NaN where it was not seen. */
export interface TrcMarker {
  readonly label: string;
  /** x, y and z in the unit of the file, in the axes of the laboratory. */
  readonly xyz: readonly [Float64Array, Float64Array, Float64Array];
}

/** Contents of a .trc file. */
export interface TrcTable {
  /** Name that stands in the first line. */
  readonly name: string;
  /** Keys of the second line with their values from the third. */
  readonly header: Readonly<Record<string, string>>;
  /** `DataRate` in hertz; null where the header has none. */
  readonly dataRateHz: number | null;
  /** Unit of length as written, mostly `mm` or `m`. */
  readonly units: string;
  readonly frameNumbers: Float64Array;
  /** Times in seconds. */
  readonly timeS: Float64Array;
  readonly markers: readonly TrcMarker[];
  readonly timing: Timing;
  /** Where the header and the rows disagree, and which rows were short, in words. */
  readonly warnings: readonly string[];
}

/**
 * Reads a .trc file of marker paths; empty cells and NaN are missing coordinates.
 *
 * A row that ends early but behind a whole marker is filled up with missing values and mentioned in `warnings`.
 *
 * @param bytes the whole file
 * @param source what error messages call the file (default: nothing)
 * @throws HeaderError, RowLengthError, NumberError; TimeOrderError where time runs backwards
 */
export function parseTrc(bytes: Uint8Array, source = ''): TrcTable {
  const lines = new TextLines(bytes);
  const nextLine = (expected: string): string => {
    while (lines.advance()) {
      if (lines.end - lines.start > 1 << 20) break;
      const text = lines.text();
      if (text.trim() !== '') return text;
    }
    throw new HeaderError(source, lines.line + 1, expected, 'the end of the file');
  };
  const first = nextLine('PathFileType');
  if (!/^\s*PathFileType\b/i.test(first))
    throw new HeaderError(source, lines.line, 'PathFileType', first.trim().slice(0, 40));
  const keys = (nextLine('the header keys').match(/\S+/g) ?? []) as string[];
  const values = (nextLine('the header values').match(/\S+/g) ?? []) as string[];
  const header = Object.fromEntries(keys.map((key, i) => [key, values[i] ?? '']));
  const value = (name: string): string | undefined =>
    Object.entries(header).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

  const [frame, time, ...names] = cellsOf(nextLine('the marker names'));
  if (!/^frame/i.test(frame ?? '') || !/^time/i.test(time ?? '')) {
    throw new HeaderError(source, lines.line, 'Frame# and Time', `${frame ?? ''} and ${time ?? ''}`.slice(0, 60));
  }
  const labels = names.filter((name) => name !== '');
  const axes = nextLine('the axis names X1 Y1 Z1');
  if (labels.length > 0 && !/^\s*[XYZ]\d+/i.test(axes))
    throw new HeaderError(source, lines.line, 'the axis names X1 Y1 Z1', axes.trim().slice(0, 40));

  const warnings: string[] = [];
  const columns = readRows(lines, labels, warnings, source);
  const [frameNumbers, timeS] = columns;
  const announced = { NumMarkers: labels.length, NumFrames: timeS.length };
  for (const [key, found] of Object.entries(announced)) {
    const stated = Number(value(key) ?? found);
    if (stated !== found) warnings.push(`the header announces ${key} ${stated}, the file has ${found}`);
  }
  const dataRateHz = numberOfText(value('DataRate') ?? '');
  const timing = timingOf(timeS, source);
  if (
    dataRateHz !== null &&
    timing.samplingRateHz !== null &&
    Math.abs(dataRateHz / timing.samplingRateHz - 1) > 0.01
  ) {
    warnings.push(`the header announces ${dataRateHz} Hz, the times give ${timing.samplingRateHz.toFixed(3)} Hz`);
  }
  return {
    name: cellsOf(first).slice(3).join(' ') || cellsOf(first).at(-1)!,
    header,
    dataRateHz,
    units: value('Units') ?? '',
    frameNumbers,
    timeS,
    markers: labels.map((label, m) => ({ label, xyz: [columns[2 + 3 * m], columns[3 + 3 * m], columns[4 + 3 * m]] })),
    timing,
    warnings,
  };
}

function readRows(lines: TextLines, labels: readonly string[], warnings: string[], source: string): Float64Array[] {
  const width = 2 + 3 * labels.length;
  const columns = Array.from({ length: width }, () => new GrowableColumn(16));
  const labelOf = (c: number): string =>
    c < 2 ? ['Frame#', 'Time'][c] : `${labels[Math.floor((c - 2) / 3)]} ${'XYZ'[(c - 2) % 3]}`;
  while (lines.advance()) {
    const text = lines.text();
    if (text.trim() === '') continue;
    const cells = cellsOf(text);
    while (cells.length > width && cells.at(-1) === '') cells.pop();
    if (cells.length > width || cells.length < 2 || (cells.length - 2) % 3 !== 0) {
      throw new RowLengthError(source, lines.line, width, cells.length);
    }
    if (cells.length < width)
      warnings.push(`line ${lines.line} has ${cells.length} of ${width} cells; the others are read as missing`);
    for (let c = 0; c < width; c++) {
      const cell = cells[c] ?? '';
      const number = cell === '' && c > 1 ? NaN : numberOfText(cell);
      if (number === null) throw new NumberError(source, lines.line, labelOf(c), cell.slice(0, 40));
      columns[c].push(number);
    }
  }
  return columns.map((column) => column.toArray());
}

/**
 * A table of markers with its coordinates in metres.
 *
 * @throws UnitError where the unit of the file is none of `METRES_PER_UNIT`
 */
export function markersInMetres(table: TrcTable): TrcTable {
  const factor = METRES_PER_UNIT[table.units.toLowerCase()];
  if (factor === undefined)
    throw new UnitError(`one of ${Object.keys(METRES_PER_UNIT).join(', ')}`, JSON.stringify(table.units));
  if (factor === 1) return table;
  const markers = table.markers.map(({ label, xyz: [x, y, z] }) => ({
    label,
    xyz: [x.map((v) => v * factor), y.map((v) => v * factor), z.map((v) => v * factor)] as const,
  }));
  return { ...table, units: 'm', markers };
}

/** What a .trc file is made of; `parseTrc` returns all of it. */
export type WritableTrc = Pick<TrcTable, 'timeS' | 'markers' | 'units'> & {
  /** Frames per second, in hertz. */
  readonly dataRateHz: number;
  /** Default: counted from 1. */
  readonly frameNumbers?: Float64Array;
  /** Default: `markers.trc`. */
  readonly name?: string;
};

/**
 * Writes a .trc file; every number reads back unchanged, missing coordinates are left empty.
 *
 * @throws TableShapeError where lengths differ or a label holds blanks at its ends, tabs or line ends
 */
export function writeTrc(table: WritableTrc): string {
  const { timeS, markers, units, dataRateHz, name = 'markers.trc' } = table;
  const frames = timeS.length;
  const frameNumbers = table.frameNumbers ?? Float64Array.from({ length: frames }, (_, i) => i + 1);
  for (const { label, xyz } of [{ label: 'Frame#', xyz: [frameNumbers] }, ...markers]) {
    if (label.trim() !== label || label === '' || /[\t\r\n]/.test(label))
      throw new TableShapeError(label, 'a label without tabs', 'another');
    for (const { length } of xyz)
      if (length !== frames) throw new TableShapeError(label, `${frames} frames`, String(length));
  }
  const lines = [
    `PathFileType\t4\t(X/Y/Z)\t${name}`,
    'DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames',
    [dataRateHz, dataRateHz, frames, markers.length, units, dataRateHz, frameNumbers[0] ?? 1, frames].join('\t'),
    ['Frame#', 'Time', ...markers.flatMap(({ label }) => [label, '', ''])].join('\t'),
    ['', '', ...markers.flatMap((_, m) => [`X${m + 1}`, `Y${m + 1}`, `Z${m + 1}`])].join('\t'),
    '',
  ];
  const cell = (x: number): string => (Number.isNaN(x) ? '' : Object.is(x, -0) ? '-0' : String(x));
  for (let row = 0; row < frames; row++) {
    const coordinates = markers.flatMap(({ xyz }) => xyz.map((axis) => cell(axis[row])));
    lines.push([String(frameNumbers[row]), String(timeS[row]), ...coordinates].join('\t'));
  }
  return `${lines.join('\n')}\n`;
}
