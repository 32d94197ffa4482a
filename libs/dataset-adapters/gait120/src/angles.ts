import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadOptions, TreeFile } from '@emgfm/adapter-kit';
import { anglesInDegrees, coordinateOf, isOpenSimError, parseStorage, type StorageTable } from '@emgfm/opensim';
import type { DropReason } from '@emgfm/schema';
import { MOTION_RATE_HZ } from './channels';

/** Columns of a `.mot` file on an even grid of its own time column; frames that the file lacks are NaN. */
export interface MotionTable {
  readonly samplingRateHz: number;
  /** Time of the first row on the clock of the file, s. */
  readonly startS: number;
  readonly rowCount: number;
  /** Numbers of a column by the name of its coordinate, case aside; null where the file lacks it. */
  readonly column: (name: string) => Float64Array | null;
}

/** Largest share of a step by which a time may lie beside the grid. */
const GRID_TOLERANCE = 0.25;
/** Rows that no trial has: times that run away must not fill the memory. */
const MOST_ROWS = 1e6;
/** Sagittal angles of a moving leg pass this (degree); the same in radian stay below. */
const LEAST_RANGE_DEG = 3.5;

/** Reads one `.mot` file; a file that gives nothing goes to `onDrop`. */
export async function readMotion(root: string, file: TreeFile, options: ReadOptions): Promise<MotionTable | null> {
  const drop = (reason: DropReason, detail: string): null => {
    options.onDrop?.({ what: file.path, level: 'file', reason, detail });
    return null;
  };
  try {
    const table = anglesInDegrees(parseStorage(await readFile(join(root, file.path)), file.path), 'degrees');
    if (table.timeS.length < 2) return drop('no-leg-signals', `expected at least 2 rows, found ${table.timeS.length}`);
    return onGrid(table) ?? drop('bad-metadata', 'the times of its rows lie on no even grid');
  } catch (error) {
    if (!isOpenSimError(error)) throw error;
    return drop('unreadable-file', error.message);
  }
}

/** Reads the angles of one step; angles that can't be in degree go to `onDrop`. */
export async function readAngles(root: string, file: TreeFile, options: ReadOptions): Promise<MotionTable | null> {
  const table = await readMotion(root, file, options);
  if (table === null) return null;
  const sagittal = ['hip_flexion_r', 'knee_angle_r'].flatMap((name) => table.column(name) ?? []);
  const greatest = Math.max(...sagittal.map((column) => greatestSize(column)));
  if (sagittal.length === 0 || greatest > LEAST_RANGE_DEG) return table;
  const detail = `expected hip and knee angles in degree, found none beyond ${greatest.toPrecision(3)}: this looks like radian`;
  options.onDrop?.({ what: file.path, level: 'file', reason: 'bad-metadata', detail });
  return null;
}

function greatestSize(column: Float64Array): number {
  return column.reduce((greatest, value) => (Math.abs(value) > greatest ? Math.abs(value) : greatest), 0);
}

function onGrid({ timeS, columns }: StorageTable): MotionTable | null {
  const startS = timeS[0] as number;
  const steps = timeS.subarray(1).map((time, i) => time - (timeS[i] as number));
  const stepS = steps.sort()[Math.floor(steps.length / 2)] as number;
  const isDocumented = Math.abs(stepS * MOTION_RATE_HZ - 1) < 0.01;
  const samplingRateHz = isDocumented ? MOTION_RATE_HZ : 1 / stepS;
  const places = timeS.map((time) => (time - startS) * samplingRateHz);
  const rows = places.map(Math.round);
  const rowCount = (rows.at(-1) as number) + 1;
  const isEven = places.every((place, i) => Math.abs(place - (rows[i] as number)) <= GRID_TOLERANCE);
  const isOnce = rows.every((row, i) => i === 0 || row > (rows[i - 1] as number));
  if (!isEven || !isOnce || rowCount > MOST_ROWS) return null;
  const byName = new Map(
    columns.map(({ label, components }) => [coordinateOf(label).coordinate.toLowerCase(), components[0]] as const),
  );
  return {
    samplingRateHz,
    startS,
    rowCount,
    column: (name) => {
      const values = byName.get(name.toLowerCase());
      if (values === undefined) return null;
      const placed = new Float64Array(rowCount).fill(NaN);
      rows.forEach((row, i) => (placed[row] = values[i] as number));
      return placed;
    },
  };
}
