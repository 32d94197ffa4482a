import { type Drop, type GaitEvent, type GaitEventKind, type Side, SIDES, SOURCE_EVENTS } from '@emgfm/schema';
import { EVENT_LISTS, MODES, RESTING_MODES, SAMPLING_RATE_HZ, SIDE_PREFIX, STRIDE_LIMITS_S } from './channels';
import type { CircuitTable } from './circuit-table';

/** An event of the lists; modes are NaN where its code names none. */
export interface HuEvent extends GaitEvent {
  readonly previousMode: number;
  readonly mode: number;
}

/** One strike to the next of the same leg, as the rules of the source accept it, with its only foot-off. */
export interface HuStride {
  readonly side: Side;
  readonly start: HuEvent;
  readonly footOff: HuEvent;
  readonly end: HuEvent;
}

/** Modes before and after an event: first and third digit of its code, which loses leading zeros. */
export function modesOfCode(code: number): { previousMode: number; mode: number } {
  if (!(Number.isInteger(code) && code > 0 && code <= 9999)) return { previousMode: NaN, mode: NaN };
  const [previousMode, mode] = [Math.floor(code / 1000), Math.floor((code % 100) / 10)];
  const known = [previousMode, mode].every((digit) => digit in MODES || RESTING_MODES.includes(digit));
  return known ? { previousMode, mode } : { previousMode: NaN, mode: NaN };
}

/** The events of both legs in order of time; row numbers that no row has are named in `notes`. */
export function readEvents(table: CircuitTable): { events: HuEvent[]; notes: string[] } {
  const notes: string[] = [];
  const events = SIDES.flatMap((side) =>
    EVENT_LISTS.flatMap(({ kind, rows, codes }) => {
      const rowNumbers = table.column(SIDE_PREFIX[side] + rows) ?? new Float64Array();
      const triggers = table.column(SIDE_PREFIX[side] + codes);
      const listed = new Map<number, number>();
      rowNumbers.forEach((row, place) => {
        if (Number.isNaN(row)) return;
        if (Number.isInteger(row) && row >= 1 && row <= table.rowCount) listed.set(row, triggers?.[place] ?? NaN);
        else notes.push(`${side} ${kind} ${place + 1}: row ${row} of ${table.rowCount}, not used`);
      });
      return [...listed].map(([row, code]) => eventAt((row - 1) / SAMPLING_RATE_HZ, side, kind, code));
    }),
  );
  return { events: events.sort((a, b) => a.timeS - b.timeS), notes };
}

function eventAt(timeS: number, side: Side, kind: GaitEventKind, code: number): HuEvent {
  return { timeS, side, kind, source: SOURCE_EVENTS, confidence: 1, ...modesOfCode(code) };
}

/**
 * The strides that the lists of events hold: consecutive strikes of one leg that begin in a mode of walking, last 0.5 to 1.5 s and
 * have one foot-off of that leg between them. Every other piece between two strikes is dropped with a reason.
 */
export function acceptStrides(
  events: readonly HuEvent[],
  trial: string,
  onDrop: (drop: Drop) => void,
): readonly HuStride[] {
  return SIDES.flatMap((side) => {
    const own = events.filter((event) => event.side === side);
    const strikes = own.filter(({ kind }) => kind === 'foot_strike');
    return strikes.slice(1).flatMap((end, place): HuStride[] => {
      const start = strikes[place] as HuEvent;
      const footOffs = own.filter(({ kind, timeS }) => kind === 'foot_off' && timeS > start.timeS && timeS < end.timeS);
      const problem = strideProblem(start, end, footOffs.length);
      if (problem === null) return [{ side, start, footOff: footOffs[0] as HuEvent, end }];
      const what = `${trial} ${side} ${start.timeS.toFixed(3)} s to ${end.timeS.toFixed(3)} s`;
      onDrop({ what, level: 'stride', ...problem });
      return [];
    });
  }).sort((a, b) => a.start.timeS - b.start.timeS);
}

function strideProblem(start: HuEvent, end: HuEvent, footOffs: number): Pick<Drop, 'reason' | 'detail'> | null {
  const durationS = end.timeS - start.timeS;
  const { shortest, longest } = STRIDE_LIMITS_S;
  const found = `${durationS.toFixed(3)} s`;
  if (RESTING_MODES.includes(start.mode)) return { reason: 'not-a-stride', detail: `begins in mode ${start.mode}` };
  if (durationS < shortest)
    return { reason: 'stride-too-short', detail: `expected at least ${shortest} s, found ${found}` };
  if (durationS > longest) {
    const detail = `expected at most ${longest} s, found ${found}: an event between was deleted, or the person paused`;
    return { reason: 'stride-too-long', detail };
  }
  if (footOffs !== 1) return { reason: 'event-order', detail: `expected one foot-off, found ${footOffs}` };
  const unknown = [start, end].find(({ mode }) => Number.isNaN(mode));
  if (unknown) return { reason: 'not-a-stride', detail: `the code of the strike at ${unknown.timeS} s names no mode` };
  return null;
}

/**
 * Strides in bouts of walking. Within a bout the strides of each leg follow each other without a hole, so that its strikes bound
 * these strides and no others.
 */
export function boutsOf(strides: readonly HuStride[]): readonly (readonly HuStride[])[] {
  const bouts: HuStride[][] = [];
  const endS = { left: NaN, right: NaN };
  for (const stride of strides) {
    const { side, start, end } = stride;
    const follows = Number.isNaN(endS[side])
      ? start.timeS <= endS[side === 'left' ? 'right' : 'left']
      : start.timeS === endS[side];
    if (!follows) {
      bouts.push([]);
      endS.left = endS.right = NaN;
    }
    bouts.at(-1)?.push(stride);
    endS[side] = end.timeS;
  }
  return bouts;
}
