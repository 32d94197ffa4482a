import { SIDES, type Decision, type Side } from '@emgfm/schema';
import { AGREEING_SHARE, CLOCK_TOLERANCE, STATED_EMG_RATE_HZ, STRIDE_TIMES_S } from './channels';
import type { BoundingSides, CountedEvents } from './cycle-start';
import { boundsOf, type CycleBounds } from './gait-events';

/** Samples of each cycle of each leg; NaN for a cycle without any. */
export type CycleLengths = Readonly<Record<Side, readonly number[]>>;

/** The lengths and events of one condition. */
export interface MeasuredCondition extends CountedEvents {
  readonly emgLengths: CycleLengths;
  readonly jointLengths: CycleLengths;
}

/** How an array stands in time. */
export interface ArrayClock {
  /** NaN where every cycle has the same number of points, whatever its time. */
  readonly samplingRateHz: number;
  /** The last sample of a cycle is the first of the next one. */
  readonly sharesEnds: boolean;
}

/** The clocks of a person. */
export interface PersonClocks {
  /** Seconds of one unit of `gaitEvents`; NaN where its times are not used. */
  readonly eventUnitS: number;
  readonly emg: ArrayClock;
  readonly joints: ArrayClock;
}

/** One cycle: how many steps its samples make, and how long it took. */
interface TimedCycle {
  readonly steps: number;
  readonly duration: number;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const within = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
const mostly = (values: readonly number[], fits: (value: number) => boolean): boolean =>
  values.length > 0 && values.filter(fits).length >= AGREEING_SHARE * values.length;

/** Steps between the samples of a cycle, up to the first sample of the next one. */
export function stepsOf(numSamples: number, { sharesEnds }: Pick<ArrayClock, 'sharesEnds'>): number {
  return sharesEnds ? numSamples - 1 : numSamples;
}

/**
 * Decides, once for a person, what the numbers in `gaitEvents` count and how EMG and joint arrays stand in time. A stated rate
 * counts only where it gives stride times; else the arrays are taken to have the same points in every cycle.
 * @param statedUnit of the events, e.g. `s`; '' where none is stated
 */
export function decideClocks(
  conditions: readonly MeasuredCondition[],
  boundedBy: BoundingSides,
  sharesEnds: { readonly emg: boolean; readonly joints: boolean },
  statedUnit: string,
): PersonClocks & { decisions: Decision[] } {
  const timed = (lengths: 'emgLengths' | 'jointLengths', shared: boolean): TimedCycle[] =>
    conditions.flatMap((condition) =>
      SIDES.flatMap((side) => {
        const strikes = boundedBy[side] && condition.events.strikes[boundedBy[side]];
        const bounds = boundsOf(strikes, condition.count);
        return condition[lengths][side].flatMap((length, t): TimedCycle[] =>
          length > 1 ? [{ steps: stepsOf(length, { sharesEnds: shared }), duration: durationOf(bounds?.[t]) }] : [],
        );
      }),
    );
  const emg = timed('emgLengths', sharesEnds.emg);
  const joints = timed('jointLengths', sharesEnds.joints);
  const unit = decideEventUnit(emg, joints, statedUnit);
  const inSeconds = (cycles: readonly TimedCycle[]): TimedCycle[] =>
    cycles.map(({ steps, duration }) => ({ steps, duration: duration * unit.eventUnitS }));
  const emgRate = decideEmgRate(inSeconds(emg), joints);
  const eventUnitS = emgRate.contradictsEvents ? NaN : unit.eventUnitS;
  const jointRateHz = rateByDurations(inSeconds(joints));
  return {
    eventUnitS,
    emg: { samplingRateHz: emgRate.samplingRateHz, sharesEnds: sharesEnds.emg },
    joints: {
      samplingRateHz: Number.isNaN(eventUnitS) ? rateByEmg(joints, emg, emgRate.samplingRateHz) : jointRateHz,
      sharesEnds: sharesEnds.joints,
    },
    decisions: [...(unit.decision === null ? [] : [unit.decision]), ...(emg.length === 0 ? [] : [emgRate.decision])],
  };
}

function durationOf(bounds: CycleBounds | undefined): number {
  return bounds === undefined ? NaN : bounds.end - bounds.start;
}

const areEqual = (cycles: readonly TimedCycle[]): boolean =>
  cycles.length > 1 && cycles.every(({ steps }) => steps === cycles[0]?.steps);

/** What the numbers of `gaitEvents` count: seconds, milliseconds, or samples of one of the arrays. */
function decideEventUnit(
  emg: readonly TimedCycle[],
  joints: readonly TimedCycle[],
  statedUnit: string,
): { eventUnitS: number; decision: Decision | null } {
  const known = [...emg, ...joints].map(({ duration }) => duration).filter(Number.isFinite);
  if (known.length === 0) return { eventUnitS: NaN, decision: null };
  const typical = median(known);
  const counts = (cycles: readonly TimedCycle[]): boolean =>
    !areEqual(cycles) && mostly(ratios(cycles), (ratio) => Math.abs(ratio - 1) <= CLOCK_TOLERANCE);
  const emgStepS = 1 / STATED_EMG_RATE_HZ;
  const candidates: readonly { name: string; unitS: number; fits: boolean }[] = [
    { name: 's', unitS: 1, fits: within(typical, STRIDE_TIMES_S) },
    { name: 'samples of EMG', unitS: emgStepS, fits: counts(emg) && within(typical * emgStepS, STRIDE_TIMES_S) },
    { name: 'ms', unitS: 1e-3, fits: !counts(emg) && !counts(joints) && within(typical * 1e-3, STRIDE_TIMES_S) },
  ];
  const stated = /^(s|sec|seconds?)$/i.test(statedUnit)
    ? 's'
    : /^(ms|msec|milliseconds?)$/i.test(statedUnit)
      ? 'ms'
      : '';
  const unit = candidates.find(({ name, fits, unitS }) =>
    stated === '' ? fits : name === stated && within(typical * unitS, STRIDE_TIMES_S),
  );
  const evidence = `the strikes that bound a cycle lie ${typical.toPrecision(3)} apart (median), its EMG has ${median(emg.map(({ steps }) => steps))} steps${statedUnit === '' ? '' : `; stated: ${statedUnit}`}`;
  const decided = unit?.name ?? 'not known; the times are not used';
  return { eventUnitS: unit?.unitS ?? NaN, decision: { fact: 'unit of gaitEvents', decided, evidence } };
}

/** Steps per unit of time of each cycle whose time is known. */
function ratios(cycles: readonly TimedCycle[]): number[] {
  return cycles.map(({ steps, duration }) => steps / duration).filter(Number.isFinite);
}

function decideEmgRate(
  emg: readonly TimedCycle[],
  joints: readonly TimedCycle[],
): { samplingRateHz: number; contradictsEvents: boolean; decision: Decision } {
  const fact = 'EMG rate';
  const lengths = emg.map(({ steps }) => steps);
  const span = `cycles of ${Math.min(...lengths)} to ${Math.max(...lengths)} steps`;
  const onGrid = (evidence: string, contradictsEvents = false) => ({
    samplingRateHz: NaN,
    contradictsEvents,
    decision: { fact, decided: 'none: the same points in every cycle, whatever its time', evidence },
  });
  const timed = ratios(emg);
  const byEvents = rateByDurations(emg);
  if (!Number.isNaN(byEvents)) {
    const evidence = `${span} last as long as gaitEvents says at ${byEvents} Hz, within ${100 * CLOCK_TOLERANCE} %`;
    return {
      samplingRateHz: byEvents,
      contradictsEvents: false,
      decision: { fact, decided: `${byEvents} Hz`, evidence },
    };
  }
  if (timed.length > 0 && areEqual(emg)) return onGrid(`${span}, all alike, though their times differ`);
  const contradictsEvents = timed.length > 0;
  const against = contradictsEvents ? '; gaitEvents does not fit them and is not used' : '; gaitEvents tells no time';
  const secondsEach = lengths.map((steps) => steps / STATED_EMG_RATE_HZ);
  const gridLike = areEqual(emg) && ((lengths[0] as number) % 1000 <= 1 || !areEqual(joints));
  if (mostly(secondsEach, (timeS) => within(timeS, STRIDE_TIMES_S)) && !gridLike) {
    const evidence = `${span} last ${median(secondsEach).toFixed(2)} s (median) at the stated rate, which is a stride time${against}`;
    const decided = `${STATED_EMG_RATE_HZ} Hz, as stated`;
    return { samplingRateHz: STATED_EMG_RATE_HZ, contradictsEvents, decision: { fact, decided, evidence } };
  }
  const why = gridLike
    ? 'all alike'
    : `${median(secondsEach).toFixed(2)} s (median) at the stated ${STATED_EMG_RATE_HZ} Hz, no stride time`;
  return onGrid(`${span}, ${why}${against}`, contradictsEvents);
}

/** The one rate that cycles of known time have; NaN where they have none, or the same points in every cycle. */
function rateByDurations(cycles: readonly TimedCycle[]): number {
  const known = ratios(cycles);
  const typical = median(known);
  const isStated = Math.abs(typical / STATED_EMG_RATE_HZ - 1) < CLOCK_TOLERANCE / 2;
  const agree = mostly(known, (ratio) => Math.abs(ratio / typical - 1) <= CLOCK_TOLERANCE);
  if (!agree || (areEqual(cycles) && !isStated)) return NaN;
  return isStated ? STATED_EMG_RATE_HZ : Math.round(typical);
}

/** The rate of the joint arrays from that of the EMG of the same cycles, pooled over all of them. */
function rateByEmg(joints: readonly TimedCycle[], emg: readonly TimedCycle[], emgRateHz: number): number {
  if (areEqual(joints)) return NaN;
  const total = (cycles: readonly TimedCycle[]): number => cycles.reduce((sum, { steps }) => sum + steps, 0);
  return joints.length === emg.length ? Math.round((emgRateHz * total(joints)) / total(emg)) : NaN;
}
