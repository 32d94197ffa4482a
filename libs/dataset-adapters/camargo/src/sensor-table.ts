import { MatError, openMat, type MatFile, type MatTable } from '@emgfm/matfile';

/** A table of one sensor, its rows on an even clock; rows that were lost are NaN. */
export interface SensorTable {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly numSamples: number;
  /** Samples of a column; null where the file lacks it or it holds no numbers. */
  column(name: string): Float64Array | null;
}

/** Why a file that MATLAB can read is of no use here: says what was expected and found. */
export class SensorTableProblem extends Error {}

/** Is this a damaged file, or one without the table that was expected? */
export function isUnusableFile(error: unknown): error is Error {
  return error instanceof MatError || error instanceof SensorTableProblem;
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
  return column.values instanceof Float64Array ? column.values : Float64Array.from(column.values as Float32Array);
}

/** Times (s) of the rows. @throws SensorTableProblem for fewer than two rows, or times that do not grow */
export function headerTimesS(table: MatTable): Float64Array {
  const times = numericColumn(table, 'header');
  if (times === null)
    throw new SensorTableProblem(`no numeric column 'Header' among ${table.variableNames.join(', ')}`);
  if (times.length < 2) throw new SensorTableProblem(`expected at least two rows, found ${times.length}`);
  const back = times.findIndex((timeS, row) => !(row === 0 ? Number.isFinite(timeS) : timeS > times[row - 1]));
  if (back >= 0) throw new SensorTableProblem(`'Header' does not grow at row ${back + 1}: ${times[back]} s`);
  return times;
}

/** Median of the steps between times (s). */
export function medianStepS(times: Float64Array): number {
  const steps = times.slice(1).map((timeS, row) => timeS - times[row]);
  return steps.sort()[steps.length >> 1];
}

/** Rows that a clock may skip in all, as a share of those that are there: beyond it the times are not those of one trial. */
const GREATEST_GAP_SHARE = 3;

/** The table `data` of a sensor file. @throws MatError, SensorTableProblem */
export async function readSensorTable(path: string): Promise<SensorTable> {
  return sensorTable(await withMat(path, (mat) => readTable(mat, 'data')));
}

/** A table on the even clock of its own times. @throws SensorTableProblem */
export function sensorTable(table: MatTable): SensorTable {
  const times = headerTimesS(table);
  const stepS = medianStepS(times);
  const places = new Int32Array(times.length);
  for (let row = 1; row < times.length; row += 1) {
    places[row] = places[row - 1] + Math.max(1, Math.round((times[row] - times[row - 1]) / stepS));
    if (places[row] > (1 + GREATEST_GAP_SHARE) * times.length + 1) {
      throw new SensorTableProblem(`'Header' jumps to ${times[row]} s at row ${row + 1}`);
    }
  }
  const last = times.length - 1;
  const [startS, numSamples] = [times[0], places[last] + 1];
  const samplingRateHz = Number((places[last] / (times[last] - startS)).toPrecision(9));
  const uneven = times.findIndex((timeS, row) => Math.abs((timeS - startS) * samplingRateHz - places[row]) > 0.5);
  if (uneven >= 0) throw new SensorTableProblem(`'Header' is not even: ${times[uneven]} s at row ${uneven + 1}`);
  return {
    samplingRateHz,
    startS,
    numSamples,
    column: (name) => {
      const values = numericColumn(table, name);
      if (values === null || numSamples === times.length) return values;
      const spread = new Float64Array(numSamples).fill(NaN);
      values.forEach((value, row) => (spread[places[row]] = value));
      return spread;
    },
  };
}
