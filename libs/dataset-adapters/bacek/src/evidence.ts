import { isMatError } from '@emgfm/matfile';
import type { Side } from '@emgfm/schema';
import { ANGLES, ANKLE, FORCES, MUSCLES, testCondition, type TestCondition } from './channels';
import { type CycleMatrix, meanCurve, meanCycle, median } from './cycle-matrix';
import { readEmg, readMechanics, type StrikeIndices, type TestFile } from './test-files';

/** Mean cycle of one signal of both legs. */
export interface LegCurves {
  readonly name: string;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** What some tests of a person show, from which the open facts are decided. */
export interface Evidence {
  readonly tests: readonly string[];
  readonly speedMps: number;
  /** Cycles behind the mean vertical force of the right leg, and that mean; empty where there is none. */
  readonly forceCycles: number;
  readonly rightForce: Float64Array;
  /** Mean forward force of the left leg, and mean lateral force of both; empty where there is none. */
  readonly leftForward: Float64Array;
  readonly lateral: Readonly<Record<Side, Float64Array>>;
  /** Tests in which the two legs are compared: those without the orthosis, where there are any. */
  readonly compared: readonly string[];
  /** Hip and ankle, without the knee, which the orthosis holds on one side. */
  readonly angles: readonly LegCurves[];
  /** Mean ankle angle of the left leg; empty where there is none. */
  readonly leftAnkle: Float64Array;
  /** Muscles of one test. */
  readonly muscles: readonly LegCurves[];
  /** Median stride of the left foot in indices that the source calls those at 1 kHz, and in those at 100 Hz; NaN where there are none. */
  readonly fineStride: number;
  readonly coarseStride: number;
}

interface TestSums {
  readonly test: string;
  readonly condition: TestCondition;
  readonly forceCycles: number;
  readonly rightForce: Float64Array | null;
  readonly leftForward: Float64Array | null;
  readonly lateral: Readonly<Record<Side, Float64Array | null>>;
  readonly angles: readonly LegCurves[];
  readonly leftAnkle: Float64Array | null;
  readonly strikes: StrikeIndices;
}

/**
 * Looks at the tests of the fastest speed with a vertical force: the faster, the shorter is stance. Curves of both legs are compared
 * without the orthosis where such a test is there. Tests that can't be read are passed over: reading them reports it.
 */
export async function gatherEvidence(
  mechanics: TestFile,
  energetics: TestFile,
  tests: readonly string[],
  signal?: AbortSignal,
): Promise<Evidence> {
  const speeds = [...new Set(tests.map((test) => testCondition(test).speedMps))].sort((a, b) => b - a);
  let speedMps = NaN;
  let sums: TestSums[] = [];
  for (const speed of speeds) {
    const own: TestSums[] = [];
    for (const test of tests.filter((name) => testCondition(name).speedMps === speed)) {
      signal?.throwIfAborted();
      own.push(...(await readable(() => sumsOf(mechanics, test))));
    }
    const isTelling = own.some(({ rightForce }) => rightForce?.some(Number.isFinite));
    if (isTelling || sums.length === 0) [speedMps, sums] = [speed, own];
    if (isTelling) break;
  }
  const free = sums.filter(({ condition }) => !condition.hasOrthosis);
  const compared = free.length > 0 ? free : sums;
  const muscles: LegCurves[] = [];
  for (const { test } of compared.slice(0, 1)) {
    muscles.push(...(await readable(() => muscleCurves(energetics, test))).flat());
  }
  return {
    tests: sums.map(({ test }) => test),
    speedMps,
    forceCycles: sums.reduce((sum, { forceCycles }) => sum + forceCycles, 0),
    rightForce: meanCurve(sums.flatMap(({ rightForce }) => rightForce ?? [])),
    leftForward: meanCurve(sums.flatMap(({ leftForward }) => leftForward ?? [])),
    lateral: {
      left: meanCurve(sums.flatMap(({ lateral }) => lateral.left ?? [])),
      right: meanCurve(sums.flatMap(({ lateral }) => lateral.right ?? [])),
    },
    compared: compared.map(({ test }) => test),
    angles: merged(compared.map(({ angles }) => angles)),
    leftAnkle: meanCurve(compared.flatMap(({ leftAnkle }) => leftAnkle ?? [])),
    muscles,
    fineStride: median(sums.flatMap(({ strikes }) => steps(strikes.fine))),
    coarseStride: median(sums.flatMap(({ strikes }) => steps(strikes.coarse))),
  };
}

/** What is read, or nothing where the file is damaged there. */
async function readable<T>(read: () => Promise<T>): Promise<T[]> {
  try {
    return [await read()];
  } catch (error) {
    if (isMatError(error)) return [];
    throw error;
  }
}

async function sumsOf(mechanics: TestFile, test: string): Promise<TestSums> {
  const { angle, force, strikes } = await readMechanics(mechanics, test);
  const [vertical, forward, lateral] = FORCES;
  const meanOf = (matrix: CycleMatrix | null): Float64Array | null => matrix && meanCycle(matrix);
  return {
    test,
    condition: testCondition(test),
    forceCycles: force(vertical, 'right')?.cycles ?? 0,
    rightForce: meanOf(force(vertical, 'right')),
    leftForward: meanOf(force(forward, 'left')),
    lateral: { left: meanOf(force(lateral, 'left')), right: meanOf(force(lateral, 'right')) },
    angles: ANGLES.filter(({ joint }) => joint !== 'knee').flatMap(({ column }) =>
      legCurves(column, (side) => angle(column, side)),
    ),
    leftAnkle: meanOf(angle(ANKLE, 'left')),
    strikes: strikes.left,
  };
}

async function muscleCurves(energetics: TestFile, test: string): Promise<LegCurves[]> {
  const { muscle } = await readEmg(energetics, test);
  return MUSCLES.flatMap(({ column }) => legCurves(column, (side) => muscle(column, side)));
}

function legCurves(name: string, of: (side: Side) => CycleMatrix | null): LegCurves[] {
  const [left, right] = [of('left'), of('right')];
  return left === null || right === null ? [] : [{ name, left: meanCycle(left), right: meanCycle(right) }];
}

function merged(tests: readonly (readonly LegCurves[])[]): LegCurves[] {
  const all = tests.flat();
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((curves) => curves.name === name);
    return {
      name,
      left: meanCurve(own.map(({ left }) => left)),
      right: meanCurve(own.map(({ right }) => right)),
    };
  });
}

/** Differences of neighbours. */
function steps(indices: Float64Array | null): number[] {
  return indices === null ? [] : Array.from(indices.subarray(1), (index, i) => index - indices[i]);
}
