import type { GaitEvent, GaitEventKind, Side } from '@emgfm/schema';
import { eventTimesS, sortedByTime } from './event-detector';

/** Ascending times (s) of each kind of event of each foot. */
export type EventIndex = { readonly [side in Side]: { readonly [kind in GaitEventKind]: readonly number[] } };

/** Sorts events by foot and kind once, for many look-ups. */
export function indexEvents(events: readonly GaitEvent[]): EventIndex {
  const of = (side: Side): EventIndex[Side] => ({
    foot_strike: eventTimesS(events, side, 'foot_strike'),
    foot_off: eventTimesS(events, side, 'foot_off'),
  });
  return { left: of('left'), right: of('right') };
}

/** Index of the first value above a limit in an ascending list. */
export function firstAfter(ascending: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A look-up of the event of the same foot and kind that is nearest in time, at most `withinS` (s) away. */
export type CounterpartLookUp = (event: GaitEvent, withinS: number) => GaitEvent | undefined;

/** Sorts events once for many look-ups of counterparts. */
export function counterpartsAmong(events: readonly GaitEvent[]): CounterpartLookUp {
  const ordered = sortedByTime(events);
  const listOf = (side: Side, kind: GaitEventKind) => {
    const own = ordered.filter((event) => event.side === side && event.kind === kind);
    return { own, timesS: own.map(({ timeS }) => timeS) };
  };
  const lists = {
    left: { foot_strike: listOf('left', 'foot_strike'), foot_off: listOf('left', 'foot_off') },
    right: { foot_strike: listOf('right', 'foot_strike'), foot_off: listOf('right', 'foot_off') },
  };
  return ({ side, kind, timeS }, withinS) => {
    const { own, timesS } = lists[side][kind];
    const next = firstAfter(timesS, timeS);
    const distanceS = (other: GaitEvent | undefined): number => (other ? Math.abs(other.timeS - timeS) : Infinity);
    const nearest = distanceS(own[next - 1]) <= distanceS(own[next]) ? own[next - 1] : own[next];
    return distanceS(nearest) <= withinS ? nearest : undefined;
  };
}
