/** A table of a trial, by the columns of its strides. */
export interface TrialTable {
  readonly rowCount: number;
  /** Numbers of a column of a stride, e.g. `column(1, 'Hip_X')` or `column(2, 'VL')`; null where there is none. */
  readonly column: (stride: 1 | 2, name: string) => Float64Array | null;
}

/**
 * Stride and quantity that a column name stands for, whatever its order, case and separators: `St1_Hip_X`, `Hip_St1_X` and `st1 HipX` are
 * `1/hip_x`, `St2_GAL` is `2/gal`. Null for names of other things.
 */
export function columnKey(name: string): string | null {
  const stride = /st(?:ride)?[ _]*([12])(?!\d)/i.exec(name);
  if (stride === null) return null;
  const rest = name.replace(stride[0], ' ');
  const muscle = /(?<![a-z])(vl|bf|ta|gal)(?![a-z])/i.exec(rest)?.[1];
  const joint = /hip|knee|ankle/i.exec(rest)?.[0];
  const axis = /(?<![a-z])([xyz])(?![a-z])/i.exec(joint === undefined ? rest : rest.replace(joint, ' '))?.[1];
  const quantity = muscle ?? (joint && axis ? `${joint}_${axis}` : null);
  return quantity === null ? null : `${stride[1]}/${quantity.toLowerCase()}`;
}

/** A table from columns by name; of columns with the same meaning the first counts. */
export function trialTable(rowCount: number, columns: readonly (readonly [string, Float64Array])[]): TrialTable {
  const byKey = new Map<string, Float64Array>();
  for (const [name, values] of columns) {
    const key = columnKey(name);
    if (key !== null && !byKey.has(key)) byKey.set(key, values);
  }
  return { rowCount, column: (stride, name) => byKey.get(`${stride}/${name.toLowerCase()}`) ?? null };
}

/** Stride times of one leg at one speed: one row for each trial. */
export interface StrideTimes {
  /** Names of the trials, row by row; empty where the table has none. */
  readonly trials: readonly string[];
  readonly rowCount: number;
  /** Seconds of the first or second stride; null where the table has no such column. */
  readonly column: (stride: 1 | 2) => Float64Array | null;
}

/** Stride times from columns by name: `St1_Time`, `St2_Time`. */
export function strideTimes(
  rowCount: number,
  columns: readonly (readonly [string, Float64Array])[],
  trials: readonly string[] = [],
): StrideTimes {
  const found = (stride: 1 | 2): Float64Array | null =>
    columns.find(([name]) => /st(?:ride)?[ _]*([12])(?!\d)/i.exec(name)?.[1] === String(stride))?.[1] ?? null;
  return { trials, rowCount, column: found };
}

/** `T3` for a name that ends in a number behind a T, as in `T03` and `Trial_3`; other names stay as they are. */
export function trialKey(name: string): string {
  const number = /(?:^|[^a-z])t(?:rial)?[ _]*0*(\d+)$/i.exec(name.trim())?.[1];
  return number === undefined ? name.trim() : `T${number}`;
}

/**
 * The time (s) of a stride of a trial; NaN where the table does not tell which row is its own. Rows go by the names of the trials where the
 * table has them, else by the numbers of the trials, else in their order where there are as many rows as trials.
 */
export function strideTimeS(times: StrideTimes, stride: 1 | 2, trial: string, trials: readonly string[]): number {
  const column = times.column(stride);
  if (column === null) return NaN;
  const named = times.trials.map(trialKey).indexOf(trial);
  if (named >= 0) return column[named] ?? NaN;
  const numbers = trials.map((name) => Number(/^T(\d+)$/.exec(name)?.[1] ?? NaN));
  if (times.rowCount === Math.max(...numbers)) return column[(numbers[trials.indexOf(trial)] ?? NaN) - 1] ?? NaN;
  return times.rowCount === trials.length ? (column[trials.indexOf(trial)] ?? NaN) : NaN;
}
