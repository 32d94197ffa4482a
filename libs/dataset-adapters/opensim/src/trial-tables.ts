import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmgTable, evenClock, isAdapterError, type ReadOptions, type TreeFile } from '@emgfm/adapter-kit';
import { isDelimitedError, numericColumn, readDelimited, TIME_COLUMN_NAME } from '@emgfm/delimited';
import {
  anglesInDegrees,
  isOpenSimError,
  markersInMetres,
  parseStorage,
  parseTrc,
  type StorageTable,
  type TrcTable,
} from '@emgfm/opensim';
import type { OpensimTrial } from './folder';
import type { OpensimMapping } from './mapping';
import { contentsOf, type FileRole } from './roles';

/** The files of a trial as tables; one that can't be read is dropped, the others stay. */
export interface TrialTables {
  angles?: StorageTable;
  moments?: StorageTable;
  forces?: StorageTable;
  markers?: TrcTable;
  emg?: EmgTable;
}

/** Reads the files of a trial. @throws what is no fault of a file, such as the file system's own errors */
export async function readTrialTables(
  root: string,
  trial: OpensimTrial,
  mapping: OpensimMapping,
  options: ReadOptions,
): Promise<TrialTables> {
  const tables: TrialTables = {};
  const read: Record<FileRole, (path: string) => Promise<void>> = {
    angles: async (path) => void (tables.angles = anglesInDegrees(await storageOf(path), mapping.angleUnit)),
    moments: async (path) => void (tables.moments = await storageOf(path)),
    forces: async (path) => void (tables.forces = await storageOf(path)),
    markers: async (path) => {
      const table = markersInMetres(parseTrc(await readFile(path), path));
      evenClock(table.timeS);
      tables.markers = table;
    },
    emg: async (path) => void (tables.emg = await emgTableOf(path)),
  };
  for (const [role, { path }] of Object.entries(trial.files) as [FileRole, TreeFile][]) {
    try {
      await read[role](join(root, path));
    } catch (error) {
      if (!isOpenSimError(error) && !isDelimitedError(error) && !isAdapterError(error)) throw error;
      options.onDrop?.({ what: path, level: 'file', reason: 'unreadable-file', detail: error.message });
    }
  }
  return tables;
}

async function storageOf(path: string): Promise<StorageTable> {
  const table = parseStorage(await readFile(path), path);
  evenClock(table.timeS);
  return table;
}

async function emgTableOf(path: string): Promise<EmgTable> {
  const { timeS, columns } = /\.(mot|sto)$/i.test(path) ? await storageEmg(path) : await textEmg(path);
  const clock = evenClock(timeS);
  return {
    samplingRateHz: clock.samplingRateHz,
    startS: clock.startS,
    columns: columns.map(({ label, samples }) => ({ label, samples: clock.spread(samples) })),
  };
}

type Columns = readonly { readonly label: string; readonly samples: Float64Array }[];

async function storageEmg(path: string): Promise<{ timeS: Float64Array; columns: Columns }> {
  const { timeS, columns } = parseStorage(await readFile(path), path);
  return {
    timeS,
    columns: columns.map(({ label, components }) => ({ label, samples: components[0] as Float64Array })),
  };
}

async function textEmg(path: string): Promise<{ timeS: Float64Array; columns: Columns }> {
  const contents = await contentsOf(path);
  const names = contents.role === null ? [] : contents.names;
  const table = await readDelimited(path, { select: [TIME_COLUMN_NAME, ...names] });
  const time = table.columns.find(({ name }) => TIME_COLUMN_NAME.test(name))?.name ?? '';
  return {
    timeS: numericColumn(table, time),
    columns: names.map((label) => ({ label, samples: numericColumn(table, label) })),
  };
}
