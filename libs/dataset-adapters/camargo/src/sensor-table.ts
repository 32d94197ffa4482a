import { type EvenClock, evenClock, UnevenClockError } from '@emgfm/adapter-kit';
import { MatError, openMat, texts, type MatFile, type MatTable } from '@emgfm/matfile';

/** A table of one sensor, its rows on an even clock; rows that were lost are NaN. */
export interface SensorTable {
  readonly samplingRateHz: number;
  readonly startS: number;
  /** Samples of a column; null where the file lacks it or it holds no numbers. */
  column(name: string): Float64Array | null;
}

/** Why a file that MATLAB can read is of no use here: says what was expected and found. */
export class SensorTableProblem extends Error {}

/** Is this a damaged file, or one without the table that was expected? */
export function isUnusableFile(error: unknown): error is Error {
  return [MatError, SensorTableProblem, UnevenClockError].some((kind) => error instanceof kind);
}

/** Opens a file for as long as it is used. */
export async function withMat<T>(path: string, use: (mat: MatFile) => Promise<T>): Promise<T> {
  const mat = await openMat(path);
  try {
    return await use(mat);
  } finally {
    await mat.close();
  }
}

/** A table variable of an open file. @throws SensorTableProblem where there is none */
export async function readTable(mat: MatFile, name: string): Promise<MatTable> {
  const found = mat.variables.find((variable) => variable.name.toLowerCase() === name);
  if (found === undefined) {
    const names = mat.variables.map((variable) => variable.name).join(', ') || 'nothing';
    throw new SensorTableProblem(`expected a table '${name}', found ${names}`);
  }
  const value = await mat.read([found.name]);
  if (value.kind !== 'table') throw new SensorTableProblem(`expected '${name}' to be a table, found ${value.kind}`);
  return value;
}

/** The column of a table, whatever its case; undefined where there is none. */
export function tableColumn(table: MatTable, name: string): MatTable['columns'][number] | undefined {
  return table.columns[table.variableNames.findIndex((candidate) => candidate.toLowerCase() === name.toLowerCase())];
}

/** Numbers of a column as doubles; null where it is missing or holds none. */
export function numericColumn(table: MatTable, name: string): Float64Array | null {
  const column = tableColumn(table, name);
  if (column?.kind !== 'numeric' || column.values.length !== table.dims[0]) return null;
  return column.values instanceof Float64Array
    ? column.values
    : Float64Array.from<number | bigint>(column.values, Number);
}

/** Texts of a column, one per row; null where it is missing or holds something else. */
export function textColumn(table: MatTable, name: string): (string | null)[] | null {
  const column = tableColumn(table, name);
  if (column === undefined || !TEXT_KINDS.includes(column.kind)) return null;
  const found = texts(column);
  return found.length === table.dims[0] ? found : null;
}

const TEXT_KINDS: readonly string[] = ['char', 'string', 'cell', 'categorical'];

/** Times (s) of the rows, and the even clock behind them. @throws SensorTableProblem without the column, UnevenClockError */
export function tableClock(table: MatTable): { timesS: Float64Array; clock: EvenClock } {
  const timesS = numericColumn(table, 'header');
  if (timesS !== null) return { timesS, clock: evenClock(timesS) };
  throw new SensorTableProblem(`no numeric column 'Header' among ${table.variableNames.join(', ')}`);
}

/** The table `data` of a sensor file. @throws MatError, SensorTableProblem */
export async function readSensorTable(path: string): Promise<SensorTable> {
  return sensorTable(await withMat(path, (mat) => readTable(mat, 'data')));
}

/** A table on the even clock of its own times. @throws SensorTableProblem, UnevenClockError */
export function sensorTable(table: MatTable): SensorTable {
  const { samplingRateHz, startS, spread } = tableClock(table).clock;
  return {
    samplingRateHz,
    startS,
    column: (name) => {
      const values = numericColumn(table, name);
      return values && spread(values);
    },
  };
}
