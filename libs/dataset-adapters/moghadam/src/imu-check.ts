import { join } from 'node:path';
import { type DelimitedTable, isDelimitedError, readDelimited } from '@emgfm/delimited';
import type { GaitEvent } from '@emgfm/schema';
import { columnKey, FOOT_ACCELERATION, LEGS } from './channels';

/** Where the impact is looked for, before and after a strike (s). */
const REACH_S = 0.15;

/**
 * How far the impacts that the foot sensors show lie from the strikes: a cross-check in words that changes no event.
 * @param path file of the inertial sensors below the root
 * @returns one note; it says so where the file tells nothing
 */
export async function compareWithImu(root: string, path: string, events: readonly GaitEvent[]): Promise<string[]> {
  try {
    const table = await readDelimited(join(root, path), { badCells: 'nan', raggedLines: 'pad', source: path });
    const timeS = columnOf(table, 'time');
    const offsetsMs = LEGS.flatMap(({ side, emgPrefix }) => {
      const acceleration = columnOf(table, emgPrefix + FOOT_ACCELERATION);
      if (timeS === null || acceleration === null) return [];
      return events
        .filter((event) => event.side === side && event.kind === 'foot_strike')
        .flatMap((strike) => impactTimes(timeS, acceleration, strike.timeS).map((at) => 1000 * (at - strike.timeS)));
    });
    if (offsetsMs.length === 0) return ['IMU check: no foot acceleration about a strike'];
    const found = offsetsMs.map((offset) => offset.toFixed(0)).join(', ');
    return [`IMU check: the greatest foot acceleration lies ${found} ms from the strikes`];
  } catch (error) {
    if (!isDelimitedError(error)) throw error;
    return [`IMU check: ${error.message}`];
  }
}

function columnOf({ columns, values }: DelimitedTable, name: string): Float64Array | null {
  const index = columns.findIndex((column) => columnKey(column.name) === columnKey(name));
  const found = values[index];
  return found instanceof Float64Array ? found : null;
}

/** Time of the greatest deviation from rest about a strike; none where the file does not reach it. */
function impactTimes(timeS: Float64Array, acceleration: Float64Array, strikeS: number): number[] {
  const rest = acceleration.filter(Number.isFinite).sort();
  const median = rest[rest.length >> 1] ?? NaN;
  let [best, greatest] = [NaN, 0];
  timeS.forEach((at, row) => {
    const deviation = Math.abs((acceleration[row] as number) - median);
    if (Math.abs(at - strikeS) <= REACH_S && deviation > greatest) [best, greatest] = [at, deviation];
  });
  return Number.isNaN(best) ? [] : [best];
}
