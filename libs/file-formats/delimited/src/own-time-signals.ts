import { LayoutError } from './errors';
import type { DelimitedTable } from './read-delimited';

/** Names of time columns in seconds: Delsys EMGworks (`X[s]`), Trigno Discover (`EMG 1 Time Series (s)`), and plain ones. */
export const TIME_COLUMN_NAME = /^(?:x ?\[s\]|.*\btime(?: series)?\s*(?:[[(]s(?:ec)?[\])]|,\s*s)?)$/i;

/** A signal with the times of its own samples. */
export interface OwnTimeSignal {
  /** Zero-based index of its column in the file; names may repeat. */
  readonly index: number;
  readonly name: string;
  readonly unit: string | null;
  /** Stated rate of the column, else (n - 1) / (end - start) of its times, in hertz; null for fewer than two samples. */
  readonly samplingRateHz: number | null;
  /** Times in seconds. */
  readonly timeS: Float64Array;
  readonly values: Float64Array;
}

/**
 * Takes apart a table in which signals of different rates stand side by side, each behind its own time column and only as
 * long as it was sampled, as Delsys exports them. A time column serves every column up to the next one.
 *
 * @returns the signals in the order of the file, each as long as its times
 * @throws LayoutError where the first column is no time column, or a signal has samples after its times end
 */
export function signalsWithOwnTime(table: DelimitedTable): OwnTimeSignal[] {
  const signals: OwnTimeSignal[] = [];
  let timeS: Float64Array | null = null;
  table.columns.forEach(({ index, name, unit, samplingRateHz }, c) => {
    const values = table.values[c];
    if (!(values instanceof Float64Array)) return;
    if (TIME_COLUMN_NAME.test(name)) {
      timeS = values.slice(0, sampledLength(values));
      return;
    }
    if (timeS === null) throw new LayoutError(`expected a time column before ${JSON.stringify(name)}, found none`, '');
    const sampled = sampledLength(values);
    if (sampled > timeS.length) {
      throw new LayoutError(
        `column ${index + 1} (${name}): expected at most ${timeS.length} samples, found ${sampled}`,
        '',
      );
    }
    const elapsedS = timeS[timeS.length - 1] - timeS[0];
    const measured = timeS.length > 1 && elapsedS > 0 ? (timeS.length - 1) / elapsedS : null;
    signals.push({
      index,
      name,
      unit,
      samplingRateHz: samplingRateHz ?? measured,
      timeS,
      values: values.slice(0, timeS.length),
    });
  });
  return signals;
}

/** Samples up to the last one that is not missing. */
function sampledLength(values: Float64Array): number {
  let length = values.length;
  while (length > 0 && Number.isNaN(values[length - 1])) length--;
  return length;
}
