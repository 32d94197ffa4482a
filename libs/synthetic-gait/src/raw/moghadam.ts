import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Side } from '@emgfm/schema';
import { assertWithin, LayoutError } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import {
  moghadamEmgText,
  moghadamImuText,
  MOGHADAM_JOINT_RATE_HZ,
  moghadamStorageText,
  type MoghadamNaming,
  type Stretch,
} from './moghadam-tables';
import { rawTrial, trialSeed } from './raw-trial';

/** What can be wrong with a trial. */
export type MoghadamDefect =
  | 'missing-emg'
  | 'missing-imu'
  | 'missing-kinematics'
  | 'missing-kinetics'
  /** The EMG file is empty. */
  | 'empty-emg'
  /** The EMG file has a header and no row. */
  | 'zero-length-emg'
  /** A row of the kinetics file is cut short. */
  | 'damaged-kinetics'
  /** The file ends before a foot strikes twice. */
  | 'partial-cycle'
  /** A step of the right foot missed the plates: no moment acts in it. */
  | 'missed-plate';

/** What to write. */
export interface RawMoghadamOptions {
  /** The first so many persons, at most 17, or these numbers. */
  readonly subjects: number | readonly number[];
  readonly seed: number;
  /** Trials per person, numbered from 1. Default 4. */
  readonly trials?: number;
  /** Rate of the EMG (Hz). Default 1000. */
  readonly emgRateHz?: number;
  /** How the columns of EMG files are named. Default: the three forms in turn, trial by trial. */
  readonly naming?: MoghadamNaming;
  /** Factor on internal moments. Default 1; -1 makes them external. */
  readonly momentFactor?: 1 | -1;
  /** Defects by trial number, the same for every person. */
  readonly defects?: Readonly<Record<number, MoghadamDefect>>;
  /** A mistake made while recording. A wrong leg and a shift by half a cycle concern the EMG only: nothing but angles and moments tells events. */
  readonly fault?: SourceFault | null;
}

/** One trial and what it truly is. */
export interface RawMoghadamTrial {
  readonly sourceId: string;
  readonly trial: string;
  readonly subject: SimulatedSubject;
  /** How it truly was; its clock is that of the files. */
  readonly simulated: SimulatedTrial;
  /** Where angles and moments begin and end (s). */
  readonly joints: Stretch;
  /** Every stride that lies within the files, and no other. */
  readonly strides: readonly StrideTruth[];
}

const ROOT = 'Gait_Time_Series';
const NAMINGS: readonly MoghadamNaming[] = ['none', 'in-order', 'any-order'];
const IMU_DELIMITERS = [',', ';', '\t'] as const;
/** What is recorded before the first and after the last strike (s), and how much more EMG there is. */
const BEFORE_S = 0.25;
const AFTER_S = 0.45;
const EMG_MARGIN_S = 0.12;

/**
 * Writes a folder in the layout of Mohammadi Moghadam et al. 2023: `Gait_Time_Series/P<k>Data/{EMG,IMU,Joints_Kinematics,Joints_Kinetics}`,
 * short trials of overground walking with about one cycle per leg, moments in N·m, no events and no body mass.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 * @example
 * const trials = await writeRawMoghadam('./moghadam', { subjects: 2, seed: 1 });
 */
export async function writeRawMoghadam(
  directory: string,
  options: RawMoghadamOptions,
): Promise<readonly RawMoghadamTrial[]> {
  const { seed, trials = 4 } = options;
  const numbers =
    typeof options.subjects === 'number'
      ? Array.from({ length: options.subjects }, (_, i) => i + 1)
      : [...options.subjects];
  assertWithin('subjects', numbers.length, 1, 17);
  assertWithin('trials', trials, 1, 60);
  const truth: RawMoghadamTrial[] = [];
  for (const number of numbers) {
    const subject = simulatedSubject(trialSeed(seed, number, 0), { sourceId: `P${number}` });
    for (let trial = 1; trial <= trials; trial += 1) {
      truth.push(await writeTrial(join(directory, ROOT, `P${number}Data`), subject, trial, number, options));
    }
  }
  return truth;
}

async function writeTrial(
  folder: string,
  subject: SimulatedSubject,
  trial: number,
  person: number,
  { seed, emgRateHz = 1000, naming, momentFactor = 1, defects = {}, fault = null }: RawMoghadamOptions,
): Promise<RawMoghadamTrial> {
  const ownSeed = trialSeed(seed, person, trial);
  const { truth, recorded } = rawTrial(
    {
      seed: ownSeed,
      subject,
      bouts: [{ gait: 'walk', durationS: 5.4, speedMps: 1 + 0.1 * (trial % 4) }],
      markerSamplingRateHz: MOGHADAM_JOINT_RATE_HZ,
      emg: { samplingRateHz: emgRateHz, unit: 'mV' },
    },
    fault,
  );
  const emgOnly = fault === 'wrong-leg' || fault === 'half-cycle-shift';
  const defect = defects[trial] ?? null;
  const strides = oneCycle(truth, trial % 2 === 0 ? 'right' : 'left');
  const [firstS, lastS] = [strides[0].startS, strides[1].endS];
  const joints: Stretch = {
    startS: firstS - BEFORE_S,
    endS: defect === 'partial-cycle' ? firstS + 1 : lastS + AFTER_S,
  };
  const emg: Stretch = { startS: joints.startS - EMG_MARGIN_S, endS: joints.endS + EMG_MARGIN_S };
  const joint = emgOnly ? truth : recorded;
  const measured = defect === 'missed-plate' ? withoutStance(joint, strides) : joint;
  const emgText = moghadamEmgText(recorded, emg, emgRateHz, naming ?? NAMINGS[trial % NAMINGS.length], ownSeed);
  const momentScale = momentFactor * subject.massKg;
  const kinetics = moghadamStorageText(measured, joints, { quantity: 'moments', scale: momentScale }, trial % 2 === 0);
  const files: readonly (readonly [path: string, missing: MoghadamDefect, text: string])[] = [
    ['EMG/$.csv', 'missing-emg', emgDefect(emgText, defect)],
    ['IMU/$.csv', 'missing-imu', moghadamImuText(truth, emg, IMU_DELIMITERS[trial % IMU_DELIMITERS.length])],
    [
      'Joints_Kinematics/$.mot',
      'missing-kinematics',
      moghadamStorageText(joint, joints, { quantity: 'angles', scale: 1 }, trial % 2 === 1),
    ],
    ['Joints_Kinetics/$.sto', 'missing-kinetics', defect === 'damaged-kinetics' ? kinetics.slice(0, -40) : kinetics],
  ];
  for (const [path, missing, text] of files) {
    if (defect === missing) continue;
    const file = join(folder, path.replace('$', String(trial)));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return {
    sourceId: subject.sourceId,
    trial: String(trial),
    subject,
    simulated: truth,
    joints,
    strides: defect === 'partial-cycle' ? [] : strides,
  };
}

function emgDefect(text: string, defect: MoghadamDefect | null): string {
  if (defect === 'empty-emg') return '';
  return defect === 'zero-length-emg' ? 'Time,RSoleus,LSoleus\n' : text;
}

/** One stride of a leg in the midst of a trial, and the stride of the other leg that begins within it. */
function oneCycle({ strides }: SimulatedTrial, side: Side): readonly [StrideTruth, StrideTruth] {
  const first = strides.find((stride) => stride.side === side && stride.startS > 1.2);
  const second = strides.find((stride) => stride.side !== side && stride.startS > (first?.startS ?? Infinity));
  if (first === undefined || second === undefined) throw new LayoutError('moghadam', 'a stride of each leg', 'none');
  return [first, second];
}

/** The moments of the right leg as inverse dynamics gives them where its foot stands beside the plates: almost none. */
function withoutStance(trial: SimulatedTrial, strides: readonly StrideTruth[]): SimulatedTrial {
  const stride = strides.find(({ side }) => side === 'right') as StrideTruth;
  const { moments } = trial.legs.right;
  const [rows, numSamples] = moments.samples.shape as [number, number];
  const data = Float64Array.from(moments.samples.data);
  const [from, to] = [stride.startS, stride.footOffS].map((timeS) => Math.round(timeS * moments.samplingRateHz));
  for (let row = 0; row < rows; row += 1) data.fill(0.005, row * numSamples + from, row * numSamples + to);
  const right = { ...trial.legs.right, moments: { ...moments, samples: { ...moments.samples, data } } };
  return { ...trial, legs: { ...trial.legs, right } };
}
