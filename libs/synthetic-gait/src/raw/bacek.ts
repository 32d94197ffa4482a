import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matNumeric, matStruct, writeMat, type MatInput } from '@emgfm/matfile';
import { SIDES, type Side } from '@emgfm/schema';
import { assertWithin } from '../errors';
import { simulateTrial, type SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type PerSide, type SimulatedSubject } from '../subject';
import {
  BACEK_EMG_RATE_HZ,
  bacekActivity,
  bacekAngles,
  bacekEnvelopes,
  bacekForces,
  withLeftOrthosis,
  type CycleGap,
  type CycleTimes,
  type ForceAxes,
  type LegCycles,
} from './bacek-cycles';
import {
  bacekCondition,
  bacekStrideTimeS,
  bacekStrikes,
  cyclesBetween,
  type BacekCondition,
  type StrikeDefect,
} from './bacek-plan';
import { withSourceFault, type SourceFault } from './faults';
import { trialSeed } from './raw-trial';
import { truthBetween } from './truth-between';

/** Where the cycles of the right leg begin. */
export type BacekRightStart = 'right-heel-strike' | 'left-heel-strike';

/** What can be wrong with one test. */
export type BacekDefect =
  | StrikeDefect
  /** Every matrix has no row. */
  | 'no-cycles'
  | 'not-in-energetics'
  | 'not-in-mechanics'
  /** Events at 100 Hz alone. */
  | 'no-1khz-events'
  /** No `GaitIndex`. */
  | 'no-events'
  /** EMG has one cycle less than there are. */
  | 'short-emg';

/** What to write. */
export interface RawBacekOptions {
  /** The first so many persons, or these numbers (1-21). */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** Numbers of the tests, 1 to 30. Default one of each speed without the orthosis, and one with it. */
  readonly tests?: readonly number[];
  /** Length (s) of a test; those of the source last 300. Default 12. */
  readonly testS?: number;
  /** Where angles, forces and EMG of the right leg begin. Default at the strike of the right foot. */
  readonly rightStart?: BacekRightStart;
  /** Where the forces of the right leg begin, if elsewhere. */
  readonly forceStart?: BacekRightStart;
  /** Directions of the horizontal forces. Default forward and to the left. */
  readonly forceAxes?: ForceAxes;
  /** Leave the vertical force out. Default false. */
  readonly withoutVerticalForce?: boolean;
  /** Container of `segMechanics`. Default v5 with compressed variables for those persons of the source of whom it is known, else v7.3. */
  readonly mechanicsVersion?: 'v5' | 'v7' | 'v7.3';
  /** Rate (Hz) of the indices that the source calls those at 1 kHz. Default 1000. */
  readonly indexRateHz?: number;
  /** Also write the indices at 100 Hz. Default true. */
  readonly with100HzEvents?: boolean;
  /** Sign of dorsiflexion in the file. Default 1. */
  readonly ankleFactor?: 1 | -1;
  /** Fields of `EMG.Activity` that are not there, e.g. `Left_VastLat`. */
  readonly missingMuscles?: readonly string[];
  /** Fields of `EMG.Activity` that are zero throughout. */
  readonly deadMuscles?: readonly string[];
  /** Signal-to-noise ratios of the muscles that have another one than 20. */
  readonly signalToNoise?: Readonly<Record<string, number>>;
  /** Parts of cycles without numbers, in every test. */
  readonly gaps?: readonly CycleGap[];
  /** Name of the table of persons; null for none. Default `Subjects_Info.mat`. */
  readonly subjectTable?: string | null;
  /** Also write `Sub<n>_rawEnergetics.mat`, which is not to be read. Default false. */
  readonly withRawEnergetics?: boolean;
  /** Defects by the number of the test, the same for every person. */
  readonly defects?: Readonly<Record<number, readonly BacekDefect[]>>;
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One test and what truly happened in it. */
export interface RawBacekTest extends BacekCondition {
  readonly sourceId: string;
  readonly subject: SimulatedSubject;
  /** `T7`. */
  readonly trial: string;
  /** The strikes at which the source cuts, or would (s). */
  readonly strikes: PerSide<readonly number[]>;
  /** Strides between these strikes that the files cover; none of a test that can't be read. */
  readonly strides: readonly StrideTruth[];
}

const DEFAULT_TESTS = [3, 8, 13, 18];
/** Persons whose `segMechanics` is known to be no HDF5 file. */
const V5_PERSONS = [1, 2, 3, 4, 9];
/** The factor leaves this much room above the peak of the first test. */
const HEADROOM = 1.25;
const MARKER_RATE_HZ = 100;

interface WrittenTest {
  readonly truth: RawBacekTest;
  readonly mechanics: MatInput | null;
  readonly energetics: MatInput | null;
}

/**
 * Writes a folder in the layout of Bacek et al. 2024: for each person a folder with `Sub<n>_segMechanics.mat` and
 * `Sub<n>_segEnergetics.mat`, the strides of every test on 101 and 1001 points, and one table of the persons.
 * @param directory folder; made where it is missing
 * @returns the truth, test by test
 * @throws SimulationOption
 * @example
 * const tests = await writeRawBacek('./bacek', { subjects: 2, seed: 1, rightStart: 'left-heel-strike' });
 */
export async function writeRawBacek(directory: string, options: RawBacekOptions): Promise<RawBacekTest[]> {
  const { subjects, seed, tests = DEFAULT_TESTS, subjectTable = 'Subjects_Info.mat' } = options;
  const numbers = typeof subjects === 'number' ? Array.from({ length: subjects }, (_, i) => i + 1) : subjects;
  assertWithin('subjects', numbers.length, 1, 21);
  assertWithin('testS', options.testS ?? 12, 5, 600);
  for (const test of tests) assertWithin('tests', test, 1, 30);
  const truth: RawBacekTest[] = [];
  const sessions: Record<string, MatInput> = {};
  for (const number of numbers) {
    const sourceId = `Sub${number}`;
    const subject = simulatedSubject(trialSeed(seed, number, 0), { sourceId });
    const written = await writePerson(join(directory, `Sub_${number}`), number, subject, tests, options);
    truth.push(...written.map((test) => test.truth));
    sessions[sourceId] = sessionsOf(subject);
  }
  if (subjectTable !== null) await writeMat(join(directory, subjectTable), { SubjectInfo: matStruct(sessions) });
  return truth;
}

async function writePerson(
  folder: string,
  number: number,
  subject: SimulatedSubject,
  tests: readonly number[],
  options: RawBacekOptions,
): Promise<WrittenTest[]> {
  const factors = new Map<string, number>();
  const written = tests.map((test) =>
    writtenTest(test, trialSeed(options.seed, number, test), subject, factors, options),
  );
  const trials = (of: (test: WrittenTest) => MatInput | null): [string, MatInput][] =>
    written.flatMap((test): [string, MatInput][] => {
      const value = of(test);
      return value === null ? [] : [[test.truth.trial, value]];
    });
  await mkdir(folder, { recursive: true });
  const version = options.mechanicsVersion ?? (V5_PERSONS.includes(number) ? 'v7' : 'v7.3');
  await writeMat(
    join(folder, `${subject.sourceId}_segMechanics.mat`),
    { segMechanics: matStruct(Object.fromEntries(trials(({ mechanics }) => mechanics))) },
    { version },
  );
  // the two files list their tests in orders of their own
  const byName = trials(({ energetics }) => energetics).sort(([a], [b]) => (a < b ? -1 : 1));
  const normFactors = matStruct(Object.fromEntries(factors));
  const energetics = matStruct({
    ...Object.fromEntries(byName),
    NormFactors: matStruct({ Session2: normFactors, Session3: normFactors }),
    MetabolicResting: matStruct({ Session2: 1.4, Session3: 1.5 }),
  });
  const path = join(folder, `${subject.sourceId}_segEnergetics.mat`);
  await writeMat(path, { segEnergetics: energetics }, { version: 'v7.3' });
  if (options.withRawEnergetics) {
    await writeFile(join(folder, `${subject.sourceId}_rawEnergetics.mat`), 'hours of raw EMG');
  }
  return written;
}

function writtenTest(
  test: number,
  seed: number,
  subject: SimulatedSubject,
  factors: Map<string, number>,
  options: RawBacekOptions,
): WrittenTest {
  const { rightStart = 'right-heel-strike', gaps = [], fault = null } = options;
  const defects = options.defects?.[test] ?? [];
  const condition = bacekCondition(test);
  const strideTimeS = bacekStrideTimeS(condition);
  const walked = simulateTrial({
    seed,
    subject,
    surface: 'treadmill',
    bouts: [{ gait: 'walk', durationS: options.testS ?? 12, speedMps: condition.speedMps, strideTimeS }],
    markerSamplingRateHz: MARKER_RATE_HZ,
    emg: { samplingRateHz: BACEK_EMG_RATE_HZ },
  });
  const happened = condition.hasOrthosis ? withLeftOrthosis(walked) : walked;
  const recorded = withSourceFault(happened, fault);
  const strikes = bacekStrikes(happened, defects);
  const own: LegCycles = { left: cyclesBetween(strikes.left), right: cyclesBetween(strikes.right) };
  const none: LegCycles = { left: [], right: [] };
  const cutAt = (start: BacekRightStart): LegCycles => {
    if (defects.includes('no-cycles')) return none;
    return { left: own.left, right: start === 'right-heel-strike' ? own.right : own.left };
  };
  const cycles = cutAt(rightStart);
  const envelopes = bacekEnvelopes(recorded);
  for (const [field, envelope] of envelopes) {
    if (!factors.has(field)) factors.set(field, HEADROOM * envelope.reduce((most, value) => Math.max(most, value), 0));
  }
  const gaitIndex = gaitIndices(
    happened,
    defects.includes('no-cycles') ? { left: [], right: [] } : strikes,
    defects,
    options,
  );
  const mechanics = matStruct({
    Angles: bacekAngles(recorded, cycles, gaps, options.ankleFactor ?? 1),
    GRF: bacekForces(
      recorded,
      cutAt(options.forceStart ?? rightStart),
      options.forceAxes ?? { forward: 1, left: 1 },
      !options.withoutVerticalForce,
    ),
    ...(gaitIndex === null ? {} : { GaitIndex: gaitIndex }),
  });
  const present = new Map([...envelopes].filter(([field]) => !options.missingMuscles?.includes(field)));
  const energetics = matStruct({
    EMG: matStruct({
      Activity: bacekActivity(present, factors, shortened(cycles, defects), gaps, options.deadMuscles ?? []),
      SNR: matStruct(
        Object.fromEntries([...present.keys()].map((field) => [field, options.signalToNoise?.[field] ?? 20])),
      ),
    }),
    Metabolic: matStruct({ MetCost: Float64Array.of(3.1, 3.2), CostTrans: Float64Array.of(2.8, 2.9) }),
  });
  const isRead = !['no-cycles', 'not-in-energetics', 'not-in-mechanics'].some((defect) =>
    defects.includes(defect as BacekDefect),
  );
  const strides = isRead ? strideTruths(happened, own, cycles, condition) : [];
  return {
    truth: { ...condition, sourceId: subject.sourceId, subject, trial: `T${test}`, strikes, strides },
    mechanics: defects.includes('not-in-mechanics') ? null : mechanics,
    energetics: defects.includes('not-in-energetics') ? null : energetics,
  };
}

function shortened(cycles: LegCycles, defects: readonly BacekDefect[]): LegCycles {
  if (!defects.includes('short-emg')) return cycles;
  return { left: cycles.left.slice(0, -1), right: cycles.right.slice(0, -1) };
}

/** Strides between the strikes of each foot that lie within what was cut of this leg. */
function strideTruths(
  happened: SimulatedTrial,
  own: LegCycles,
  cycles: LegCycles,
  { speedMps }: BacekCondition,
): StrideTruth[] {
  const context = { activity: 'walk', speedMps, inclineDeg: 0, stepHeightM: 0 } as const;
  return SIDES.flatMap((side) => {
    const [firstS, lastS] = [cycles[side][0]?.startS ?? Infinity, cycles[side].at(-1)?.endS ?? -Infinity];
    return own[side]
      .filter(({ startS, endS }: CycleTimes) => startS >= firstS && endS <= lastS)
      .map((times) => truthBetween(happened, side, times, context));
  });
}

/** `GaitIndex`: the samples of strikes and foot-offs, counted from 1; null where there is none. */
function gaitIndices(
  { events }: SimulatedTrial,
  strikes: PerSide<readonly number[]>,
  defects: readonly BacekDefect[],
  { indexRateHz = 1000, with100HzEvents = true }: RawBacekOptions,
): MatInput | null {
  if (defects.includes('no-events')) return null;
  const footOffs = (side: Side): number[] =>
    strikes[side].map((strikeS) => {
      const next = events.find((event) => event.side === side && event.kind === 'foot_off' && event.timeS > strikeS);
      return next?.timeS ?? NaN;
    });
  const timesOf: readonly [name: string, timesS: readonly number[]][] = [
    ['LHS', strikes.left],
    ['LTO', footOffs('left')],
    ['RHS', strikes.right],
    ['RTO', footOffs('right')],
  ];
  const at = (samplingRateHz: number, suffix: string): [string, MatInput][] =>
    timesOf.map(([name, timesS]) => [
      `${name}${suffix}`,
      matNumeric(
        timesS.map((timeS) => Math.round(timeS * samplingRateHz) + 1),
        [timesS.length, 1],
      ),
    ]);
  return matStruct(
    Object.fromEntries([
      ...(defects.includes('no-1khz-events') ? [] : at(indexRateHz, '_1kHz')),
      ...(with100HzEvents ? at(100, '') : []),
    ]),
  );
}

/** What the source keeps of a person: one struct per session, the first to get used to the treadmill. */
function sessionsOf({ massKg }: SimulatedSubject): MatInput {
  const session = (number: number): MatInput =>
    matStruct({
      TestOrder: Float64Array.of(3, 1, 2),
      ConditionOrder: 'NC',
      SpeedW: 1.1,
      CadenceRef: 104,
      Mass: massKg + 0.2 * (number - 2),
      MarkerOption: 1,
      PrefSpeed: 1.15,
      PrefCadence: 106,
    });
  return matStruct({ Session1: session(1), Session2: session(2), Session3: session(3) });
}
