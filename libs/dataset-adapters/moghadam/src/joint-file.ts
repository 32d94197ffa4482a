import { readFile } from 'node:fs/promises';
import { type EvenClock, evenClock, UnevenClockError } from '@emgfm/adapter-kit';
import {
  anglesInDegrees,
  isOpenSimError,
  LabelError,
  parseStorage,
  storageColumn,
  type StorageTable,
} from '@emgfm/opensim';

/** Angles or moments of one trial on an even clock. */
export interface JointFile {
  readonly clock: EvenClock;
  /** A column by its label; null where the file lacks it. */
  column(label: string): Float64Array | null;
}

/** Is this a damaged file, or one without a usable clock? */
export function isUnusableJointFile(error: unknown): error is Error {
  return isOpenSimError(error) || error instanceof UnevenClockError;
}

/**
 * Reads a motion file of angles (to degree, whatever its header says) or a storage file of moments (N·m).
 * @param source what errors call the file
 * @throws OpenSimError, UnevenClockError
 */
export async function readJointFile(path: string, quantity: 'angles' | 'moments', source: string): Promise<JointFile> {
  const stored = parseStorage(await readFile(path), source);
  const table = quantity === 'angles' ? anglesInDegrees(stored, 'degrees') : stored;
  const clock = evenClock(table.timeS);
  return { clock, column: (label) => columnOf(table, clock, label) };
}

function columnOf(table: StorageTable, clock: EvenClock, label: string): Float64Array | null {
  try {
    return clock.spread(storageColumn(table, label));
  } catch (error) {
    if (error instanceof LabelError) return null;
    throw error;
  }
}
