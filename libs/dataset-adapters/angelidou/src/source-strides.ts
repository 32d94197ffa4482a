import { emgSignals, jointSignals } from '@emgfm/adapter-kit';
import {
  JOINTS,
  qualityFlags,
  SIDES,
  type DropReason,
  type JointSignals,
  type LegSignals,
  type Side,
  type SourceStride,
} from '@emgfm/schema';
import { CLOCK_TOLERANCE, EMG_ARRAYS, JOINT_ARRAYS, SIDE_LETTERS, type CycleField } from './channels';
import { stepsOf } from './clocks';
import { recutOf, recutSamples, wholeCycle, type Recut } from './cycle-samples';
import { cycleLengths, type PersonFacts } from './facts';
import { boundsOf, stridesBetween, type CycleBounds, type Strikes } from './gait-events';
import type { ConditionCycles, Cycles } from './participant-file';

/** A cycle or stride that gives nothing. */
export interface StrideDrop {
  /** Which leg, and which cycle or which time. */
  readonly leg: string;
  readonly reason: DropReason;
  readonly detail: string;
}

/** Samples of an array of this leg within one stride; null where it has none. */
type StrideColumn = (field: CycleField, array: string) => Float64Array | null;

interface LegStrides {
  readonly strides: readonly SourceStride[];
  readonly drops: readonly StrideDrop[];
}

/**
 * The strides of both legs in one condition, in the order of the cycles. A leg whose cycles start at its own strike keeps them; the
 * cycles of one that start at the strike of the other foot are cut again across cycles that follow each other, or dropped.
 * @param note called for what is odd but stops nothing
 */
export function conditionStrides(
  cycles: ConditionCycles,
  strikes: Readonly<Record<Side, Strikes | null>>,
  facts: PersonFacts,
  note: (note: string) => void,
): LegStrides {
  const legs = SIDES.map((side): LegStrides => {
    const bounding = facts.boundedBy[side];
    const occupied = occupiedCycles(cycles, side);
    const drop = (reason: DropReason, detail: string): LegStrides => ({
      strides: [],
      drops: occupied.map((t) => ({ leg: `${side} cycle ${t + 1}`, reason, detail })),
    });
    if (bounding === null) return drop('no-events', 'whose strike starts the cycle could not be decided');
    const bounds = boundsInSeconds(cycles, side, strikes[bounding], facts);
    if (bounding === side) return { strides: ownStrides(cycles, side, occupied, bounds, facts, note), drops: [] };
    const own = strikes[side];
    if (bounds === null || own === null) {
      return drop(
        'no-events',
        'the cycle starts at the strike of the other foot, and gaitEvents does not tell that of this one',
      );
    }
    return recutStrides(cycles, side, inSeconds(stridesBetween(own), facts), bounds, facts, note);
  });
  return {
    strides: legs.flatMap(({ strides }) => strides),
    drops: legs.flatMap(({ drops }) => drops),
  };
}

/** The arrays of a leg that are read. */
function arraysOf(cycles: ConditionCycles, side: Side): Cycles[] {
  const letter = SIDE_LETTERS[side];
  return [
    ...EMG_ARRAYS.map(({ column }) => cycles.cycles('emg', letter + column)),
    ...Object.values(JOINT_ARRAYS).flatMap((array) => [
      cycles.cycles('angles', letter + array),
      cycles.cycles('moments', letter + array),
    ]),
  ];
}

/** Cycles in which a leg has any sample. */
function occupiedCycles(cycles: ConditionCycles, side: Side): number[] {
  const arrays = arraysOf(cycles, side);
  return Array.from({ length: cycles.count }, (_, t) => t).filter((t) => arrays.some((array) => array[t] != null));
}

function inSeconds(bounds: readonly CycleBounds[], { clocks }: PersonFacts): CycleBounds[] {
  return bounds.map(({ start, end }) => ({ start: start * clocks.eventUnitS, end: end * clocks.eventUnitS }));
}

/**
 * When each cycle starts and ends. An end that the events do not tell follows from the EMG; one that the EMG contradicts is not known.
 * Null without usable events.
 */
function boundsInSeconds(
  cycles: ConditionCycles,
  side: Side,
  strikes: Strikes | null,
  facts: PersonFacts,
): CycleBounds[] | null {
  const bounds = boundsOf(strikes, cycles.count);
  if (bounds === null || Number.isNaN(facts.clocks.eventUnitS)) return null;
  const emgS = emgDurationsS(cycles, side, facts);
  return inSeconds(bounds, facts).map(({ start, end }, t) => {
    const byEmg = emgS[t] ?? NaN;
    if (Number.isNaN(end)) return { start, end: start + byEmg };
    const contradicted = Math.abs(byEmg / (end - start) - 1) > CLOCK_TOLERANCE;
    return { start, end: contradicted ? NaN : end };
  });
}

/** How long the EMG of each cycle lasts (s); NaN where it has no rate or no samples. */
function emgDurationsS(cycles: ConditionCycles, side: Side, { clocks }: PersonFacts): number[] {
  const arrays = EMG_ARRAYS.map(({ column }) => cycles.cycles('emg', SIDE_LETTERS[side] + column));
  const lengths = cycleLengths(arrays, cycles.count);
  return lengths.map((length) => {
    const steps = stepsOf(length, clocks.emg);
    return steps > 0 ? steps / clocks.emg.samplingRateHz : NaN;
  });
}

function ownStrides(
  cycles: ConditionCycles,
  side: Side,
  occupied: readonly number[],
  bounds: readonly CycleBounds[] | null,
  facts: PersonFacts,
  note: (note: string) => void,
): SourceStride[] {
  const emgS = emgDurationsS(cycles, side, facts);
  return occupied.map((t) => {
    const { start: startS, end } = bounds?.[t] ?? { start: NaN, end: NaN };
    const durationS = Number.isNaN(end - startS) ? (emgS[t] ?? NaN) : end - startS;
    const column: StrideColumn = (field, array) =>
      wholeCycle(cycles.cycles(field, array), t, clockOf(field, facts), bounds);
    const signals = legSignals(column, side, facts, (problem) => note(`cycle ${t + 1}: ${problem}`));
    return { side, startS, durationS, signals, interval: {}, quality: 0 };
  });
}

function recutStrides(
  cycles: ConditionCycles,
  side: Side,
  wanted: readonly CycleBounds[],
  bounds: readonly CycleBounds[],
  facts: PersonFacts,
  note: (note: string) => void,
): LegStrides {
  const strides: SourceStride[] = [];
  const drops: StrideDrop[] = [];
  for (const stride of wanted) {
    const leg = `${side} ${stride.start.toFixed(3)} to ${stride.end.toFixed(3)} s`;
    const recut = recutOf(stride, bounds);
    if (typeof recut === 'string') drops.push({ leg, reason: 'outside-recording', detail: recut });
    else strides.push(recutStride(cycles, side, recut, bounds, facts, (problem) => note(`${leg}: ${problem}`)));
  }
  return { strides, drops };
}

function recutStride(
  cycles: ConditionCycles,
  side: Side,
  recut: Recut,
  bounds: readonly CycleBounds[],
  facts: PersonFacts,
  note: (note: string) => void,
): SourceStride {
  const column: StrideColumn = (field, array) => {
    const clock = clockOf(field, facts);
    // EMG keeps its own samples: reading between them would take away its high frequencies
    const read = field === 'emg' && !Number.isNaN(clock.samplingRateHz) ? 'samples' : 'between';
    return recutSamples(cycles.cycles(field, array), recut, bounds, clock, read);
  };
  const signals = legSignals(column, side, facts, note);
  const { startS, endS } = recut;
  return { side, startS, durationS: endS - startS, signals, interval: {}, quality: qualityFlags('recut') };
}

function clockOf(field: CycleField, { clocks }: PersonFacts): PersonFacts['clocks']['emg'] {
  return field === 'emg' ? clocks.emg : clocks.joints;
}

/** The signals of one stride; arrays whose length is not that of the others are left out. */
function legSignals(column: StrideColumn, side: Side, facts: PersonFacts, note: (note: string) => void): LegSignals {
  const letter = SIDE_LETTERS[side];
  const joints = (field: 'angles' | 'moments'): JointSignals | null => {
    const factors = (field === 'angles' ? facts.angleFactors : facts.momentFactors)[side];
    const table = JOINTS.map((joint) => ({
      joint,
      motion: 'flexion' as const,
      column: letter + JOINT_ARRAYS[joint],
      factor: factors[joint],
    }));
    const columns = sameLength(table, (array) => column(field, array), note);
    return jointSignals(table, columns, { samplingRateHz: facts.clocks.joints.samplingRateHz, startS: 0 });
  };
  const table = EMG_ARRAYS.map((row) => ({ ...row, column: letter + row.column }));
  const emg = emgSignals(
    table,
    sameLength(table, (array) => column('emg', array), note),
    { samplingRateHz: facts.clocks.emg.samplingRateHz, startS: 0, emgKind: facts.emgKind, unit: facts.emgUnit },
  );
  return { emg, angles: joints('angles'), moments: joints('moments') };
}

/** The columns that have as many samples as most of them. */
function sameLength(
  table: readonly { readonly column: string }[],
  column: (array: string) => Float64Array | null,
  note: (note: string) => void,
): (array: string) => Float64Array | null {
  const all = new Map(table.map(({ column: array }) => [array, column(array)]));
  const [length = NaN] = cycleLengths(
    [...all.values()].map((samples) => [samples]),
    1,
  );
  return (array) => {
    const samples = all.get(array) ?? null;
    if (samples === null || samples.length === length) return samples;
    note(`${array} has ${samples.length} samples, the others have ${length}; not used`);
    return null;
  };
}
