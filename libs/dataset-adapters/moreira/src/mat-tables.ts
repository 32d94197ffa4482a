import { join } from 'node:path';
import type { ReadOptions, TreeFile } from '@emgfm/adapter-kit';
import { isMatError, openMat, type MatCell, type MatFile, type MatTable, type MatValue } from '@emgfm/matfile';
import { SPEEDS_KMH, STRIDE_TIME_NAME, type Leg, type Signal } from './channels';
import { strideTimeS, strideTimes, trialKey, trialTable } from './columns';
import { legKey, signalOf } from './folder';
import type { LegTables, PersonTables } from './leg-tables';

/** The MAT file of a person; null, with a drop, where it can't be read. */
export async function matTables(root: string, file: TreeFile, options: ReadOptions): Promise<PersonTables | null> {
  let mat: MatFile | null = null;
  try {
    const open = (mat = await openMat(join(root, file.path)));
    const variable = open.variables.find(({ name }) => /_pro$/i.test(name))?.name;
    if (variable === undefined) {
      const detail = `expected a variable Subject1_pro or the like, found ${open.variables.map(({ name }) => name).join(', ')}`;
      return await giveUp(open, file, 'no-leg-signals', detail, options);
    }
    return {
      speeds: Object.keys(SPEEDS_KMH),
      leg: (speed, leg) => readLeg(open, variable, speed, leg, file, options),
      close: () => open.close(),
    };
  } catch (error) {
    if (!isMatError(error)) throw error;
    return giveUp(mat, file, 'unreadable-file', error.message, options);
  }
}

async function giveUp(
  mat: MatFile | null,
  { path }: TreeFile,
  reason: 'unreadable-file' | 'no-leg-signals',
  detail: string,
  { onDrop }: ReadOptions,
): Promise<null> {
  onDrop?.({ what: path, level: 'file', reason, detail });
  await mat?.close();
  return null;
}

async function readLeg(
  mat: MatFile,
  variable: string,
  speed: string,
  { letter }: Leg,
  file: TreeFile,
  options: ReadOptions,
): Promise<LegTables | null> {
  let leg: MatValue;
  try {
    leg = await mat.read([variable, speed, letter]);
  } catch (error) {
    if (!isMatError(error)) throw error;
    if (error.tag === 'mat-path') return null; // a speed that this person did not walk
    const what = `${file.path} ${legKey(speed, letter)}`;
    options.onDrop?.({ what, level: 'trial', reason: 'unreadable-file', detail: error.message });
    return null;
  }
  if (leg.kind !== 'struct') return null;
  const fields = [...leg.fields].flatMap(([name, [value]]) => (value === undefined ? [] : [[name, value] as const]));
  const signals = new Map<Signal, ReadonlyMap<string, MatTable>>();
  for (const [name, value] of fields) {
    const signal = signalOf(name);
    if (signal !== null && value.kind === 'cell') signals.set(signal, tablesByTrial(value));
  }
  const stored = fields.find(([name]) => STRIDE_TIME_NAME.test(name))?.[1];
  const times =
    stored?.kind === 'table' ? strideTimes(stored.dims[0] ?? 0, numericColumns(stored), stored.rowNames) : null;
  // in the order of the rows, which is that of the stride times
  const trials = [...new Set([...signals.values()].flatMap((tables) => [...tables.keys()]))];
  return {
    trials,
    has: (signal) => signals.has(signal),
    files: () => [file.path],
    table: async (signal, trial) => {
      const table = signals.get(signal)?.get(trial);
      return table === undefined ? null : trialTable(table.dims[0] ?? 0, numericColumns(table));
    },
    strideTimeS: async (stride, trial) => (times === null ? NaN : strideTimeS(times, stride, trial, trials)),
  };
}

/** A cell of two columns, the name of a trial and its table; a trial without a name goes by its row. */
function tablesByTrial({ cells, dims }: MatCell): Map<string, MatTable> {
  const rows = dims[0] ?? 0;
  const tables = new Map<string, MatTable>();
  for (let row = 0; row < rows; row += 1) {
    const [name, table] = [cells[row], cells[rows + row]];
    const key = name?.kind === 'char' && name.text.trim() !== '' ? trialKey(name.text) : `T${row + 1}`;
    if (table?.kind === 'table' && !tables.has(key)) tables.set(key, table);
  }
  return tables;
}

function numericColumns({ variableNames, columns }: MatTable): [string, Float64Array][] {
  return variableNames.flatMap((name, i): [string, Float64Array][] => {
    const column = columns[i];
    if (column?.kind !== 'numeric') return [];
    return [[name, column.values instanceof Float64Array ? column.values : Float64Array.from(column.values, Number)]];
  });
}
