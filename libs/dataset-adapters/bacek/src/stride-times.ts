import { oppositeSide, qualityFlags, type Side } from '@emgfm/schema';
import { SIDE_NAMES, STRIKE_FIELDS, USUAL_DURATIONS } from './channels';
import { median } from './cycle-matrix';
import type { LegSource, PersonTest } from './leg-strides';
import { inventedStrides, isAscending, type Strikes } from './strikes';

/** One stride of a leg: its place among the strikes, and when it is (s); NaN where that is not known. */
export interface StrideTime {
  readonly index: number;
  readonly startS: number;
  readonly endS: number;
}

type StrikesOfFeet = Readonly<Record<Side, Strikes | null>>;

/**
 * When the strides of a leg are. What is no stride, or lies outside the cycles that are to be cut again, is dropped with a reason;
 * cycles that begin with their own foot and fit no strikes are strides without a time.
 */
export function strideTimes(
  side: Side,
  sources: readonly LegSource[],
  strikes: StrikesOfFeet,
  { drop, note }: PersonTest,
): StrideTime[] {
  const there = sources.flatMap(({ matrix, start }) => (matrix === null ? [] : [{ cycles: matrix.cycles, start }]));
  const leg = `${SIDE_NAMES[side]} leg`;
  if (there.length === 0) {
    drop(leg, 'trial', 'no-leg-signals', 'no angle and no muscle with a cycle');
    return [];
  }
  const own = strikes[side];
  const other = oppositeSide(side);
  const isRecut = there.some(({ start }) => start === other);
  const numStrides = (own?.timesS.length ?? 0) - 1;
  const fits = there.some(({ cycles, start }) => start !== side || cycles === numStrides);
  if (own === null || numStrides < 1 || !fits) {
    const count = mostFrequent(there.flatMap(({ cycles, start }) => (start === side ? cycles : [])));
    const detail = `${numStrides + 1} ${STRIKE_FIELDS[side]}`;
    if (count === 0) {
      drop(leg, 'trial', 'too-few-events', detail);
      return [];
    }
    note(`${leg}: ${detail} for ${count} cycles, so when these strides were is not known`);
    return Array.from({ length: count }, (_, index) => ({ index, startS: NaN, endS: NaN }));
  }
  const bounds = isRecut ? strikes[other] : null;
  if (isRecut && (bounds === null || !isAscending(bounds))) {
    const detail = `the leg is to be cut again, but ${STRIKE_FIELDS[other]} ${bounds === null ? 'is missing' : 'does not ascend'}`;
    drop(leg, 'trial', 'event-order', detail);
    return [];
  }
  return Array.from({ length: numStrides }, (_, index) => ({
    index,
    startS: own.timesS[index],
    endS: own.timesS[index + 1],
  })).filter(({ startS, endS }) => {
    const what = `${leg} ${startS.toFixed(3)} s to ${endS.toFixed(3)} s`;
    if (endS <= startS) {
      drop(what, 'stride', 'event-order', 'the next strike is not after this one');
      return false;
    }
    if (bounds === null) return true;
    const [firstS, lastS] = [bounds.timesS[0], bounds.timesS[bounds.timesS.length - 1]];
    if (startS >= firstS && endS <= lastS) return true;
    const detail = `cut again from cycles that cover ${firstS.toFixed(3)} s to ${lastS.toFixed(3)} s`;
    drop(what, 'stride', 'outside-recording', detail);
    return false;
  });
}

/** The number that most of them are, the greater of two; 0 where there is none. */
function mostFrequent(counts: readonly number[]): number {
  const times = (count: number): number => counts.filter((other) => other === count).length;
  return counts.reduce((best, count) => {
    const ahead = times(count) - times(best);
    return ahead > 0 || (ahead === 0 && count > best) ? count : best;
  }, 0);
}

/**
 * Quality bits of strides: far from the median duration, bounded by a strike that looks invented, cut again.
 * @param own strikes of the foot that bound the strides; null where there are none
 */
export function qualityOf(times: readonly StrideTime[], own: Strikes | null, isRecut: boolean): readonly number[] {
  const durations = times.map(({ startS, endS }) => endS - startS);
  const middleS = median(durations);
  const [least, greatest] = USUAL_DURATIONS;
  const invented = own === null ? [] : inventedStrides(own);
  return times.map(({ index, startS }, i) =>
    qualityFlags(
      ...(durations[i] < least * middleS || durations[i] > greatest * middleS ? (['duration_outlier'] as const) : []),
      ...(Number.isFinite(startS) && invented[index] ? (['low_event_confidence'] as const) : []),
      ...(isRecut ? (['recut'] as const) : []),
    ),
  );
}
