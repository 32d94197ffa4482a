import type { EvenClock } from '@emgfm/adapter-kit';
import {
  type Decision,
  type Drop,
  type DropReason,
  type ExcludedStretch,
  type GaitEvent,
  type Side,
  SOURCE_EVENTS,
} from '@emgfm/schema';
import type { Movement } from './channels';
import { cyclesOf } from './cycles';
import type { Factors } from './factors';
import { labelClock } from './label-clock';
import { legsOfCycles } from './legs';
import type { LabelTable } from './named-columns';

/** A labelled cycle of one leg, in seconds on the clock of the data file. */
export interface LabelledStride {
  readonly side: Side;
  readonly startS: number;
  readonly footOffS: number;
  readonly endS: number;
}

/** The labelled cycles of a trial in order of time, and what was decided about them. */
export interface LabelledStrides {
  readonly strides: readonly LabelledStride[];
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/** What the strides of a trial are taken from. */
export interface LabelledTrial {
  /** What drops call the trial. */
  readonly name: string;
  readonly movement: Movement;
  readonly labels: LabelTable;
  readonly dataTimesS: Float64Array;
  readonly clock: EvenClock;
}

/** The labelled cycles of a trial with their legs; null, with a reason for `onDrop`, where there is none. */
export function labelledStrides(
  { name, movement, labels, clock, dataTimesS }: LabelledTrial,
  knees: Factors['knees'],
  onDrop: (drop: Drop) => void,
): LabelledStrides | null {
  const drop = (level: 'trial' | 'stride', what: string, reason: DropReason, detail: string): null => {
    onDrop({ what, level, reason, detail });
    return null;
  };
  const stepS = 1 / clock.samplingRateHz;
  const joined = labelClock(labels, dataTimesS, stepS);
  if (joined === null) {
    const detail = `labels and data have neither one clock nor as many rows (${labels.statuses.length} and ${dataTimesS.length})`;
    return drop('trial', name, 'bad-metadata', detail);
  }
  const { cycles, broken } = cyclesOf(labels, movement);
  for (const { group, startRow, statuses: found } of broken) {
    const what = `${name} group ${group} at ${joined.timeOfRow(startRow).toFixed(3)} s`;
    drop('stride', what, 'event-order', `expected status 1 to ${movement.statuses} in order, found ${found.join(' ')}`);
  }
  /** Is the border between two rows where it seems to be, or may it lie among rows that are not there? */
  const isSharp = (row: number): boolean => {
    const beforeS = row > 0 ? joined.timeOfRow(row - 1) : dataTimesS[0] - stepS;
    const afterS = row < labels.statuses.length ? joined.timeOfRow(row) : dataTimesS[dataTimesS.length - 1] + stepS;
    return afterS - beforeS < 1.5 * stepS;
  };
  const placed = cycles.flatMap(({ group, startRow, footOffRow, endRow }) => {
    const [startS, footOffS, endS] = [startRow, footOffRow, endRow].map(joined.timeOfRow) as [number, number, number];
    if (isSharp(startRow) && isSharp(endRow) && Number.isFinite(footOffS)) return { group, startS, footOffS, endS };
    const detail = 'labels are missing where the cycle begins or ends, so that an event is not known';
    return drop('stride', `${name} group ${group} at ${startS.toFixed(3)} s`, 'outside-recording', detail) ?? [];
  });
  const sampleAt = (timeS: number): number =>
    Math.min(clock.numSamples, Math.max(0, Math.round((timeS - clock.startS) * clock.samplingRateHz)));
  const legs = legsOfCycles(
    placed.map(({ group, startS, footOffS, endS }) => ({
      group,
      start: sampleAt(startS),
      footOff: sampleAt(footOffS),
      end: sampleAt(endS),
    })),
    knees,
  );
  const strides = placed.flatMap(({ group, ...times }, i): LabelledStride[] => {
    const side = legs.sides[i] ?? null;
    if (side !== null) return [{ side, ...times }];
    const detail = 'neither its number nor the knees tell the leg';
    return drop('stride', `${name} group ${group} at ${times.startS.toFixed(3)} s`, 'not-a-stride', detail) ?? [];
  });
  if (strides.length === 0) return drop('trial', name, 'no-events', 'the label file has no whole gait cycle');
  return {
    strides: strides.sort((a, b) => a.startS - b.startS),
    decisions: [joined.decision, legs.decision],
    notes: legs.notes,
  };
}

/** Strikes that bound the cycles, each once, and their foot-offs. */
export function eventsOf(strides: readonly LabelledStride[]): GaitEvent[] {
  const events = new Map<string, GaitEvent>();
  const add = (timeS: number, side: Side, kind: GaitEvent['kind']): void => {
    events.set(`${side} ${kind} ${timeS}`, { timeS, side, kind, source: SOURCE_EVENTS, confidence: 1 });
  };
  for (const { side, startS, footOffS, endS } of strides) {
    add(startS, side, 'foot_strike');
    add(footOffS, side, 'foot_off');
    add(endS, side, 'foot_strike');
  }
  return [...events.values()].sort((a, b) => a.timeS - b.timeS);
}

/** What lies between the cycles of a leg that do not follow each other: turns, and strides that the authors did not label. */
export function stretchesBetween(strides: readonly LabelledStride[]): ExcludedStretch[] {
  return strides.slice(1).flatMap(({ side, startS }, i) => {
    const endS = strides[i]?.endS ?? NaN;
    if (endS >= startS) return [];
    return { startS: endS, endS: startS, side, reason: 'not-a-stride' as const, detail: 'between two labelled cycles' };
  });
}
