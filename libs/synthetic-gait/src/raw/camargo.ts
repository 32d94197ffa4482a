import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeMat, matCell, matTable, writeMat, type MatInput } from '@emgfm/matfile';
import { sampleCount } from '@emgfm/schema';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import { CAMARGO_SENSORS, defectiveTable, type CamargoDefect, type CamargoSensor } from './camargo-defects';
import {
  CAMARGO_LABEL_TRUTH,
  CAMARGO_MODES,
  camargoPlans,
  METRES_PER_INCH,
  type CamargoMode,
  type CamargoPlan,
} from './camargo-plans';
import {
  ANALOG_RATE_HZ,
  MOTION_RATE_HZ,
  angleTable,
  beltSpeedMps,
  conditionsTable,
  emgTable,
  gaitCycleTable,
  labelAt,
  momentTable,
  rampStarts,
  type CamargoTable,
} from './camargo-tables';
import type { SourceFault } from './faults';
import { rawTrial, trialSeed } from './raw-trial';
import { truthBetween, type FiledContext } from './truth-between';

/** The persons of the dataset; the trial names of those from AB25 on are capitalised. */
export const CAMARGO_SUBJECTS: readonly string[] = [
  ...Array.from({ length: 16 }, (_, i) => `AB${String(i + 6).padStart(2, '0')}`),
  ...['AB23', 'AB24', 'AB25', 'AB27', 'AB28', 'AB30'],
];

/** What is written. */
export interface RawCamargoOptions {
  /** The first so many persons of the dataset, or these. */
  readonly subjects: number | readonly string[];
  readonly seed: number;
  /** Length (s) of every steady piece of walking. Default 6. */
  readonly steadyS?: number;
  /** Default all four. */
  readonly modes?: readonly CamargoMode[];
  /** A mistake in everything that is recorded. */
  readonly fault?: SourceFault;
  /** Defects by trial name (lower case), the same for every person. */
  readonly defects?: Readonly<Record<string, readonly CamargoDefect[]>>;
  /** Constant shift of the ankle angle (degree) in `ik`, which `ik_offset` does not have. Default 8. */
  readonly ankleOffsetDeg?: number;
  /** A model whose subtalar joint is fixed: its columns are zero. Default false. */
  readonly lockedSubtalar?: boolean;
  /** SD of the noise of angles (degree) and moments (N·m/kg), and of the columns that the simulator lacks. Default 0. */
  readonly noiseSd?: number;
  /** Sessions of each person; the second repeats the trials on another day. Default 1. */
  readonly sessions?: 1 | 2;
  /** Leave out `SubjectInfo.mat`. Default false. */
  readonly withoutSubjectInfo?: boolean;
}

/**
 * One stride between two strikes of the right foot as they stand in the file (s, first samples of two ramps), and what it must become:
 * speed and incline are NaN where they are not known or not one.
 */
export interface RawCamargoStride extends StrideTruth {
  /** Labels that it meets, in order; none on the treadmill. */
  readonly labels: readonly string[];
  /** Does `id` know its moments? */
  readonly measured: boolean;
  /** Why it is no stride to keep; '' where it is one. */
  readonly dropped: '' | 'unsteady-speed' | 'not-a-stride' | 'event-order';
}

/** One trial as it was written. */
export interface RawCamargoTrial {
  readonly subject: SimulatedSubject;
  readonly session: string;
  readonly mode: CamargoMode;
  /** As its files are called. */
  readonly trial: string;
  /** How it truly was; the ankle of `ik` is shifted by `ankleOffsetDeg`. */
  readonly truth: SimulatedTrial;
  readonly strides: readonly RawCamargoStride[];
}

/**
 * Writes a small tree in the layout of the Camargo dataset: `<subject>/<date>/<mode>/<sensor>/<trial>.mat`, tables in compressed MAT
 * v5, `SubjectInfo.mat` beside the persons. Ramps of the gait cycle run before the first and after the last strike too, and moments
 * off the treadmill are NaN in every other stride, as if a plate had been missed.
 * @param directory folder; made where it is missing
 * @returns every trial with its truth
 * @throws SimulationOption
 * @example
 * const trials = await writeRawCamargo('./camargo', { subjects: 2, seed: 1 });
 */
export async function writeRawCamargo(directory: string, options: RawCamargoOptions): Promise<RawCamargoTrial[]> {
  const { seed, steadyS = 6, modes = CAMARGO_MODES, sessions = 1 } = options;
  const sourceIds =
    typeof options.subjects === 'number' ? CAMARGO_SUBJECTS.slice(0, options.subjects) : options.subjects;
  assertWithin('subjects', sourceIds.length, 1, CAMARGO_SUBJECTS.length);
  assertWithin('steadyS', steadyS, 3, 3600);
  assertWithin('noiseSd', options.noiseSd ?? 0, 0, 10);
  const persons = sourceIds.map((sourceId, index) => simulatedSubject(trialSeed(seed, index, 0), { sourceId }));
  const plans = camargoPlans(steadyS).filter(({ mode }) => modes.includes(mode));
  const written: RawCamargoTrial[] = [];
  await mkdir(directory, { recursive: true });
  for (const [index, subject] of persons.entries()) {
    for (const [session, date] of ['10_09_18', '11_11_2018'].slice(0, sessions).entries()) {
      for (const [number, plan] of plans.entries()) {
        const name = Number(subject.sourceId.slice(2)) >= 25 ? capitalised(plan.trial) : plan.trial;
        const place = { directory, subject, session: date, trial: name };
        written.push(await writeTrial(place, plan, trialSeed(seed, index, session * 100 + number), options));
      }
    }
    await mkdir(join(directory, subject.sourceId, 'osimxml'), { recursive: true });
    await writeFile(join(directory, subject.sourceId, 'osimxml', `${subject.sourceId}.osim`), '<OpenSimDocument/>\n');
  }
  if (!options.withoutSubjectInfo) await writeMat(join(directory, 'SubjectInfo.mat'), { data: subjectTable(persons) });
  return written;
}

interface Place {
  readonly directory: string;
  readonly subject: SimulatedSubject;
  readonly session: string;
  readonly trial: string;
}

async function writeTrial(
  place: Place,
  plan: CamargoPlan,
  seed: number,
  options: RawCamargoOptions,
): Promise<RawCamargoTrial> {
  const defects = options.defects?.[plan.trial] ?? [];
  const { noiseSd = 0 } = options;
  const { truth, recorded } = rawTrial(
    {
      seed,
      subject: place.subject,
      bouts: plan.bouts,
      markerSamplingRateHz: MOTION_RATE_HZ,
      surface: plan.mode === 'treadmill' ? 'treadmill' : 'overground',
      emg: { samplingRateHz: ANALOG_RATE_HZ, unit: 'mV' },
      angleNoiseSdDeg: noiseSd,
      momentNoiseSdNmPerKg: noiseSd,
    },
    options.fault ?? null,
  );
  const strides = stridesOf(truth, plan, defects);
  const lost = defects.flatMap((defect) => (defect.kind === 'deleted_strike' ? [defect.strike] : []));
  const numSamples = sampleCount(truth.legs.right.angles);
  const { ankleOffsetDeg = 8 } = options;
  const model = { lockedSubtalar: options.lockedSubtalar ?? false, noiseSd };
  const gaitCycle = (side: 'left' | 'right'): CamargoTable =>
    gaitCycleTable(
      rampStarts(truth, side, 'foot_strike').filter((_, i) => side === 'left' || !lost.includes(i)),
      rampStarts(truth, side, 'foot_off'),
      numSamples,
    );
  const tables: Readonly<Record<CamargoSensor, CamargoTable>> = {
    conditions: conditionsTable(plan),
    emg: emgTable(recorded),
    gcLeft: gaitCycle('left'),
    gcRight: gaitCycle('right'),
    id: momentTable(
      recorded,
      (_, timeS) =>
        plan.mode === 'treadmill' ||
        strides.some(({ measured, startS, endS }) => measured && timeS >= startS - 0.02 && timeS <= endS + 0.02),
      model,
    ),
    ik: angleTable(recorded, ankleOffsetDeg, model),
    ik_offset: angleTable(recorded, 0, model),
  };
  for (const sensor of CAMARGO_SENSORS) {
    if (defects.some((defect) => defect.kind === 'missing_file' && defect.sensor === sensor)) continue;
    const folder = join(place.directory, place.subject.sourceId, place.session, plan.mode, sensor);
    await mkdir(folder, { recursive: true });
    const empty = defects.some((defect) => defect.kind === 'empty_file' && defect.sensor === sensor);
    const table = matTableOf(defectiveTable(tables[sensor], sensor, defects));
    const variables = sensor === 'conditions' ? conditionVariables(plan, table) : { data: table };
    await writeFile(join(folder, `${place.trial}.mat`), empty ? '' : await encodeMat(variables));
  }
  return {
    subject: place.subject,
    session: place.session,
    mode: plan.mode,
    trial: place.trial,
    truth,
    strides,
  };
}

/** What stands between neighbouring right heel strikes, and what it must become. */
function stridesOf(truth: SimulatedTrial, plan: CamargoPlan, defects: readonly CamargoDefect[]): RawCamargoStride[] {
  const starts = rampStarts(truth, 'right', 'foot_strike');
  const lost = defects.flatMap((defect) => (defect.kind === 'deleted_strike' ? [defect.strike] : []));
  const found = starts.filter((_, i) => !lost.includes(i));
  const slope = Number(plan.conditions.rampIncline ?? 0);
  const stairM = Number(plan.conditions.stairHeight ?? 0) * METRES_PER_INCH;
  return found.slice(1).map((end, i): RawCamargoStride => {
    const [startS, endS] = [found[i] / MOTION_RATE_HZ, end / MOTION_RATE_HZ];
    const times = Array.from(
      { length: Math.round((endS - startS) * ANALOG_RATE_HZ) },
      (_, k) => startS + k / ANALOG_RATE_HZ,
    );
    const labels = plan.mode === 'treadmill' ? [] : [...new Set(times.map((timeS) => labelAt(plan, timeS)))];
    const speeds =
      plan.mode === 'treadmill' ? times.map((timeS) => beltSpeedMps(plan, timeS)).sort((a, b) => a - b) : [];
    const meanings = labels.map((label) => CAMARGO_LABEL_TRUTH[label]);
    const standing = labels.length > 0 && labels.every((label) => label === 'idle' || label === 'stand');
    const skipped = starts.indexOf(end) - starts.indexOf(found[i]) > 1;
    const context: FiledContext = {
      activity:
        plan.mode === 'treadmill' ? 'walk' : labels.length === 1 ? (meanings[0]?.activity ?? 'other') : 'transition',
      speedMps: speeds[speeds.length >> 1] ?? NaN,
      inclineDeg: only([...new Set(meanings.map((meaning) => (meaning?.slope ?? 0) * slope))], 0),
      stepHeightM: only([...new Set(meanings.map((meaning) => (meaning?.onStairs ? stairM : 0)))], 0),
    };
    return {
      ...truthBetween(truth, 'right', { startS, endS }, context),
      labels,
      measured: plan.mode === 'treadmill' || i % 2 === 0,
      dropped: new Set(speeds).size > 2 ? 'unsteady-speed' : standing ? 'not-a-stride' : skipped ? 'event-order' : '',
    };
  });
}

/** The only one of some values; NaN where there are several, `otherwise` where there is none. */
function only(values: readonly number[], otherwise: number): number {
  return values.length > 1 ? NaN : (values[0] ?? otherwise);
}

function conditionVariables(plan: CamargoPlan, table: MatInput): Record<string, MatInput> {
  if (plan.mode === 'treadmill') return { speed: table };
  const durationS = plan.bouts.reduce((sum, bout) => sum + bout.durationS, 0);
  return { labels: table, trialStarts: 0, trialEnds: durationS, ...plan.conditions };
}

function matTableOf(table: CamargoTable): MatInput {
  return matTable(
    Object.fromEntries(
      [...table].map(([name, values]) => [name, values instanceof Float64Array ? values : matCell(values as string[])]),
    ),
  );
}

function subjectTable(persons: readonly SimulatedSubject[]): MatInput {
  return matTable(
    {
      Subject: matCell(persons.map(({ sourceId }) => sourceId)),
      Age: Float64Array.from(persons, ({ ageY }) => ageY),
      Gender: matCell(persons.map(({ sex }) => (sex === 'female' ? 'F' : 'M'))),
      Height: Float64Array.from(persons, ({ heightM }) => heightM),
      Weight: Float64Array.from(persons, ({ massKg }) => massKg),
    },
    { variableUnits: ['', 'Years', '', 'm', 'kg'] },
  );
}

function capitalised(trial: string): string {
  return trial.charAt(0).toUpperCase() + trial.slice(1);
}
