import type { Movement } from './channels';
import type { LabelTable } from './named-columns';

/** A labelled gait cycle, in rows of the label file: strike, foot-off, and the first row behind it. */
export interface LabelledCycle {
  /** Number of the cycle; NaN where the file gives none. */
  readonly group: number;
  readonly startRow: number;
  readonly footOffRow: number;
  readonly endRow: number;
}

/** A labelled piece that is no whole cycle. */
export interface BrokenCycle {
  readonly group: number;
  readonly startRow: number;
  readonly endRow: number;
  /** The statuses that were found, in order. */
  readonly statuses: readonly number[];
}

/**
 * The cycles of a label file. A cycle is a run of rows of one group whose status runs from 1 to the last one without a step left
 * out: it is never taken from the strike of one group to the strike of the next.
 */
export function cyclesOf(
  { statuses, groups }: Pick<LabelTable, 'statuses' | 'groups'>,
  movement: Pick<Movement, 'statuses' | 'footOffStatus'>,
): { readonly cycles: readonly LabelledCycle[]; readonly broken: readonly BrokenCycle[] } {
  const cycles: LabelledCycle[] = [];
  const broken: BrokenCycle[] = [];
  const numRows = statuses.length;
  let startRow = 0;
  while (startRow < numRows) {
    const first = statusOf(statuses[startRow], movement.statuses);
    if (first === 0) {
      startRow += 1;
      continue;
    }
    const group = numberOf(groups[startRow]);
    const begins = new Map([[first, startRow]]);
    let latest = first;
    let row = startRow + 1;
    for (; row < numRows && Object.is(numberOf(groups[row]), group); row += 1) {
      const status = statusOf(statuses[row], movement.statuses);
      // a status that falls back is the strike of the next cycle, one that is missing ends this one
      if (status < latest) break;
      if (status > latest) begins.set(status, row);
      latest = status;
    }
    const footOffRow = begins.get(movement.footOffStatus);
    if (begins.size === movement.statuses && footOffRow !== undefined) {
      cycles.push({ group, startRow, footOffRow, endRow: row });
    } else {
      broken.push({ group, startRow, endRow: row, statuses: [...begins.keys()] });
    }
    startRow = row;
  }
  return { cycles, broken };
}

/** Status 1 to the last one; 0 for rows outside cycles: empty, `A`, `R`, or anything else. Some files write `1`, some `1.0`. */
function statusOf(text: string, statuses: number): number {
  const status = numberOf(text);
  return Number.isInteger(status) && status >= 1 && status <= statuses ? status : 0;
}

function numberOf(text: string | undefined): number {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? NaN : Number(trimmed);
}
