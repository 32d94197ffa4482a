import { join } from 'node:path';
import type { ReadOptions, TreeFile } from '@emgfm/adapter-kit';
import { ColumnSelectionError, isDelimitedError, readDelimited, type DelimitedTable } from '@emgfm/delimited';
import type { Leg } from './channels';
import { columnKey, strideTimeS, strideTimes, trialTable, type StrideTimes } from './columns';
import { legKey, textSpeeds, trialsOf, type LegFiles, type MoreiraPerson } from './folder';
import type { LegTables, PersonTables } from './leg-tables';

/** The text files of a person. */
export function textTables(root: string, person: MoreiraPerson, options: ReadOptions): PersonTables {
  return {
    speeds: textSpeeds(person),
    leg: async (speed, { letter }: Leg) => {
      const files = person.text.get(legKey(speed, letter));
      return files === undefined ? null : legTables(root, files, options);
    },
    close: async () => undefined,
  };
}

async function legTables(root: string, files: LegFiles, options: ReadOptions): Promise<LegTables> {
  const trials = trialsOf(files);
  const ofAll = files.strideTimes.get('');
  const shared = ofAll === undefined ? null : await readTimes(root, ofAll, options);
  return {
    trials,
    has: (signal) => files.signals.has(signal),
    files: (signals, trial) =>
      [
        ...signals.map((signal) => files.signals.get(signal)?.get(trial)),
        files.strideTimes.get(trial) ?? files.strideTimes.get(''),
      ].flatMap((file) => file?.path ?? []),
    table: async (signal, trial) => {
      const file = files.signals.get(signal)?.get(trial);
      if (file === undefined) return null;
      const select = [({ name }: { readonly name: string }) => columnKey(name) !== null];
      const table = await readOrDrop(root, file, { select, badCells: 'nan' }, options);
      return table === null ? null : trialTable(table.rowCount, columnsOf(table));
    },
    strideTimeS: async (stride, trial) => {
      const own = files.strideTimes.get(trial);
      if (own === undefined) return shared === null ? NaN : strideTimeS(shared, stride, trial, trials);
      const times = await readTimes(root, own, options);
      return times?.rowCount === 1 ? (times.column(stride)?.[0] ?? NaN) : NaN;
    },
  };
}

async function readTimes(root: string, file: TreeFile, options: ReadOptions): Promise<StrideTimes | null> {
  const table = await readOrDrop(root, file, { text: 'all', badCells: 'nan' }, options);
  if (table === null) return null;
  const names = table.values.find((values) => Array.isArray(values)) as string[] | undefined;
  return strideTimes(table.rowCount, columnsOf(table), names);
}

function columnsOf({ columns, values }: DelimitedTable): [string, Float64Array][] {
  return columns.flatMap(({ name }, i): [string, Float64Array][] => {
    const own = values[i];
    return own instanceof Float64Array ? [[name, own]] : [];
  });
}

async function readOrDrop(
  root: string,
  file: TreeFile,
  settings: Parameters<typeof readDelimited>[1],
  { signal, onDrop }: ReadOptions,
): Promise<DelimitedTable | null> {
  const drop = (reason: 'unreadable-file' | 'no-leg-signals', detail: string): null => {
    onDrop?.({ what: file.path, level: 'file', reason, detail });
    return null;
  };
  try {
    const table = await readDelimited(join(root, file.path), { headerLine: 1, firstRowLine: 2, ...settings, signal });
    return table.rowCount > 0 ? table : drop('no-leg-signals', 'the file has a header and no rows');
  } catch (error) {
    if (error instanceof ColumnSelectionError) return drop('no-leg-signals', 'no column with a known name');
    if (!isDelimitedError(error)) throw error;
    return drop('unreadable-file', error.message);
  }
}
