import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeStorage, writeTrc } from '@emgfm/opensim';
import { type EmgChannel, type Joint, type Motion, type Side, SIDES } from '@emgfm/schema';
import { assertWithin } from '../errors';
import type { SimulatedMarkerName } from '../markers';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { simulatedSubject, type SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import { emgColumn, jointColumn, rawTrial, sampleTimesS, trialSeed } from './raw-trial';

/** What to write. */
export interface RawOpensimOptions {
  readonly subjects: number;
  readonly seed: number;
  /** Trials per person. Default 2. */
  readonly trials?: number;
  /** Default 6 s. */
  readonly durationS?: number;
  /** `flat`: `walk1_ik.mot`, `walk1_grf.mot` ... in the folder of the person; `by-role`: `IK/walk1.mot`, `GRF/walk1.mot` ... Default `flat`. */
  readonly layout?: 'flat' | 'by-role';
  /** Whether the knee bends towards positive numbers, as in newer models. Default `positive`. */
  readonly kneeFlexion?: 'positive' | 'negative';
  /** Unit of the angles. Default degrees. */
  readonly angleUnit?: 'degrees' | 'radians';
  /** Full paths as labels of angles. Default false. */
  readonly pathLabels?: boolean;
  /** `both`: columns named by leg; `unnamed`: the right leg alone, columns without a side. Default `both`. */
  readonly emgLegs?: 'both' | 'unnamed';
  /** `sto` or `csv`. Default `sto`. */
  readonly emgFile?: 'sto' | 'csv';
  /** Plates of the walkway, one under each of so many steps. Default 6. */
  readonly plates?: number;
  /** Files that are left out of every trial. */
  readonly omit?: readonly ('ik' | 'id' | 'grf' | 'markers' | 'emg')[];
  /** A mistake made while recording. */
  readonly fault?: SourceFault | null;
}

/** The truth of one trial. */
export interface RawOpensimTrial {
  readonly sourceId: string;
  readonly trial: string;
  readonly simulated: SimulatedTrial;
  readonly strides: readonly StrideTruth[];
}

const COORDINATES: readonly (readonly [Joint, Motion, string])[] = [
  ['hip', 'flexion', 'hip_flexion'],
  ['hip', 'adduction', 'hip_adduction'],
  ['hip', 'rotation', 'hip_rotation'],
  ['knee', 'flexion', 'knee_angle'],
  ['ankle', 'flexion', 'ankle_angle'],
  ['ankle', 'adduction', 'subtalar_angle'],
];

const MUSCLES: Partial<Record<EmgChannel, string>> = {
  VL: 'vastus_lateralis',
  RF: 'rectus_femoris',
  VM: 'vastus_medialis',
  TA: 'tibialis_anterior',
  BF: 'biceps_femoris',
  STSM: 'medial_hamstrings',
  GM: 'gastrocnemius_medialis',
  SOL: 'soleus',
  GMED: 'gluteus_medius',
  GMAX: 'gluteus_maximus',
};

const MARKERS: readonly (readonly [SimulatedMarkerName, string])[] = [
  ['right_heel', 'R.Heel'],
  ['right_toe', 'R.Toe.Tip'],
  ['right_ankle', 'R.Ankle'],
  ['left_heel', 'L.Heel'],
  ['left_toe', 'L.Toe.Tip'],
  ['left_ankle', 'L.Ankle'],
  ['sacrum', 'V.Sacral'],
  ['right_asis', 'R.ASIS'],
  ['left_asis', 'L.ASIS'],
];

const MARKER_RATE_HZ = 100;
const ANALOG_RATE_HZ = 1000;

/**
 * Writes persons with OpenSim results: angles (.mot), inverse dynamics (.sto), ground forces (.mot), markers (.trc) and EMG.
 * @param directory folder; made where it is missing
 * @returns the truth, trial by trial
 * @throws SimulationOption
 */
export async function writeRawOpensim(
  directory: string,
  options: RawOpensimOptions,
): Promise<readonly RawOpensimTrial[]> {
  const { subjects, seed, trials = 2, durationS = 6, plates = 6, fault = null } = options;
  assertWithin('subjects', subjects, 1, 1000);
  assertWithin('trials', trials, 1, 100);
  const truth: RawOpensimTrial[] = [];
  for (let subjectIndex = 0; subjectIndex < subjects; subjectIndex += 1) {
    const sourceId = `subject${String(subjectIndex + 1).padStart(2, '0')}`;
    const subject = simulatedSubject(seed * 1000 + subjectIndex, { sourceId });
    for (let number = 1; number <= trials; number += 1) {
      const { truth: simulated, recorded } = rawTrial(
        {
          seed: trialSeed(seed, subjectIndex, number),
          subject,
          bouts: [{ gait: 'walk', durationS }],
          markerSamplingRateHz: MARKER_RATE_HZ,
          emg: { samplingRateHz: ANALOG_RATE_HZ, unit: 'V' },
          forcePlates: { layout: 'walkway', count: plates, samplingRateHz: ANALOG_RATE_HZ },
        },
        fault,
      );
      const trial = `walk${number}`;
      for (const [role, name, text] of filesOf(recorded, subject, trial, options)) {
        if (options.omit?.includes(role)) continue;
        const path = join(directory, sourceId, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, text);
      }
      truth.push({ sourceId, trial, simulated, strides: simulated.strides });
    }
  }
  return truth;
}

type Role = 'ik' | 'id' | 'grf' | 'markers' | 'emg';

function filesOf(
  trial: SimulatedTrial,
  subject: SimulatedSubject,
  name: string,
  options: RawOpensimOptions,
): readonly (readonly [Role, path: string, text: string])[] {
  const { layout = 'flat', emgFile = 'sto' } = options;
  const place = (role: Role, extension: string): string =>
    layout === 'flat' ? `${name}_${role}.${extension}` : `${role.toUpperCase()}/${name}.${extension}`;
  return [
    ['ik', place('ik', 'mot'), angles(trial, options)],
    ['id', place('id', 'sto'), moments(trial, subject, options)],
    ['grf', place('grf', 'mot'), forces(trial)],
    ['markers', place('markers', 'trc'), markers(trial)],
    ['emg', place('emg', emgFile), emg(trial, options)],
  ];
}

function column(label: string, values: Float64Array): { label: string; components: [Float64Array] } {
  return { label, components: [values] };
}

function letter(side: Side): 'l' | 'r' {
  return side === 'left' ? 'l' : 'r';
}

function angles(trial: SimulatedTrial, options: RawOpensimOptions): string {
  const { kneeFlexion = 'positive', angleUnit = 'degrees', pathLabels = false } = options;
  const unit = angleUnit === 'degrees' ? 1 : Math.PI / 180;
  const columns = SIDES.flatMap((side) =>
    COORDINATES.map(([joint, motion, name]) => {
      const factor = unit * (name === 'knee_angle' && kneeFlexion === 'negative' ? -1 : 1);
      const label = `${name}_${letter(side)}`;
      return column(
        pathLabels ? `/jointset/${joint}_${letter(side)}/${label}/value` : label,
        jointColumn(trial, side, 'angles', joint, motion).map((value) => value * factor),
      );
    }),
  );
  const timeS = sampleTimesS(columns[0]?.components[0].length ?? 0, MARKER_RATE_HZ);
  return writeStorage({ name: 'Coordinates', inDegrees: angleUnit === 'degrees', timeS, columns });
}

function moments(trial: SimulatedTrial, { massKg }: SimulatedSubject, { kneeFlexion }: RawOpensimOptions): string {
  const columns = SIDES.flatMap((side) =>
    COORDINATES.map(([joint, motion, name]) => {
      const factor = massKg * (name === 'knee_angle' && kneeFlexion === 'negative' ? -1 : 1);
      return column(
        `${name}_${letter(side)}_moment`,
        jointColumn(trial, side, 'moments', joint, motion).map((value) => value * factor),
      );
    }),
  );
  const timeS = sampleTimesS(columns[0]?.components[0].length ?? 0, MARKER_RATE_HZ);
  return writeStorage({ name: 'Inverse Dynamics Generalized Forces', inDegrees: false, timeS, columns });
}

/** Forward, left, up as OpenSim has it: x forward, y up, z to the right. */
function yUp(data: Float64Array, numSamples: number): readonly [Float64Array, Float64Array, Float64Array] {
  const row = (index: number): Float64Array => data.subarray(index * numSamples, (index + 1) * numSamples);
  return [row(0), row(2), row(1).map((value) => -value)];
}

function forces(trial: SimulatedTrial): string {
  const columns = trial.forcePlates.flatMap(({ forceN, centreOfPressureM, numSamples }, index) => {
    const force = yUp(forceN.data, numSamples);
    const point = yUp(centreOfPressureM.data, numSamples);
    return ['x', 'y', 'z'].flatMap((axis, i) => [
      column(`${index + 1}_ground_force_v${axis}`, force[i] as Float64Array),
      // an unloaded plate has no point of application: the program writes zeros
      column(
        `${index + 1}_ground_force_p${axis}`,
        (point[i] as Float64Array).map((value) => (Number.isNaN(value) ? 0 : value)),
      ),
    ]);
  });
  const timeS = sampleTimesS(columns[0]?.components[0].length ?? 0, ANALOG_RATE_HZ);
  return writeStorage({ name: 'ground forces', inDegrees: false, timeS, columns });
}

function markers({ markers: { positionsM, numSamples, samplingRateHz } }: SimulatedTrial): string {
  return writeTrc({
    units: 'mm',
    dataRateHz: samplingRateHz,
    timeS: sampleTimesS(numSamples, samplingRateHz),
    markers: MARKERS.flatMap(([name, label]) => {
      const path = positionsM[name];
      if (path === undefined) return [];
      const [x, y, z] = yUp(path.data, numSamples).map((row) => row.map((value) => value * 1000));
      return [{ label, xyz: [x, y, z] as [Float64Array, Float64Array, Float64Array] }];
    }),
  });
}

function emg(trial: SimulatedTrial, { emgLegs = 'both', emgFile = 'sto' }: RawOpensimOptions): string {
  const sides = emgLegs === 'both' ? SIDES : (['right'] as const);
  const columns = sides.flatMap((side) =>
    (Object.entries(MUSCLES) as [EmgChannel, string][]).map(([channel, name]) =>
      column(emgLegs === 'both' ? `${name}_${letter(side)}` : name, emgColumn(trial, side, channel)),
    ),
  );
  const timeS = sampleTimesS(columns[0]?.components[0].length ?? 0, ANALOG_RATE_HZ);
  if (emgFile === 'sto') return writeStorage({ name: 'EMG', inDegrees: false, timeS, columns });
  const lines = [['time', ...columns.map(({ label }) => label)].join(',')];
  timeS.forEach((time, row) => lines.push([time, ...columns.map(({ components }) => components[0][row])].join(',')));
  return `${lines.join('\n')}\n`;
}
