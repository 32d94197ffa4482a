import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { matNumeric, matStruct, writeMat, type MatInput } from '@emgfm/matfile';
import { writeStorage } from '@emgfm/opensim';
import { writeXlsx } from '@emgfm/xlsx';
import { assertWithin } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import {
  angleColumns,
  EMG_PER_FRAME,
  emgRowsOf,
  emgTable,
  forceColumns,
  gait120Emg,
  GAIT120_EMG_RATE_HZ,
  GAIT120_MOTION_RATE_HZ,
  GAIT120_MVC_V,
  normalisedByMvc,
  on101Points,
  releasedEnvelopes,
  type FrameRange,
  type Gait120Spelling,
} from './gait120-tables';
import { CHAIR_TRANSITION_S, chairTransition, GAIT120_PLANS, GAIT120_TASKS, type Gait120Task } from './gait120-tasks';
import { rawTrial, trialSeed } from './raw-trial';
import { truthBetween } from './truth-between';

/** What is written. Trials and steps are named as `LevelWalking/Trial01` and `LevelWalking/Trial01/Step02`. */
export interface RawGait120Options {
  /** The first so many persons of the dataset, or these. */
  readonly subjects: number | readonly string[];
  readonly seed: number;
  /** Default all seven. */
  readonly tasks?: readonly Gait120Task[];
  /** Numbers of the trials that exist. Default 1 and 2. */
  readonly availableTrials?: readonly number[];
  /** A mistake in everything that is recorded. */
  readonly fault?: SourceFault | null;
  /** Persons in the root instead of in a folder for each ten of them. Default false. */
  readonly flat?: boolean;
  /** `Step01.mot` for `step01.mot`. Default false. */
  readonly upperCaseSteps?: boolean;
  readonly spelling?: Gait120Spelling;
  /** Steps whose angle file is missing. */
  readonly missingAngleFiles?: readonly string[];
  /** Steps that the EMG files do not know. */
  readonly missingEmgSteps?: readonly string[];
  /** Rows that the angle file of a step has too many (or too few, negative). */
  readonly surplusRows?: Readonly<Record<string, number>>;
  /** Trials whose EMG has no row. */
  readonly emptyTrials?: readonly string[];
  /** Persons without `EMG/RawData.mat`. */
  readonly withoutRawData?: readonly string[];
  /** Leave `EMG/ProcessedData.mat` out, as nobody needs it who reads raw EMG. Default false. */
  readonly withoutProcessedData?: boolean;
  /** A stride of the right leg lies between the two steps. Default false: the second begins where the first ends. */
  readonly separatedSteps?: boolean;
  /** Knee flexion positive, as in the stock model. Default false. */
  readonly kneeFlexionPositive?: boolean;
  /** Angles in radian, and the header says so. Default false. */
  readonly radians?: boolean;
  /** Clock of the angle files: of the trial, or from zero in each step. Default `trial`. */
  readonly angleClock?: 'trial' | 'step';
  /** Rate (Hz) that the EMG files state. Default 2000, which is true. */
  readonly statedEmgRateHz?: number;
  /** Leave the workbooks of the root out. Default false. */
  readonly withoutWorkbooks?: boolean;
}

/** One trial as it was written. */
export interface RawGait120Trial {
  readonly sourceId: string;
  readonly subject: SimulatedSubject;
  readonly task: Gait120Task;
  /** `LevelWalking/Trial01`. */
  readonly trial: string;
  /** Folder of the person below the root, with `/`. */
  readonly folder: string;
  /** What lies between the first and the last frame of each step, in order; `activity` is that of the task. */
  readonly strides: readonly StrideTruth[];
}

/** Rate (Hz) of the simulated motion, of which the files hold every fifth sample. */
const FINE_RATE_HZ = 500;

/**
 * Writes a small tree in the layout of Gait120: `<block>/<Sxxx>/EMG/*.mat` with tables in MAT v7, one `.mot` of angles for each step, force
 * plates of level walking, and two workbooks of persons.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 * @example
 * const trials = await writeRawGait120('./gait120', { subjects: 2, seed: 1, tasks: ['LevelWalking'] });
 */
export async function writeRawGait120(directory: string, options: RawGait120Options): Promise<RawGait120Trial[]> {
  const { subjects, seed, tasks = GAIT120_TASKS, availableTrials = [1, 2], flat = false } = options;
  const sourceIds =
    typeof subjects === 'number' ? Array.from({ length: subjects }, (_, i) => sourceIdOf(i + 1)) : subjects;
  assertWithin('subjects', sourceIds.length, 1, 120);
  const written: RawGait120Trial[] = [];
  const persons = sourceIds.map((sourceId, index) =>
    simulatedSubject(trialSeed(seed, index, 0), { sourceId, sex: 'male' }),
  );
  await mkdir(directory, { recursive: true });
  for (const [index, subject] of persons.entries()) {
    const folder = flat ? subject.sourceId : `${blockOf(subject.sourceId)}/${subject.sourceId}`;
    const variables: Record<'raw' | 'processed', Record<string, MatInput>> = {
      raw: { EMGs_info: matStruct({ fs: options.statedEmgRateHz ?? GAIT120_EMG_RATE_HZ }), Markers_info: motionInfo() },
      processed: {},
    };
    for (const task of tasks) {
      const raw: Record<string, MatInput> = {};
      const processed: Record<string, MatInput> = {};
      for (const number of availableTrials) {
        const name = `Trial${twoDigits(number)}`;
        const place = { directory, folder, subject, task, name };
        const trialNumber = GAIT120_TASKS.indexOf(task) * 10 + number;
        const trial = await writeTrial(place, trialSeed(seed, index, trialNumber), options);
        written.push(trial.truth);
        raw[name] = trial.raw;
        processed[name] = trial.processed;
      }
      variables.raw[task] = matStruct({
        nTrials: matNumeric(Uint8Array.of(availableTrials.length)),
        AvailableTrialIdx: matNumeric(Uint8Array.from(availableTrials), [1, availableTrials.length]),
        ...raw,
        MVC_raw: matStruct({ MVC01: emgTable(new Map([['VastusLateralis', Float64Array.of(0, 1e-4, 0)]])) }),
      });
      variables.processed[task] = matStruct(processed);
    }
    await mkdir(join(directory, folder, 'EMG'), { recursive: true });
    if (!options.withoutRawData?.includes(subject.sourceId)) {
      await writeMat(join(directory, folder, 'EMG', 'RawData.mat'), variables.raw);
    }
    if (!options.withoutProcessedData) {
      await writeMat(join(directory, folder, 'EMG', 'ProcessedData.mat'), variables.processed);
    }
  }
  if (!options.withoutWorkbooks) await writeWorkbooks(directory, persons);
  return written;
}

interface Place {
  readonly directory: string;
  readonly folder: string;
  readonly subject: SimulatedSubject;
  readonly task: Gait120Task;
  readonly name: string;
}

async function writeTrial(
  { directory, folder, subject, task, name }: Place,
  seed: number,
  options: RawGait120Options,
): Promise<{ truth: RawGait120Trial; raw: MatInput; processed: MatInput }> {
  const { activity, bouts } = GAIT120_PLANS[task];
  const simulated = rawTrial(
    {
      seed,
      subject,
      bouts,
      markerSamplingRateHz: FINE_RATE_HZ,
      emg: { samplingRateHz: GAIT120_EMG_RATE_HZ, unit: 'V' },
      forcePlates: task === 'LevelWalking' ? { layout: 'walkway', samplingRateHz: GAIT120_MOTION_RATE_HZ } : undefined,
    },
    options.fault,
  );
  const isChair = task === 'SitToStand' || task === 'StandToSit';
  const seat = (trial: SimulatedTrial): SimulatedTrial => (isChair ? chairTransition(trial, task) : trial);
  const [truth, recorded] = [seat(simulated.truth), seat(simulated.recorded)];
  const trial = `${task}/${name}`;
  const steps = isChair ? [framesOf(CHAIR_TRANSITION_S)] : rightSteps(truth, options.separatedSteps ?? false);
  const emg = gait120Emg(recorded);
  const envelopes = releasedEnvelopes(emg);
  const numFrames = Math.round(truth.durationS * GAIT120_MOTION_RATE_HZ);
  const rawSteps: Record<string, MatInput> = {};
  const processedSteps: Record<string, MatInput> = {};
  for (const [index, frames] of steps.entries()) {
    const step = `Step${twoDigits(index + 1)}`;
    await writeStepFiles({ directory, folder, trial, step }, recorded, frames, options);
    if (options.missingEmgSteps?.includes(`${trial}/${step}`)) continue;
    rawSteps[step] = matStruct({
      TargetFrame: matNumeric(Uint16Array.of(frames.first, frames.last), [1, 2]),
    });
    const [from, to] = [(frames.first - 1) * EMG_PER_FRAME, frames.last * EMG_PER_FRAME];
    const [filtered, envelope] = [emgRowsOf(emg, from, to), emgRowsOf(envelopes, from, to)];
    const normalised = normalisedByMvc(envelope);
    processedSteps[step] = matStruct({
      EMGs_filt: emgTable(filtered, options.spelling),
      EMGs_env: emgTable(envelope, options.spelling),
      EMGs_norm: emgTable(normalised, options.spelling),
      EMGs_interpolated: emgTable(on101Points(normalised), options.spelling),
    });
  }
  const length = options.emptyTrials?.includes(trial) ? 0 : numFrames * EMG_PER_FRAME;
  return {
    truth: {
      sourceId: subject.sourceId,
      subject,
      task,
      trial,
      folder,
      strides: steps.map((frames) =>
        truthBetween(truth, 'right', timesOf(frames), {
          activity,
          speedMps: NaN,
          inclineDeg: NaN,
          stepHeightM: NaN,
        }),
      ),
    },
    raw: matStruct({
      EMGs_raw: emgTable(emgRowsOf(emg, 0, length), options.spelling),
      TotalFrame: matNumeric(Uint16Array.of(numFrames)),
      nSteps: matNumeric(Uint8Array.of(steps.length)),
      ...rawSteps,
    }),
    processed: matStruct({ MVCs: matNumeric(Float64Array.from(GAIT120_MVC_V), [1, 12]), ...processedSteps }),
  };
}

/** The last two neighbouring strides of the right leg, or the last two that are not neighbours. */
function rightSteps({ strides }: SimulatedTrial, separated: boolean): FrameRange[] {
  const right = strides.filter(({ side }) => side === 'right');
  const chosen = separated ? [right.at(-3), right.at(-1)] : right.slice(-2);
  return chosen.filter((stride) => stride !== undefined).map(framesOf);
}

function framesOf({ startS, endS }: { startS: number; endS: number }): FrameRange {
  const [first, last] = [startS, endS].map((timeS) => Math.round(timeS * GAIT120_MOTION_RATE_HZ) + 1);
  return { first, last };
}

function timesOf({ first, last }: FrameRange): { startS: number; endS: number } {
  const [startS, endS] = [first, last].map((frame) => (frame - 1) / GAIT120_MOTION_RATE_HZ);
  return { startS, endS };
}

async function writeStepFiles(
  { directory, folder, trial, step }: { directory: string; folder: string; trial: string; step: string },
  recorded: SimulatedTrial,
  frames: FrameRange,
  options: RawGait120Options,
): Promise<void> {
  const name = `${trial}/${step}`;
  const [task, trialName] = trial.split('/');
  const file = `${options.upperCaseSteps ? step : step.toLowerCase()}.mot`;
  const rows = { ...frames, last: frames.last + (options.surplusRows?.[name] ?? 0) };
  const firstFrame = options.angleClock === 'step' ? 0 : frames.first - 1;
  const timeS = Float64Array.from(
    { length: rows.last - rows.first + 1 },
    (_, row) => (firstFrame + row) / GAIT120_MOTION_RATE_HZ,
  );
  const angles = angleColumns(recorded, rows, options.kneeFlexionPositive ? 1 : -1);
  const columns = options.radians ? angles.map(inRadians) : angles;
  if (!options.missingAngleFiles?.includes(name)) {
    const text = writeStorage({ name: 'Coordinates', timeS, columns, inDegrees: !options.radians });
    await writeText(join(directory, folder, 'JointAngle', trial, file), text);
  }
  if (recorded.forcePlates.length === 0) return;
  const forces = writeStorage({ name: file, timeS, columns: forceColumns(recorded, rows) });
  await writeText(join(directory, folder, 'MotionCapture', task, 'MOT', trialName, `${step}.mot`), forces);
}

function inRadians({ label, components }: ReturnType<typeof angleColumns>[number]) {
  return {
    label,
    components: /_t[xyz]$/.test(label)
      ? components
      : components.map((row) => row.map((degrees) => (degrees * Math.PI) / 180)),
  };
}

async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function writeWorkbooks(directory: string, persons: readonly SimulatedSubject[]): Promise<void> {
  const demographics = [
    ['Subject', 'Age (years)', 'Height (cm)', 'Weight (kg)', 'Sex'],
    ...persons.map(({ sourceId, ageY, heightM, massKg }) => [sourceId, ageY, heightM * 100, massKg, 'Male']),
  ];
  await writeFile(
    join(directory, 'Subject_Demographics.xlsx'),
    writeXlsx([{ name: 'Demographics', rows: demographics }]),
  );
  const anthropometry = [['Subject', 'Leg length (mm)'], ...persons.map(({ sourceId }) => [sourceId, 900])];
  await writeFile(
    join(directory, 'Anthropometric_Data_Participants.xlsx'),
    writeXlsx([{ name: 'Anthropometry', rows: anthropometry }]),
  );
}

function motionInfo(): MatInput {
  return matStruct({ fs: GAIT120_MOTION_RATE_HZ });
}

function sourceIdOf(number: number): string {
  return `S${String(number).padStart(3, '0')}`;
}

function blockOf(sourceId: string): string {
  const first = Math.floor((Number(sourceId.slice(1)) - 1) / 10) * 10 + 1;
  const digits = (number: number): string => String(number).padStart(3, '0');
  return `Gait120_${digits(first)}_to_${digits(first + 9)}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
