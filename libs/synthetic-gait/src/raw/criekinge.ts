import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  matNumeric,
  matStruct,
  matStructArray,
  writeMat,
  type MatInput,
  type MatNumeric,
  type MatStruct,
} from '@emgfm/matfile';
import { oppositeSide, SIDES, type Side } from '@emgfm/schema';
import { assertWithin } from '../errors';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import {
  CRIEKINGE_ANALOG_RATE_HZ,
  CRIEKINGE_POINTS,
  CRIEKINGE_VIDEO_RATE_HZ,
  legBlock,
  type CriekingeBlockOptions,
  type CriekingeCut,
} from './criekinge-blocks';
import { eventFields, rowOf, type CriekingeNaming } from './criekinge-events';
import type { SourceFault } from './faults';
import { rawTrial, trialSeed } from './raw-trial';
import { truthBetween } from './truth-between';

/** What a person of the source may be like. */
export type CriekingeDefect =
  /** The EMG of every stride is NaN. */
  | 'emg-nan'
  /** The blocks have no EMG. */
  | 'emg-missing'
  /** Every matrix of muscles has one stride less than the others, as in the thirteenth person after stroke. */
  | 'unequal-counts'
  /** The second stride of each leg ends before it begins. */
  | 'reversed-stride'
  /** The second stride of each leg has no end. */
  | 'nan-event'
  /** The knee flexion moment has a gap in the first stride with a good landing. */
  | 'moment-gap'
  /** The side of the lesion is not known. */
  | 'no-lesion-side'
  /** No field says how the foot landed. */
  | 'no-landing-flags'
  /** Neither events nor signals. */
  | 'empty';

/** Groups of persons, each in a file of its own. */
export type CriekingePopulation = 'able-bodied' | 'stroke';

/** What to write. */
export interface RawCriekingeOptions {
  /** Persons in each file, or in both; a file of none is not written. */
  readonly subjects: number | Readonly<Record<CriekingePopulation, number>>;
  readonly seed: number;
  /** Trials of each person. Default 2. */
  readonly trials?: number;
  /** Length (s) of a trial. Default 4.5. */
  readonly trialS?: number;
  /** Defects by person, e.g. `stroke-02`. */
  readonly defects?: Readonly<Record<string, readonly CriekingeDefect[]>>;
  /** Names as in the files, or as in the dictionary of the authors. Default file. */
  readonly naming?: CriekingeNaming;
  /** Factor on internal moments. Default -1: external, as in the source. */
  readonly momentFactor?: number;
  /** Further variables of three matrices in every block, which nobody reads. Default 1. */
  readonly unreadVariables?: number;
  /** Names of the files. Default those of the source. */
  readonly fileNames?: Partial<Readonly<Record<CriekingePopulation, string>>>;
  /** Default v7.3, as in the source. */
  readonly matVersion?: 'v5' | 'v7' | 'v7.3';
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One stride that can be read, as it truly was between its frames. */
export interface RawCriekingeStride {
  /** `able-001`, `stroke-01`. */
  readonly sourceId: string;
  readonly subject: SimulatedSubject;
  readonly population: CriekingePopulation;
  /** Number of the trial, as text. */
  readonly trial: string;
  /** `paretic` and `non-paretic` after stroke. */
  readonly condition: string;
  readonly goodLanding: boolean;
  readonly truth: StrideTruth;
}

interface Leg {
  readonly side: Side;
  readonly prefix: string;
  readonly condition: string;
}

const FILE_NAMES: Readonly<Record<CriekingePopulation, string>> = {
  'able-bodied': 'MAT_normalizedData_AbleBodiedAdults_v06-03-23.mat',
  stroke: 'MAT_normalizedData_PostStrokeAdults_v27-02-23.mat',
};

/** Speeds (m/s) at which the groups walk. */
const SPEED_MPS: Readonly<Record<CriekingePopulation, number>> = { 'able-bodied': 1.25, stroke: 0.9 };

/** Rate (Hz) of the simulated joints, fine enough that points between its samples lose nothing. */
const MOTION_RATE_HZ = 250;

/**
 * Writes the two files of Van Criekinge et al. (2023): a struct `Sub` with one element per person, in which every signal is a matrix of
 * 1001 points by strides. People after stroke have paretic and non-paretic legs; every second of them has a lesion on the left.
 * @param directory folder; made where it is missing
 * @returns every stride that can be read
 * @throws SimulationOption
 * @example
 * const strides = await writeRawCriekinge('./criekinge', { subjects: { 'able-bodied': 2, stroke: 1 }, seed: 1 });
 */
export async function writeRawCriekinge(
  directory: string,
  options: RawCriekingeOptions,
): Promise<RawCriekingeStride[]> {
  const { subjects } = options;
  const counts = typeof subjects === 'number' ? { 'able-bodied': subjects, stroke: subjects } : subjects;
  assertWithin('subjects.able-bodied', counts['able-bodied'], 0, 138);
  assertWithin('subjects.stroke', counts.stroke, 0, 50);
  assertWithin('trials', options.trials ?? 2, 1, 20);
  await mkdir(directory, { recursive: true });
  const written: RawCriekingeStride[] = [];
  for (const population of Object.keys(FILE_NAMES) as CriekingePopulation[]) {
    const persons = Array.from({ length: counts[population] }, (_, i) => person(population, i + 1, options));
    if (persons.length === 0) continue;
    written.push(...persons.flatMap(({ strides }) => strides));
    const elements = persons.map(({ fields }) => fields);
    await writeMat(
      join(directory, options.fileNames?.[population] ?? FILE_NAMES[population]),
      { Sub: matStructArray(elements, [1, elements.length]) },
      { version: options.matVersion ?? 'v7.3' },
    );
  }
  return written;
}

function person(
  population: CriekingePopulation,
  number: number,
  options: RawCriekingeOptions,
): { fields: Record<string, MatInput>; strides: RawCriekingeStride[] } {
  const isStroke = population === 'stroke';
  const sourceId = isStroke ? `stroke-${String(number).padStart(2, '0')}` : `able-${String(number).padStart(3, '0')}`;
  const defects = options.defects?.[sourceId] ?? [];
  const subject = simulatedSubject(trialSeed(options.seed, number, isStroke ? 900 : 800), { sourceId });
  const paretic: Side = number % 2 === 1 ? 'right' : 'left';
  const legs = SIDES.map((side): Leg => {
    if (!isStroke) return { side, prefix: side === 'left' ? 'L' : 'R', condition: '' };
    return side === paretic
      ? { side, prefix: 'P', condition: 'paretic' }
      : { side, prefix: 'N', condition: 'non-paretic' };
  });
  const { cuts, strides } = walkedStrides(subject, population, number, legs, options);
  const isEmpty = defects.includes('empty');
  const unreadable = new Set(
    defects.some((defect) => defect === 'reversed-stride' || defect === 'nan-event') ? [1] : [],
  );
  const lostLast = defects.includes('unequal-counts');
  return {
    fields: {
      sub_char: matStruct(characteristics(subject, isStroke, number, paretic, defects)),
      meas_char: matStruct({
        AnalogFrameRate: CRIEKINGE_ANALOG_RATE_HZ,
        VideoFrameRate: CRIEKINGE_VIDEO_RATE_HZ,
        ...Object.fromEntries(legs.map(({ prefix, side }) => [`Direction_${prefix}`, rowOf(cuts[side].map(() => 1))])),
      }),
      events: isEmpty ? nothing() : matStruct(events(legs, cuts, defects, options.naming ?? 'file')),
      ...blocks(legs, cuts, defects, options),
    },
    strides:
      isEmpty || defects.includes('no-lesion-side')
        ? []
        : legs.flatMap(({ side }) =>
            strides[side].filter((_, i, all) => !unreadable.has(i) && !(lostLast && i === all.length - 1)),
          ),
  };
}

/** What stands for no struct: an empty array. */
function nothing(): MatInput {
  return matNumeric(new Float64Array(0), [0, 0]);
}

interface Walked {
  readonly cuts: Readonly<Record<Side, readonly CriekingeCut[]>>;
  readonly strides: Readonly<Record<Side, readonly RawCriekingeStride[]>>;
}

function walkedStrides(
  subject: SimulatedSubject,
  population: CriekingePopulation,
  number: number,
  legs: readonly Leg[],
  { seed, trials = 2, trialS = 4.5, fault = null }: RawCriekingeOptions,
): Walked {
  const cuts: Record<Side, CriekingeCut[]> = { left: [], right: [] };
  const strides: Record<Side, RawCriekingeStride[]> = { left: [], right: [] };
  for (let trial = 1; trial <= trials; trial += 1) {
    const { truth, recorded } = rawTrial(
      {
        seed: trialSeed(seed, number + (population === 'stroke' ? 500 : 0), trial),
        subject,
        bouts: [{ gait: 'walk', durationS: trialS, speedMps: SPEED_MPS[population] }],
        markerSamplingRateHz: MOTION_RATE_HZ,
        emg: { samplingRateHz: CRIEKINGE_ANALOG_RATE_HZ, unit: 'V' },
      },
      fault,
    );
    for (const { side, startS, footOffS, endS, activity, speedMps, inclineDeg, stepHeightM } of truth.strides) {
      const [startFrame, footOffFrame, endFrame] = [startS, footOffS, endS].map((timeS) =>
        Math.round(timeS * CRIEKINGE_VIDEO_RATE_HZ),
      );
      const goodLanding = cuts[side].length % 3 === (side === 'left' ? 0 : 1);
      cuts[side].push({ recorded, side, trial, startFrame, footOffFrame, endFrame, goodLanding });
      const between = { startS: startFrame / CRIEKINGE_VIDEO_RATE_HZ, endS: endFrame / CRIEKINGE_VIDEO_RATE_HZ };
      strides[side].push({
        sourceId: subject.sourceId,
        subject,
        population,
        trial: String(trial),
        condition: legs.find((leg) => leg.side === side)?.condition ?? '',
        goodLanding,
        truth: truthBetween(truth, side, between, { activity, speedMps, inclineDeg, stepHeightM }),
      });
    }
  }
  return { cuts, strides };
}

function characteristics(
  { massKg, ageY, heightM, sex }: SimulatedSubject,
  isStroke: boolean,
  number: number,
  paretic: Side,
  defects: readonly CriekingeDefect[],
): Record<string, number> {
  const person = {
    Weight: massKg,
    Age: ageY,
    Height: Math.round(1000 * heightM),
    Male: Number(sex === 'male'),
    LegLength: Math.round(530 * heightM),
  };
  if (!isStroke) return person;
  const lesionLeft = defects.includes('no-lesion-side') ? NaN : Number(oppositeSide(paretic) === 'left');
  return { ...person, TPS: 20 + number, LesionLeft: lesionLeft, FAC: 4, POMA: 20, TIS: 15 };
}

function events(
  legs: readonly Leg[],
  cuts: Walked['cuts'],
  defects: readonly CriekingeDefect[],
  naming: CriekingeNaming,
): Record<string, MatInput> {
  const fields: Record<string, number[]> = {};
  for (const { side, prefix } of legs) Object.assign(fields, eventFields(prefix, cuts[side], naming));
  for (const [name, values] of Object.entries(fields)) {
    if (!name.endsWith('_ICstop')) continue;
    if (defects.includes('nan-event')) values[1] = NaN;
    if (defects.includes('reversed-stride')) values[1] = fields[name.replace('stop', 'start')][1] - 20;
  }
  const kept = Object.entries(fields).filter(([name]) => !(defects.includes('no-landing-flags') && /_Good/.test(name)));
  return Object.fromEntries(kept.map(([name, values]) => [name, rowOf(values)]));
}

function blocks(
  legs: readonly Leg[],
  cuts: Walked['cuts'],
  defects: readonly CriekingeDefect[],
  { naming = 'file', momentFactor = -1, unreadVariables = 1 }: RawCriekingeOptions,
): Record<string, MatInput> {
  const nameOf = (cutBy: string, of: string): string => {
    if (naming === 'file') return `${cutBy}sideSegm_${of}sideData`;
    return 'LR'.includes(cutBy) ? `${cutBy}segmented_${of}data` : `${cutBy}segm_${of}data`;
  };
  const options: CriekingeBlockOptions = {
    momentFactor,
    emg: defects.includes('emg-missing') ? 'missing' : defects.includes('emg-nan') ? 'nan' : 'recorded',
    unreadVariables,
  };
  const entries = legs.flatMap((cutBy) =>
    [...legs.map(({ prefix }) => prefix), 'B'].map((of): [string, MatInput] => {
      const name = nameOf(cutBy.prefix, of);
      if (defects.includes('empty')) return [name, nothing()];
      const side = legs.find(({ prefix }) => prefix === of)?.side;
      const own = cuts[cutBy.side];
      if (side === undefined) return [name, matStruct({ CentreOfMass: rowOf(own.map(() => 0)) })];
      const block = legBlock(own, side, options);
      return [name, matStruct(of === cutBy.prefix ? withDefects(block, own, side, defects, options) : block)];
    }),
  );
  return Object.fromEntries(entries);
}

function withDefects(
  block: Record<string, MatStruct>,
  cuts: readonly CriekingeCut[],
  side: Side,
  defects: readonly CriekingeDefect[],
  options: CriekingeBlockOptions,
): Record<string, MatStruct> {
  const changed = { ...block };
  if (defects.includes('unequal-counts')) {
    const fewer = legBlock(cuts.slice(0, -1), side, options);
    for (const name of Object.keys(block)) if (name.endsWith('norm')) changed[name] = fewer[name];
  }
  const gapAt = cuts.findIndex(({ goodLanding }) => goodLanding);
  if (defects.includes('moment-gap') && gapAt >= 0) changed.KneeMoment = withGap(block.KneeMoment, gapAt);
  return changed;
}

/** A variable without its flexion values from 40 to 50 % of one stride. */
function withGap({ fields }: MatStruct, stride: number): MatStruct {
  const [flexion] = fields.get('x') as readonly MatNumeric[];
  const values = Float64Array.from(flexion.values as Float64Array);
  const first = stride * CRIEKINGE_POINTS;
  values.fill(NaN, first + 400, first + 501);
  return matStruct({
    ...Object.fromEntries([...fields].map(([axis, [matrix]]) => [axis, matrix])),
    x: matNumeric(values, flexion.dims),
  });
}
