import type { Decision } from '@emgfm/schema';
import type { LabelTable } from './named-columns';

/** How rows of a label file lie in the time of its data file. */
export interface LabelClock {
  /** Time (s, clock of the data file) at which a row begins; NaN where the row has no time. */
  readonly timeOfRow: (row: number) => number;
  readonly decision: Decision;
}

/**
 * Joins a label file with its data file: by time where both have one clock, else by row where they have as many rows.
 * @param dataTimesS time of every row of the data file (s)
 * @param stepS time between two rows (s)
 * @returns null where they cannot be joined
 */
export function labelClock(labels: LabelTable, dataTimesS: Float64Array, stepS: number): LabelClock | null {
  const { timesS, statuses } = labels;
  const [first, last] = [dataTimesS[0], dataTimesS[dataTimesS.length - 1]];
  const finite = timesS?.filter(Number.isFinite) ?? new Float64Array();
  const join = (decided: string, evidence: string, times: Float64Array): LabelClock => ({
    timeOfRow: (row) => (row < statuses.length ? (times[row] ?? NaN) : (times[row - 1] ?? NaN)),
    decision: { fact: 'labels joined with data', decided, evidence },
  });
  if (timesS !== null && finite.length > 0) {
    const [labelFirst, labelLast] = [finite[0], finite[finite.length - 1]];
    const span = `labels run from ${labelFirst} s to ${labelLast} s, data from ${first} s to ${last} s`;
    const oneStart = Math.abs(labelFirst - first) <= stepS;
    const inside = labelFirst >= first - stepS && labelLast <= last + stepS;
    if (oneStart || inside) return join('by time', span, timesS);
    if (statuses.length === dataTimesS.length) {
      return join('by row: the clocks differ', `${span}, both in ${statuses.length} rows`, dataTimesS);
    }
    return null;
  }
  return join(
    'by row: the labels have no time',
    `${statuses.length} rows of labels, ${dataTimesS.length} of data`,
    dataTimesS,
  );
}
