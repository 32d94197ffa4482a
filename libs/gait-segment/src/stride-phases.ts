import { oppositeSide, type Side } from '@emgfm/schema';
import { firstAfter, type EventIndex } from './event-index';

/** Where the events of both feet fall within one stride; shares are of the stride duration, 0-1, NaN where unknown. */
export interface StridePhases {
  /** Foot-off of this leg (s). */
  readonly footOffS: number;
  /** Foot-off of the other leg, at the end of the first double support (s). */
  readonly contralateralFootOffS: number;
  /** Strike of the other leg, at the start of the second double support (s). */
  readonly contralateralStrikeS: number;
  /** Time from strike to foot-off as a share: equals the phase of the foot-off. */
  readonly stanceShare: number;
  /** Phase of the other leg's foot-off. */
  readonly contralateralFootOffShare: number;
  /** Phase of the other leg's strike: 0.5 in symmetric walking. */
  readonly contralateralStrikeShare: number;
  /** Both double supports together as a share; negative in running, where both feet are in the air. */
  readonly doubleSupportShare: number;
}

/** How many events of each kind lie strictly inside a stride. */
export interface EventsInside {
  readonly footOffsS: readonly number[];
  readonly contralateralFootOffsS: readonly number[];
  readonly contralateralStrikesS: readonly number[];
}

/** The events between the two strikes that bound a stride. */
export function eventsInside(index: EventIndex, side: Side, startS: number, endS: number): EventsInside {
  const inside = (timesS: readonly number[]): readonly number[] => {
    const found: number[] = [];
    for (let i = firstAfter(timesS, startS); i < timesS.length && timesS[i] < endS; i += 1) found.push(timesS[i]);
    return found;
  };
  const other = index[oppositeSide(side)];
  return {
    footOffsS: inside(index[side].foot_off),
    contralateralFootOffsS: inside(other.foot_off),
    contralateralStrikesS: inside(other.foot_strike),
  };
}

/** Phases of a stride from the events inside it; an event that is missing, or there twice, leaves its phase unknown. */
export function stridePhases(inside: EventsInside, startS: number, endS: number): StridePhases {
  const single = (timesS: readonly number[]): number => (timesS.length === 1 ? timesS[0] : NaN);
  const share = (timeS: number): number => (timeS - startS) / (endS - startS);
  const footOffS = single(inside.footOffsS);
  const contralateralFootOffS = single(inside.contralateralFootOffsS);
  const contralateralStrikeS = single(inside.contralateralStrikesS);
  const stanceShare = share(footOffS);
  const contralateralFootOffShare = share(contralateralFootOffS);
  const contralateralStrikeShare = share(contralateralStrikeS);
  // In running the other foot leaves the ground before this stride starts or after its own strike; one formula serves both.
  const firstSupport =
    contralateralFootOffShare > contralateralStrikeShare ? contralateralFootOffShare - 1 : contralateralFootOffShare;
  return {
    footOffS,
    contralateralFootOffS,
    contralateralStrikeS,
    stanceShare,
    contralateralFootOffShare,
    contralateralStrikeShare,
    doubleSupportShare: firstSupport + stanceShare - contralateralStrikeShare,
  };
}

/** Largest disagreement of two events that does not yet count as a wrong order (s): hand labels differ by 1-3 frames. */
const ORDER_TOLERANCE_S = 0.03;

/**
 * What is wrong with the order of events in a stride, in words; null where nothing is. Walking: strike, other foot-off, other
 * strike, foot-off. Running: strike, foot-off, other strike, other foot-off. Events that are not known are not missed here.
 */
export function orderProblem(inside: EventsInside, phases: StridePhases, running: boolean): string | null {
  const counts = [
    ['foot-offs', inside.footOffsS],
    ['foot-offs of the other leg', inside.contralateralFootOffsS],
    ['strikes of the other leg', inside.contralateralStrikesS],
  ] as const;
  for (const [what, timesS] of counts) {
    if (timesS.length > 1) return `${timesS.length} ${what} within the stride, at ${timesS.map(seconds).join(' and ')}`;
  }
  const { footOffS, contralateralFootOffS, contralateralStrikeS } = phases;
  const before = (a: number, b: number): boolean => a < b - ORDER_TOLERANCE_S;
  const flight = before(footOffS, contralateralStrikeS) || before(contralateralStrikeS, contralateralFootOffS);
  if (flight && !running) {
    return before(footOffS, contralateralStrikeS)
      ? `foot-off at ${seconds(footOffS)} before the strike of the other leg at ${seconds(contralateralStrikeS)}`
      : `strike of the other leg at ${seconds(contralateralStrikeS)} before its foot-off at ${seconds(contralateralFootOffS)}`;
  }
  return null;
}

/** A time as it stands in reasons. */
export function seconds(timeS: number): string {
  return `${timeS.toFixed(3)} s`;
}
