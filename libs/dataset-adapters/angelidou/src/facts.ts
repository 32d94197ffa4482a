import { isMatError, type MatFile, type MatValue } from '@emgfm/matfile';
import { interpolated } from './cycle-samples';
import { JOINTS, SIDES, type Decision, type EmgKind, type EmgUnit, type Joint, type Side } from '@emgfm/schema';
import { EMG_ARRAYS, JOINT_ARRAYS, SIDE_LETTERS } from './channels';
import { decideClocks, type CycleLengths, type MeasuredCondition, type PersonClocks } from './clocks';
import { CURVE_POINTS, decideCycleStarts, type BoundingSides } from './cycle-start';
import { boundsOf, sourceEvents, type SourceEvents } from './gait-events';
import { annotationOf, readCondition, type Condition, type ConditionCycles, type Cycles } from './participant-file';
import { decideAngles, decideEmgKind, decideMoments, emgUnitOf, statedUnits, type JointFactors } from './units';

/** What is decided once for a person, and the evidence. */
export interface PersonFacts {
  readonly boundedBy: BoundingSides;
  readonly clocks: PersonClocks;
  readonly emgKind: EmgKind;
  readonly emgUnit: EmgUnit;
  readonly angleFactors: JointFactors;
  readonly momentFactors: JointFactors;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

type Curves = Record<Side, Record<Joint, Float64Array[]>>;

/** Adds up what the conditions of a person say, one after the other. */
interface Measures {
  readonly conditions: MeasuredCondition[];
  readonly angles: Curves;
  readonly moments: Curves;
  readonly look: { samples: number; negative: number; squaredSteps: number; squares: number };
  /** Pairs of cycles that follow each other, and how many of them share a sample. */
  readonly ends: { emg: [shared: number, all: number]; joints: [shared: number, all: number] };
}

/**
 * Looks at every condition of a person, one at a time, and decides what the source leaves open.
 * @param massKg NaN where it is not known
 */
export async function decideFacts(
  mat: MatFile,
  conditions: readonly Condition[],
  massKg: number,
  signal?: AbortSignal,
): Promise<PersonFacts> {
  const measures = emptyMeasures();
  const problems = new Set<string>();
  let unit: MatValue | null = null;
  for (const condition of conditions) {
    signal?.throwIfAborted();
    try {
      const events = sourceEvents(await annotationOf(mat, condition, 'events'));
      for (const problem of events.problems) problems.add(`gaitEvents: ${problem}`);
      unit ??= await annotationOf(mat, condition, 'unit');
      measure(measures, await readCondition(mat, condition, () => {}), events);
    } catch (error) {
      // a condition that can't be read tells nothing; it is dropped when its turn comes
      if (!isMatError(error)) throw error;
    }
  }
  const stated = statedUnits(unit);
  const starts = decideCycleStarts(measures.angles, measures.conditions);
  const { decisions: ofClocks, ...clocks } = decideClocks(
    measures.conditions,
    starts.boundedBy,
    { emg: mostShared(measures.ends.emg), joints: mostShared(measures.ends.joints) },
    stated.events,
  );
  const emg = decideEmgKind(measures.look, !Number.isNaN(clocks.emg.samplingRateHz));
  const angles = decideAngles(measures.angles, starts.boundedBy, stated.angles);
  const moments = decideMoments(measures.moments, starts.boundedBy, stated.moments, massKg);
  const hasSamples = (curves: Curves): boolean =>
    SIDES.some((side) => JOINTS.some((joint) => curves[side][joint].length > 0));
  return {
    boundedBy: starts.boundedBy,
    clocks,
    emgKind: emg.emgKind,
    emgUnit: emgUnitOf(stated.emg),
    angleFactors: angles.factors,
    momentFactors: moments.factors,
    decisions: [
      ...starts.decisions,
      ...ofClocks,
      ...(measures.look.samples > 0 ? [emg.decision] : []),
      ...(hasSamples(measures.angles) ? angles.decisions : []),
      ...(hasSamples(measures.moments) ? moments.decisions : []),
    ],
    notes: [...problems, ...moments.notes],
  };
}

function emptyMeasures(): Measures {
  const curves = (): Curves => ({
    left: { hip: [], knee: [], ankle: [] },
    right: { hip: [], knee: [], ankle: [] },
  });
  return {
    conditions: [],
    angles: curves(),
    moments: curves(),
    look: { samples: 0, negative: 0, squaredSteps: 0, squares: 0 },
    ends: { emg: [0, 0], joints: [0, 0] },
  };
}

/** Without a pair that follows each other both strikes of a cycle are taken to be in it, as is usual. */
function mostShared([shared, all]: readonly [number, number]): boolean {
  return all === 0 || shared > all / 2;
}

function measure(measures: Measures, own: ConditionCycles, events: SourceEvents): void {
  const emgLengths: Record<Side, number[]> = { left: [], right: [] };
  const jointLengths: Record<Side, number[]> = { left: [], right: [] };
  const adjacent = adjacentPairs(events, own.count);
  for (const side of SIDES) {
    const emg = EMG_ARRAYS.map(({ column }) => own.cycles('emg', SIDE_LETTERS[side] + column));
    const joints = { angles: [] as Cycles[], moments: [] as Cycles[] };
    for (const joint of JOINTS) {
      for (const quantity of ['angles', 'moments'] as const) {
        const cycles = own.cycles(quantity, SIDE_LETTERS[side] + JOINT_ARRAYS[joint]);
        joints[quantity].push(cycles);
        for (const samples of cycles) {
          if (samples !== null && samples.length > 1)
            measures[quantity][side][joint].push(interpolated(samples, CURVE_POINTS));
        }
      }
    }
    emgLengths[side] = cycleLengths(emg, own.count);
    jointLengths[side] = cycleLengths([...joints.angles, ...joints.moments], own.count);
    for (const cycles of emg) look(measures.look, cycles);
    countShared(measures.ends.emg, emg, adjacent);
    countShared(measures.ends.joints, joints.angles, adjacent);
  }
  const lengths: { emgLengths: CycleLengths; jointLengths: CycleLengths } = { emgLengths, jointLengths };
  measures.conditions.push({ count: own.count, events, ...lengths });
}

/** The length that most arrays of a cycle have; NaN where none has samples. */
export function cycleLengths(arrays: readonly Cycles[], count: number): number[] {
  return Array.from({ length: count }, (_, t) => {
    const votes = new Map<number, number>();
    for (const cycles of arrays) {
      const length = cycles[t]?.length;
      if (length !== undefined) votes.set(length, (votes.get(length) ?? 0) + 1);
    }
    return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? NaN;
  });
}

/** Does cycle t + 1 start where cycle t ends, by the strikes of either foot? */
function adjacentPairs({ strikes }: SourceEvents, count: number): boolean[] {
  const bounds = SIDES.map((side) => boundsOf(strikes[side], count)).find((found) => found !== null) ?? [];
  return bounds.slice(1).map(({ start }, t) => start === bounds[t]?.end);
}

function countShared(ends: [number, number], arrays: readonly Cycles[], adjacent: readonly boolean[]): void {
  for (const cycles of arrays) {
    adjacent.forEach((isAdjacent, t) => {
      const [own, next] = [cycles[t], cycles[t + 1]];
      if (!isAdjacent || !own || !next) return;
      ends[1] += 1;
      if (own[own.length - 1] === next[0]) ends[0] += 1;
    });
  }
}

/** Part of a cycle (about 5 ms) over which an envelope hardly changes and rectified EMG does as it likes. */
const STEP_SHARE = 0.005;

function look(sums: Measures['look'], cycles: Cycles): void {
  for (const samples of cycles) {
    if (samples === null || samples.length < 2 || !samples.every(Number.isFinite)) continue;
    const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    const step = Math.max(1, Math.round(STEP_SHARE * samples.length));
    for (let i = step; i < samples.length; i += 1) {
      const value = samples[i] as number;
      sums.samples += 1;
      if (value < 0) sums.negative += 1;
      sums.squaredSteps += (value - (samples[i - step] as number)) ** 2;
      sums.squares += (value - mean) ** 2;
    }
  }
}
