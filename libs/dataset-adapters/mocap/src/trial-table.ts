import { evenClock, fileHead, UnevenClockError } from '@emgfm/adapter-kit';
import {
  type DelimitedLayout,
  LayoutError,
  numericColumn,
  readDelimited,
  sniffDelimited,
  textColumn,
} from '@emgfm/delimited';
import { type TableColumns, tableColumns } from './columns';
import type { MocapMapping } from './mapping';

/** The rows of one trial: a table may hold several, one below the other. */
export interface TrialRows {
  /** What the table calls the trial, else its number within the table; '' for the only one. */
  readonly name: string;
  readonly timeS: Float64Array;
  /** Samples of a column by its index in the file; NaN where it holds no finite number. */
  readonly column: (index: number) => Float64Array;
}

/** A table and the trials in it. */
export interface TrialTable {
  readonly columns: TableColumns;
  readonly trials: readonly TrialRows[];
  readonly notes: readonly string[];
}

/** Some columns on the clock of the rows in which any of them holds a number. */
export interface ClockedColumns {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly lostRows: number;
  /** Rows that were left out since they repeat the one before. */
  readonly repeatedRows: number;
  readonly columns: readonly Float64Array[];
}

/** Bytes of a file that are looked at for its layout: one more than are needed, so that a file that goes on is seen to. */
const HEAD_BYTES = (1 << 18) + 1;
/** Pieces shorter than this (rows, in the middle) are no trials: the rows of several are mixed. */
const LEAST_ROWS = 10;
/** A row this soon after the one before, as a share of the usual step, repeats it; */
const REPEATED_STEP = 0.5;
/** more of them than this share of all rows are no exception. */
const GREATEST_REPEATED_SHARE = 0.1;
/** Movement sampled less often (Hz) is none that could be cut into strides. */
const LEAST_RATE_HZ = 10;

/** Columns and layout of a table, from its first lines. @throws DelimitedError, or the file system's own errors */
export async function layoutOf(path: string): Promise<DelimitedLayout> {
  return sniffDelimited(await fileHead(path, HEAD_BYTES));
}

/**
 * Reads a table of trials. Where rows name their trial, each name is one; else a new trial begins where the time goes back, as it does
 * where trials that each began at zero were put below each other.
 * @param source what errors call the file
 * @throws DelimitedError where the table can't be read, has no known column or no row, or mixes its trials row by row
 */
export async function readTrialTable(
  path: string,
  source: string,
  mapping: MocapMapping,
  signal?: AbortSignal,
): Promise<TrialTable> {
  const columns = tableColumns(await layoutOf(path), mapping);
  if (columns === null) {
    throw new LayoutError('expected a column of times and markers, angles or EMG with a known name', source);
  }
  const { time, trial, markers, angles, emg } = columns;
  const select = [
    time.index,
    ...[...markers.values()].flat(),
    ...angles.left.values(),
    ...angles.right.values(),
    ...emg.map(({ index }) => index),
  ];
  const table = await readDelimited(path, {
    source,
    select,
    text: trial === null ? [] : [trial],
    badCells: 'nan',
    raggedLines: 'skip',
    signal,
  });
  const { badCells, skippedLines } = table.counts;
  const times = numericColumn(table, time.index).map((value) => value * time.secondsPerUnit);
  const timed = [...times.keys()].filter((row) => Number.isFinite(times[row]));
  if (timed.length === 0) throw new LayoutError('expected rows with a time, found none', source);
  const pieces = trial === null ? byClock(times, timed) : byName(textColumn(table, trial), timed);
  const sizes = [...pieces.values()].map(({ length }) => length).sort((a, b) => a - b);
  if (sizes.length > 1 && (sizes[sizes.length >> 1] as number) < LEAST_ROWS) {
    const detail = `the time goes back ${sizes.length - 1} times in ${timed.length} rows`;
    throw new LayoutError(`expected one trial below the other, found the rows of several mixed: ${detail}`, source);
  }
  return {
    columns,
    trials: [...pieces].map(([name, rows]) => ({
      name,
      timeS: picked(times, rows),
      column: (index) => withoutInfinite(picked(numericColumn(table, index), rows)),
    })),
    notes: [
      ...(badCells > 0 ? [`${badCells} cell(s) hold text where numbers stand and count as missing`] : []),
      ...(skippedLines > 0 ? [`${skippedLines} line(s) are cut short and were left out`] : []),
      ...(timed.length < times.length ? [`${times.length - timed.length} row(s) without a time were left out`] : []),
      ...(columns.repeated.length > 0
        ? [`column(s) of a name that stands before were left out: ${columns.repeated.join(', ')}`]
        : []),
    ],
  };
}

function byName(names: readonly string[], rows: readonly number[]): Map<string, number[]> {
  const pieces = new Map<string, number[]>();
  for (const row of rows) {
    const name = (names[row] as string).trim();
    const own = pieces.get(name);
    if (own === undefined) pieces.set(name, [row]);
    else own.push(row);
  }
  return pieces;
}

function byClock(times: Float64Array, rows: readonly number[]): Map<string, number[]> {
  const pieces: number[][] = [];
  let latest = Infinity;
  for (const row of rows) {
    const time = times[row] as number;
    if (time < latest) pieces.push([]);
    (pieces.at(-1) as number[]).push(row);
    latest = time;
  }
  return new Map(pieces.map((own, i) => [pieces.length === 1 ? '' : String(i + 1), own]));
}

/** Samples of some rows; the samples themselves where that is all of them. */
function picked(samples: Float64Array, rows: readonly number[]): Float64Array {
  if (rows.length === samples.length) return samples;
  const own = new Float64Array(rows.length);
  for (let i = 0; i < own.length; i += 1) own[i] = samples[rows[i] as number] as number;
  return own;
}

/** An infinite number is none that was measured. */
function withoutInfinite(samples: Float64Array): Float64Array {
  const isInfinite = (value: number): boolean => value === Infinity || value === -Infinity;
  return samples.some(isInfinite) ? samples.map((value) => (isInfinite(value) ? NaN : value)) : samples;
}

/**
 * Columns that were sampled together, on their own clock: markers that were sampled more slowly than the rows stand in some rows only.
 * @returns null where none of them holds more than one number
 * @throws UnevenClockError where their times are no even clock, or too slow to be movement
 */
export function onOwnClock(rows: TrialRows, indices: readonly number[]): ClockedColumns | null {
  const columns = indices.map(rows.column);
  const held: number[] = [];
  for (let row = 0; row < rows.timeS.length; row += 1) {
    if (columns.some((column) => !Number.isNaN(column[row]))) held.push(row);
  }
  if (held.length < 2) return null;
  const kept = withoutRepeats(rows.timeS, held);
  const { spread, samplingRateHz, startS, lostRows } = evenClock(picked(rows.timeS, kept));
  if (samplingRateHz < LEAST_RATE_HZ) {
    const hint = 'are the times in milliseconds? Then call the column Time (ms)';
    throw new UnevenClockError(
      `expected at least ${LEAST_RATE_HZ} samples per second, found ${samplingRateHz}: ${hint}`,
    );
  }
  return {
    samplingRateHz,
    startS,
    lostRows,
    repeatedRows: held.length - kept.length,
    columns: columns.map((column) => spread(picked(column, kept))),
  };
}

/**
 * Rows without those that repeat the one before: where rows were joined to video frames by truncated milliseconds, some frames got two.
 * @throws UnevenClockError where that is no exception
 */
function withoutRepeats(timeS: Float64Array, rows: readonly number[]): readonly number[] {
  const steps = Float64Array.from(
    rows.slice(1),
    (row, i) => (timeS[row] as number) - (timeS[rows[i] as number] as number),
  );
  const leastStepS = REPEATED_STEP * (steps.slice().sort()[steps.length >> 1] as number);
  if (steps.every((step) => step >= leastStepS)) return rows;
  const kept = [rows[0] as number];
  for (const row of rows.slice(1))
    if ((timeS[row] as number) - (timeS[kept.at(-1) as number] as number) >= leastStepS) kept.push(row);
  const repeated = rows.length - kept.length;
  if (repeated > GREATEST_REPEATED_SHARE * rows.length) {
    throw new UnevenClockError(
      `${repeated} of ${rows.length} rows repeat the time of the row before: the times are too coarse for the rows`,
    );
  }
  return kept;
}
