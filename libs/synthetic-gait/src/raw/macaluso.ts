import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { matCell, matLogical, matNumeric, matStruct, writeMat, type MatInput } from '@emgfm/matfile';
import { SIDES, type Side } from '@emgfm/schema';
import { assertWithin } from '../errors';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type PerSide, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import { isLost, spoilLeg, spoilStride, type MacalusoLegDefect, type MacalusoStrideDefect } from './macaluso-defects';
import {
  macalusoColumns,
  type MacalusoColumns,
  type MacalusoConvention,
  type MacalusoEmgKind,
} from './macaluso-stride';
import { rawTrial, trialSeed } from './raw-trial';

/** Tasks of the source and the slope (degree) on which they are simulated. */
export const MACALUSO_TASKS = { downhill: -5, uphill: 5, level: 0 } as const;

/** A task of the source. */
export type MacalusoTask = keyof typeof MACALUSO_TASKS;

/** What to write. */
export interface RawMacalusoOptions {
  /** The first so many persons (`AB01`, ...), or these names. */
  readonly subjects: number | readonly string[];
  readonly seed: number;
  /** Default all three. */
  readonly tasks?: readonly MacalusoTask[];
  /** Trials of each task. Default `['part1']`. */
  readonly trialNames?: readonly string[];
  /** Length (s) of each trial. Default 5. */
  readonly trialS?: number;
  /** Speed of the belt (m/s). Default 1.2. */
  readonly speedMps?: number;
  /** Factor on internal moments. Default 1000: internal, in N·mm/kg; -1000 writes external ones. */
  readonly momentFactor?: number;
  /** Default bipolar. */
  readonly emgKind?: MacalusoEmgKind;
  /** Points of a stride of EMG, default 3000, and of everything else, default 150. */
  readonly emgPoints?: number;
  readonly jointPoints?: number;
  /** `part1.cycles.left.time` on the clock of the trial, or beginning at 0 in every stride. Default `trial`. */
  readonly clock?: 'trial' | 'stride';
  /** Defects of strides, by `level/part1 left 2`, strides counted from 1, the same for every person; */
  readonly strideDefects?: Readonly<Record<string, MacalusoStrideDefect>>;
  /** and of legs, by `level/part1 left`. */
  readonly legDefects?: Readonly<Record<string, MacalusoLegDefect>>;
  /** Every third stride is marked as perturbed, by a flag for each stride or by its number; default nothing tells it. */
  readonly perturbations?: 'flags' | 'numbers' | 'unclear';
  /** Is there a cell of details of the person? Default false: unknown. */
  readonly withDetails?: boolean;
  /** Has every trial a cell with speed and incline? Default false. */
  readonly withDescription?: boolean;
  /** A field beside the trials, with signals and no `part` in its name. Default none. */
  readonly otherTrial?: string;
  /** Name of the struct in the file of a person. Default that of the file. */
  readonly structName?: (sourceId: string) => string;
  /** Default v7.3. */
  readonly matVersion?: 'v5' | 'v7' | 'v7.3';
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One trial and what truly happened. */
export interface RawMacalusoTrial {
  readonly sourceId: string;
  /** `level/part1`. */
  readonly trial: string;
  readonly task: MacalusoTask;
  /** Path below the folder. */
  readonly file: string;
  readonly subject: SimulatedSubject;
  /** Strides of both legs that can be used. */
  readonly strides: readonly StrideTruth[];
  /** Those of them that are marked as perturbed. */
  readonly perturbed: readonly StrideTruth[];
}

/** Plug-in Gait runs at this rate (Hz). */
const MOTION_RATE_HZ = 100;
const EMG_RATE_HZ = 2000;
const PERTURBED_EVERY = 3;

/**
 * Writes a folder in the layout of Macaluso et al. (2020): `Subject/<name>.mat` with a struct of the name of the file, in which the
 * strides of a treadmill trial are columns on a fixed grid of points.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 * @example
 * const trials = await writeRawMacaluso('./macaluso', { subjects: 2, seed: 1 });
 */
export async function writeRawMacaluso(directory: string, options: RawMacalusoOptions): Promise<RawMacalusoTrial[]> {
  const { subjects, seed, structName = (sourceId) => sourceId, matVersion = 'v7.3' } = options;
  const names =
    typeof subjects === 'number'
      ? Array.from({ length: subjects }, (_, i) => `AB${String(i + 1).padStart(2, '0')}`)
      : subjects;
  assertWithin('subjects', names.length, 1, 100);
  await mkdir(join(directory, 'Subject'), { recursive: true });
  const truth: RawMacalusoTrial[] = [];
  for (const [index, sourceId] of names.entries()) {
    const subject = simulatedSubject(trialSeed(seed, index + 1, 0), { sourceId });
    const { person, trials } = personStruct(subject, index + 1, options);
    const path = join(directory, 'Subject', `${sourceId}.mat`);
    await writeMat(path, { [structName(sourceId)]: person }, { version: matVersion });
    truth.push(...trials);
  }
  return truth;
}

function personStruct(
  subject: SimulatedSubject,
  number: number,
  options: RawMacalusoOptions,
): { person: MatInput; trials: RawMacalusoTrial[] } {
  const { trialNames = ['part1'], otherTrial } = options;
  const tasks = options.tasks ?? (Object.keys(MACALUSO_TASKS) as MacalusoTask[]);
  const trials: RawMacalusoTrial[] = [];
  const person: Record<string, MatInput> = options.withDetails ? { subjectdetails: detailsCell(subject) } : {};
  for (const task of tasks) {
    const fields: Record<string, MatInput> = {};
    for (const [index, name] of trialNames.entries()) {
      const seed = trialSeed(options.seed, number, 1 + 20 * Object.keys(MACALUSO_TASKS).indexOf(task) + index);
      const { struct, ...trial } = trialStruct(subject, task, `${task}/${name}`, seed, options);
      fields[name] = struct;
      trials.push({ sourceId: subject.sourceId, task, file: `Subject/${subject.sourceId}.mat`, subject, ...trial });
      if (otherTrial !== undefined) fields[otherTrial] = struct;
    }
    person[task] = matStruct(fields);
  }
  return { person: matStruct(person), trials };
}

function trialStruct(
  subject: SimulatedSubject,
  task: MacalusoTask,
  trial: string,
  seed: number,
  options: RawMacalusoOptions,
): Pick<RawMacalusoTrial, 'trial' | 'strides' | 'perturbed'> & { struct: MatInput } {
  const { trialS = 5, speedMps = 1.2, fault = null, strideDefects = {}, legDefects = {} } = options;
  const inclineDeg = MACALUSO_TASKS[task];
  const { truth, recorded } = rawTrial(
    {
      seed,
      subject,
      surface: 'treadmill',
      bouts: [{ gait: 'walk', durationS: trialS, speedMps, inclineDeg }],
      markerSamplingRateHz: MOTION_RATE_HZ,
      emg: { samplingRateHz: EMG_RATE_HZ, unit: 'mV' },
    },
    fault,
  );
  const convention: MacalusoConvention = {
    emgKind: options.emgKind ?? 'bipolar',
    emgPoints: options.emgPoints ?? 3000,
    jointPoints: options.jointPoints ?? 150,
    momentFactor: options.momentFactor ?? 1000,
    timeFromStrike: options.clock === 'stride',
  };
  const all: MacalusoColumns = new Map();
  const ofSide = (side: Side): StrideTruth[] => truth.strides.filter((stride) => stride.side === side);
  const defectOf = (stride: StrideTruth): MacalusoStrideDefect | undefined =>
    strideDefects[`${trial} ${stride.side} ${ofSide(stride.side).indexOf(stride) + 1}`];
  for (const side of SIDES) {
    const strides = ofSide(side);
    const columns = macalusoColumns(recorded, side, strides, convention);
    for (const [index, stride] of strides.entries()) {
      const defect = defectOf(stride);
      if (defect !== undefined) spoilStride(columns, index, defect);
    }
    const legDefect = legDefects[`${trial} ${side}`];
    if (legDefect !== undefined) spoilLeg(columns, legDefect);
    for (const [path, matrix] of columns) all.set(path, matrix);
  }
  const usable = truth.strides.filter((stride) => !isLost(defectOf(stride)));
  const isPerturbed = (stride: StrideTruth): boolean => ofSide(stride.side).indexOf(stride) % PERTURBED_EVERY === 1;
  const flags = Object.fromEntries(SIDES.map((side) => [side, ofSide(side).map(isPerturbed)])) as PerSide<boolean[]>;
  const { perturbations } = options;
  const struct = nested([
    ...[...all].map(([path, strides]) => [path, matrixOf(strides)] as const),
    ...(perturbations === undefined
      ? []
      : SIDES.map((side) => [`perturbed.${side}`, perturbationField(flags[side], perturbations)] as const)),
    ...(options.withDescription
      ? [['description', matCell(['speed (m/s)', 'incline (deg)', speedMps, Math.abs(inclineDeg)], [2, 2])] as const]
      : []),
  ]);
  return { trial, strides: usable, perturbed: perturbations ? usable.filter(isPerturbed) : [], struct };
}

function perturbationField(
  flags: readonly boolean[],
  form: NonNullable<RawMacalusoOptions['perturbations']>,
): MatInput {
  switch (form) {
    case 'flags':
      return matLogical(flags, [1, flags.length]);
    case 'numbers':
      return matNumeric(flags.flatMap((flag, index) => (flag ? [index + 1] : [])));
    case 'unclear':
      return 'see notes';
  }
}

/** A row of details is a label and a value, as in the dataset that the laboratory published before. */
function detailsCell({ ageY, sex, massKg, heightM }: SimulatedSubject): MatInput {
  const rows: readonly (readonly [string, string | number])[] = [
    ['Age', ageY],
    ['Sex', sex === 'female' ? 'F' : 'M'],
    ['Height (mm)', Math.round(1000 * heightM)],
    ['Body mass (kg)', massKg],
    ['Left leg length (mm)', Math.round(530 * heightM)],
  ];
  return matCell([...rows.map(([label]) => label), ...rows.map(([, value]) => value)], [rows.length, 2]);
}

/** Strides as the columns of a matrix. */
function matrixOf(strides: readonly Float64Array[]): MatInput {
  const points = strides[0]?.length ?? 0;
  const values = new Float64Array(points * strides.length);
  strides.forEach((samples, index) => values.set(samples, index * points));
  return matNumeric(values, [points, strides.length]);
}

/** Structs within structs from paths with dots. */
function nested(entries: readonly (readonly [path: string, value: MatInput])[]): MatInput {
  const groups = new Map<string, [string, MatInput][]>();
  const fields: Record<string, MatInput> = {};
  for (const [path, value] of entries) {
    const dot = path.indexOf('.');
    if (dot < 0) {
      fields[path] = value;
      continue;
    }
    const name = path.slice(0, dot);
    groups.set(name, [...(groups.get(name) ?? []), [path.slice(dot + 1), value]]);
  }
  for (const [name, inner] of groups) fields[name] = nested(inner);
  return matStruct(fields);
}
