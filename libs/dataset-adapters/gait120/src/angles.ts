import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evenClock, type ReadOptions, type TreeFile, UnevenClockError } from '@emgfm/adapter-kit';
import { anglesInDegrees, coordinateOf, isOpenSimError, parseStorage, type StorageTable } from '@emgfm/opensim';
import type { DropReason } from '@emgfm/schema';

/** Columns of a `.mot` file on an even grid of its own time column; frames that the file lacks are NaN. */
export interface MotionTable {
  readonly samplingRateHz: number;
  /** Time of the first row on the clock of the file, s. */
  readonly startS: number;
  readonly rowCount: number;
  /** Numbers of a column by the name of its coordinate, case aside; null where the file lacks it. */
  readonly column: (name: string) => Float64Array | null;
}

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
    return onGrid(table);
  } catch (error) {
    if (error instanceof UnevenClockError) return drop('bad-metadata', error.message);
    if (!isOpenSimError(error)) throw error;
    return drop('unreadable-file', error.message);
  }
}

/** Reads the angles of one step; angles that can't be in degree go to `onDrop`. */
export async function readAngles(root: string, file: TreeFile, options: ReadOptions): Promise<MotionTable | null> {
  const table = await readMotion(root, file, options);
  if (table === null) return null;
  const sagittal = ['hip_flexion_r', 'knee_angle_r'].flatMap((name) => table.column(name) ?? []);
  const greatest = Math.max(0, ...sagittal.map((column) => greatestSize(column)));
  if (greatest === 0 || greatest > LEAST_RANGE_DEG) return table;
  const detail = `expected hip and knee angles in degree, found none beyond ${greatest.toPrecision(3)}: this looks like radian`;
  options.onDrop?.({ what: file.path, level: 'file', reason: 'bad-metadata', detail });
  return null;
}

function greatestSize(column: Float64Array): number {
  return column.reduce((greatest, value) => (Math.abs(value) > greatest ? Math.abs(value) : greatest), 0);
}

/** @throws UnevenClockError */
function onGrid({ timeS, columns }: StorageTable): MotionTable {
  const { samplingRateHz, startS, numSamples, spread } = evenClock(timeS);
  const byName = new Map(
    columns.map(({ label, components }) => [coordinateOf(label).coordinate.toLowerCase(), components[0]] as const),
  );
  return {
    samplingRateHz,
    startS,
    rowCount: numSamples,
    column: (name) => {
      const values = byName.get(name.toLowerCase());
      return values === undefined ? null : spread(values);
    },
  };
}
