import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { matStruct, matStructArray, writeMat, type MatInput } from '@emgfm/matfile';
import { jointMotionIndex, type Activity, type Side } from '@emgfm/schema';
import type { Bout } from '../bout';
import { assertWithin } from '../errors';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import {
  LENCIONI_RATES,
  lencioniSignals,
  matrixOf,
  nameList,
  type LencioniRates,
  type LencioniSignals,
  type NamedRows,
} from './lencioni-stride';
import { rawTrial, trialSeed } from './raw-trial';

/** Tasks of the source. */
export const LENCIONI_TASKS = ['Walking', 'ToeWalking', 'HeelWalking', 'StepUp', 'StepDown'] as const;

/** A task of the source. */
export type LencioniTask = (typeof LENCIONI_TASKS)[number];

/** What can be wrong with one element of `s.Data`. */
export type LencioniDefect =
  /** The cadence is that of another stride. */
  | 'wrong-cadence'
  /** Every signal is empty. */
  | 'zero-length'
  /** The knee moment has a gap. */
  | 'nan-moments'
  /** `speed` is empty. */
  | 'no-speed'
  /** `Foot` is empty. */
  | 'unknown-foot'
  /** `EMG` is empty. */
  | 'no-emg';

/** What to write. */
export interface RawLencioniOptions {
  /** The first so many persons, or these numbers (1-50). */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** Default all five. */
  readonly tasks?: readonly LencioniTask[];
  /** Length (s) of the simulated trial behind the strides of each task. Default 5. */
  readonly taskS?: number;
  /** Persons without an EMG side. Default 18, as in the source. */
  readonly withoutEmgSide?: readonly number[];
  /** Defects by the index of the element of `s.Data` (from 1), the same for every person. */
  readonly defects?: Readonly<Record<number, LencioniDefect>>;
  /** Constant shift of the ankle angle (degree); the truth has it too. Default -22.5, as in the source. */
  readonly ankleOffsetDeg?: number;
  /** Factor on internal moments. Default -1: push-off positive, as in the source. */
  readonly momentFactor?: number;
  /** Name of the field with the EMG rate. Default `EMGFreq`. */
  readonly emgRateField?: string;
  /** Factor on the EMG rate that is stated. Default 1: it is right. */
  readonly statedEmgRateFactor?: number;
  /** Names of rows as a padded char matrix or as a cell array. Default char. */
  readonly names?: 'char' | 'cellstr';
  /** Rows in another order than the source has them. Default false. */
  readonly reversedRows?: boolean;
  /** Default v7: v5 with compressed variables, as MATLAB saves. */
  readonly matVersion?: 'v5' | 'v7' | 'v7.3';
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** One element of `s.Data` and what it truly is. */
export interface RawLencioniElement {
  readonly sourceId: string;
  /** `Data(i)`, i from 1. */
  readonly trial: string;
  /** Path below the folder. */
  readonly file: string;
  readonly subject: SimulatedSubject;
  readonly rates: LencioniRates;
  readonly task: LencioniTask;
  /** Is the EMG of the leg that this stride is of? */
  readonly emgOfThisLeg: boolean;
  /** The one stride of the element, ankle shifted as in the file; none where it can't be read. */
  readonly strides: readonly StrideTruth[];
}

const ACTIVITY: Readonly<Record<LencioniTask, Activity>> = {
  Walking: 'walk',
  ToeWalking: 'toe_walk',
  HeelWalking: 'heel_walk',
  StepUp: 'stair_up',
  StepDown: 'stair_down',
};
const FOOT: Readonly<Record<Side, string>> = { left: 'LX', right: 'RX' };
const TASK_WIDTH = 12;
const ANKLE = jointMotionIndex('ankle', 'flexion');

function boutOf(task: LencioniTask, durationS: number): Bout {
  switch (task) {
    case 'Walking':
      return { gait: 'walk', durationS, speedMps: 1.2 };
    case 'ToeWalking':
    case 'HeelWalking':
      return { gait: 'walk', durationS, speedMps: 0.9 };
    case 'StepUp':
      return { gait: 'stair_up', durationS };
    case 'StepDown':
      return { gait: 'stair_down', durationS };
  }
}

/**
 * Writes a folder in the layout of Lencioni et al. 2019: one file `Subject<n>.mat` (MAT v5) per person with a struct `s`, in which
 * every element of `s.Data` is one stride of either foot, with EMG of the right leg whatever the foot.
 * @param directory folder; made where it is missing
 * @returns the truth, element by element
 * @throws SimulationOption
 * @example
 * const elements = await writeRawLencioni('./lencioni', { subjects: 2, seed: 1 });
 */
export async function writeRawLencioni(
  directory: string,
  options: RawLencioniOptions,
): Promise<readonly RawLencioniElement[]> {
  const { seed, taskS = 5 } = options;
  const numbers =
    typeof options.subjects === 'number'
      ? Array.from({ length: options.subjects }, (_, i) => i + 1)
      : [...options.subjects];
  assertWithin('subjects', numbers.length, 1, 50);
  assertWithin('taskS', taskS, 3, 600);
  await mkdir(directory, { recursive: true });
  const truth: RawLencioniElement[] = [];
  for (const number of numbers) {
    const { struct, elements } = subjectStruct(number, seed, taskS, options);
    await writeMat(join(directory, `Subject${number}.mat`), { s: struct }, { version: options.matVersion ?? 'v7' });
    truth.push(...elements);
  }
  return truth;
}

function subjectStruct(
  number: number,
  seed: number,
  taskS: number,
  options: RawLencioniOptions,
): { struct: MatInput; elements: RawLencioniElement[] } {
  const { tasks = LENCIONI_TASKS, ankleOffsetDeg = -22.5, momentFactor = -1, fault = null } = options;
  const sourceId = `Subject${number}`;
  const rates = LENCIONI_RATES[number % LENCIONI_RATES.length];
  const subject = simulatedSubject(trialSeed(seed, number, 0), { sourceId });
  const emgSide = (options.withoutEmgSide ?? [18]).includes(number) ? 'NO' : 'RX';
  const elements: RawLencioniElement[] = [];
  const fields: Record<string, MatInput>[] = [];
  let rowNames: LencioniSignals | null = null;
  for (const [taskIndex, task] of tasks.entries()) {
    const { truth, recorded } = rawTrial(
      {
        seed: trialSeed(seed, number, taskIndex + 1),
        subject,
        bouts: [boutOf(task, taskS)],
        // a multiple of the camera rate, so that 60 Hz loses nothing of the curves
        markerSamplingRateHz: rates.kinHz < 100 ? 4 * rates.kinHz : rates.kinHz,
        emg: { samplingRateHz: rates.emgHz, unit: 'mV', offsetV: 4e-5, baselineWanderV: 2e-5 },
      },
      fault,
    );
    for (const stride of truth.strides) {
      const index = elements.length + 1;
      const defect = options.defects?.[index] ?? null;
      const signals = lencioniSignals({ recorded, ...stride, rates, ankleOffsetDeg, momentFactor });
      const arranged = options.reversedRows ? reversed(signals) : signals;
      rowNames ??= arranged;
      fields.push(dataElement(arranged, stride, task, rates, defect));
      elements.push({
        sourceId,
        trial: `Data(${index})`,
        file: `${sourceId}.mat`,
        subject,
        rates,
        task,
        emgOfThisLeg: emgSide === 'RX' && stride.side === 'right' && defect !== 'no-emg',
        strides: defect === 'zero-length' || defect === 'unknown-foot' ? [] : [asWritten(stride, task, ankleOffsetDeg)],
      });
    }
  }
  const { emg, angles, moments, forces, powers } = rowNames as LencioniSignals;
  const names = ({ names: list }: NamedRows): MatInput => nameList(list, options.names ?? 'char');
  const struct = matStruct({
    name: sourceId,
    Age: subject.ageY,
    Gender: subject.sex === 'female' ? 'F' : 'M',
    BM: subject.massKg,
    BH: 100 * subject.heightM,
    KinFreq: rates.kinHz,
    GrfFreq: rates.grfHz,
    [options.emgRateField ?? 'EMGFreq']: rates.emgHz * (options.statedEmgRateFactor ?? 1),
    EMGSide: emgSide,
    EmgVarName: names(emg),
    AngVarName: names(angles),
    MomVarName: names(moments),
    GrfVarName: names(forces),
    PwrVarName: names(powers),
    StandingData: matStruct({ Marker: matrixOf(new Array(87).fill(new Float64Array(rates.kinHz))) }),
    Data: matStructArray(fields, [1, fields.length]),
  });
  return { struct, elements };
}

function reversed(signals: LencioniSignals): LencioniSignals {
  const turn = ({ names, rows }: NamedRows): NamedRows => ({ names: [...names].reverse(), rows: [...rows].reverse() });
  return { ...signals, emg: turn(signals.emg), angles: turn(signals.angles), moments: turn(signals.moments) };
}

function dataElement(
  signals: LencioniSignals,
  { side, startS, endS, speedMps }: StrideTruth,
  task: LencioniTask,
  rates: LencioniRates,
  defect: LencioniDefect | null,
): Record<string, MatInput> {
  const onset = (samplingRateHz: number): number => Math.round(startS * samplingRateHz) / samplingRateHz;
  const matrix = (rows: readonly ArrayLike<number>[]): MatInput => matrixOf(defect === 'zero-length' ? [] : rows);
  const moments = signals.moments.rows.map((row, index) =>
    defect === 'nan-moments' && signals.moments.names[index] === 'KneeFlxMom'
      ? Float64Array.from(row, (value, point) => (point > 40 && point < 50 ? NaN : value))
      : row,
  );
  return {
    Task: task.padEnd(TASK_WIDTH),
    Foot: defect === 'unknown-foot' ? '' : FOOT[side],
    speed: defect === 'no-speed' ? matrixOf([]) : speedMps,
    cadence: (defect === 'wrong-cadence' ? 3 : 1) * (120 / (endS - startS)),
    TimeStampKin: onset(rates.kinHz),
    TimeStampGrf: onset(rates.grfHz),
    TimeStampEmg: onset(rates.emgHz),
    EMG: defect === 'no-emg' ? matrixOf([]) : matrix(signals.emg.rows),
    Ang: matrix(signals.angles.rows),
    Mom: matrix(moments),
    Pwr: matrix(signals.powers.rows),
    Grf: matrix(signals.forces.rows),
    Marker: matrix(signals.markers),
  };
}

/** The stride in the convention of the file: its task, and the ankle as the source measures it. */
function asWritten(stride: StrideTruth, task: LencioniTask, ankleOffsetDeg: number): StrideTruth {
  return {
    ...stride,
    activity: ACTIVITY[task],
    anglesDeg: stride.anglesDeg.map((curve, motion) =>
      motion === ANKLE ? curve.map((angle) => angle + ankleOffsetDeg) : curve,
    ),
  };
}
