import { matTable, type MatTable } from '@emgfm/matfile';
import { sampleCount, type EmgChannel, type Joint, type Motion, type Side } from '@emgfm/schema';
import { randomStream } from '../random-stream';
import type { SimulatedTrial } from '../simulate-trial';
import { emgColumn, jointColumn } from './raw-trial';

/** Samples per second of EMG and of motion, and EMG samples in one frame of motion. */
export const GAIT120_EMG_RATE_HZ = 2000;
export const GAIT120_MOTION_RATE_HZ = 100;
export const EMG_PER_FRAME = GAIT120_EMG_RATE_HZ / GAIT120_MOTION_RATE_HZ;

/** Window (samples) of the released envelopes. */
const ENVELOPE_WINDOW = 250;

/** Muscles of the right leg in the order of the columns; both sites of the soleus record the same muscle. */
const MUSCLES: readonly (readonly [string, EmgChannel])[] = [
  ['VastusLateralis', 'VL'],
  ['RectusFemoris', 'RF'],
  ['VastusMedialis', 'VM'],
  ['TibialisAnterior', 'TA'],
  ['BicepsFemoris', 'BF'],
  ['Semitendinosus', 'STSM'],
  ['GastrocnemuisMedialis', 'GM'],
  ['GastrocnemiusLateralis', 'GL'],
  ['SoleusMedialis', 'SOL'],
  ['SoleusLateralis', 'SOL'],
  ['PeroneusLongus', 'PL'],
  ['PeroneusBrevis', 'PB'],
];

/** How the columns of the EMG tables are spelled. */
export interface Gait120Spelling {
  /** `Vastus Lateralis` for `VastusLateralis`, and the gastrocnemius spelled rightly. Default false. */
  readonly spacedNames?: boolean;
  /** The columns in reverse order. Default false. */
  readonly reversedColumns?: boolean;
  /** Columns that the tables lack, by the names without blanks. */
  readonly missingColumns?: readonly string[];
}

/** EMG of the right leg by column, in volt. */
export type Gait120Emg = ReadonlyMap<string, Float64Array>;

/** MVC (V) of each column: different from column to column, as in persons. */
export const GAIT120_MVC_V: readonly number[] = MUSCLES.map((_, index) => (250 + 20 * index) * 1e-6);

/** The EMG of a trial; the lateral site of the soleus has noise and a gain of its own. */
export function gait120Emg(trial: SimulatedTrial): Gait120Emg {
  const noise = randomStream(trial.seed, 'second soleus site');
  return new Map(
    MUSCLES.map(([name, channel]) => {
      const own = emgColumn(trial, 'right', channel);
      return [name, name === 'SoleusLateralis' ? own.map((value) => 0.8 * value + 2e-6 * noise.normal()) : own];
    }),
  );
}

/** Envelopes as released: root mean square over 250 samples of the rectified signal. */
export function releasedEnvelopes(emg: Gait120Emg): Gait120Emg {
  return new Map([...emg].map(([name, signal]) => [name, movingRms(signal)]));
}

/** Each column as a share of its MVC. */
export function normalisedByMvc(emg: Gait120Emg): Gait120Emg {
  return new Map([...emg].map(([name, signal], index) => [name, signal.map((value) => value / GAIT120_MVC_V[index])]));
}

/** Rows `from` up to, not including, `to`. */
export function emgRowsOf(emg: Gait120Emg, from: number, to: number): Gait120Emg {
  return new Map([...emg].map(([name, signal]) => [name, signal.slice(from, to)]));
}

/** Each column on 101 points. */
export function on101Points(emg: Gait120Emg): Gait120Emg {
  return new Map(
    [...emg].map(([name, signal]) => [
      name,
      Float64Array.from({ length: 101 }, (_, point) => signal[Math.round((point / 100) * (signal.length - 1))] ?? NaN),
    ]),
  );
}

/** The table as MATLAB holds it. */
export function emgTable(emg: Gait120Emg, spelling: Gait120Spelling = {}): MatTable {
  const { spacedNames = false, reversedColumns = false, missingColumns = [] } = spelling;
  const columns = [...emg].filter(([name]) => !missingColumns.includes(name));
  const spelled = (name: string): string =>
    spacedNames ? name.replace('Gastrocnemuis', 'Gastrocnemius').replace(/(?<=[a-z])(?=[A-Z])/g, ' ') : name;
  return matTable(
    Object.fromEntries(
      (reversedColumns ? columns.reverse() : columns).map(([name, values]) => [spelled(name), values]),
    ),
  );
}

function movingRms(signal: Float64Array): Float64Array {
  const sums = new Float64Array(signal.length + 1);
  signal.forEach((value, i) => (sums[i + 1] = sums[i] + value * value));
  return signal.map((_, i) => {
    const from = Math.max(0, i - ENVELOPE_WINDOW / 2);
    const to = Math.min(signal.length, i + ENVELOPE_WINDOW / 2);
    return Math.sqrt(Math.max(0, sums[to] - sums[from]) / (to - from));
  });
}

const PELVIS = ['pelvis_tilt', 'pelvis_list', 'pelvis_rotation', 'pelvis_tx', 'pelvis_ty', 'pelvis_tz'];

/** Joint columns of one leg with their factors: in this model an extending knee counts positive. */
const JOINT_COLUMNS: readonly (readonly [string, Joint, Motion, number])[] = [
  ['hip_flexion', 'hip', 'flexion', 1],
  ['hip_adduction', 'hip', 'adduction', 1],
  ['hip_rotation', 'hip', 'rotation', 1],
  ['knee_angle', 'knee', 'flexion', -1],
  ['ankle_angle', 'ankle', 'flexion', 1],
];

/** Frames from `first` up to and including `last`, counted from 1. */
export interface FrameRange {
  readonly first: number;
  readonly last: number;
}

/** Columns of the angle file of one step; the trial is sampled at a multiple of the rate of motion. */
export function angleColumns(
  trial: SimulatedTrial,
  { first, last }: FrameRange,
  kneeFactor: 1 | -1,
): { label: string; components: Float64Array[] }[] {
  const every = trial.legs.right.angles.samplingRateHz / GAIT120_MOTION_RATE_HZ;
  const end = sampleCount(trial.legs.right.angles);
  const rows = Array.from({ length: last - first + 1 }, (_, row) => Math.min(end - 1, (first - 1 + row) * every));
  const leg = (side: Side): { label: string; components: Float64Array[] }[] =>
    JOINT_COLUMNS.map(([name, joint, motion, factor]) => {
      const values = jointColumn(trial, side, 'angles', joint, motion);
      const sign = joint === 'knee' ? kneeFactor : factor;
      return { label: `${name}_${side.charAt(0)}`, components: [Float64Array.from(rows, (row) => sign * values[row])] };
    });
  return [
    ...PELVIS.map((label) => ({ label, components: [new Float64Array(rows.length)] })),
    ...leg('right'),
    ...leg('left'),
  ];
}

/** Columns of the force file of one step: both plates, x forward, y up, z to the right. */
export function forceColumns(
  { forcePlates }: SimulatedTrial,
  { first, last }: FrameRange,
): { label: string; components: Float64Array[] }[] {
  return forcePlates.flatMap((plate, index) => {
    const row = (block: typeof plate.forceN, axis: number, sign: number): Float64Array =>
      Float64Array.from({ length: last - first + 1 }, (_, i) => {
        const frame = Math.min(plate.numSamples - 1, first - 1 + i);
        return sign * (block.data[axis * plate.numSamples + frame] || 0);
      });
    const triple = (prefix: string, block: typeof plate.forceN) => [
      { label: `${prefix}x`, components: [row(block, 0, 1)] },
      { label: `${prefix}y`, components: [row(block, 2, 1)] },
      { label: `${prefix}z`, components: [row(block, 1, -1)] },
    ];
    const name = `ground_force${index + 1}_`;
    return [
      ...triple(`${name}v`, plate.forceN),
      ...triple(`${name}p`, plate.centreOfPressureM),
      ...['x', 'y', 'z'].map((axis) => ({
        label: `ground_torque${index + 1}_${axis}`,
        components: [new Float64Array(last - first + 1)],
      })),
    ];
  });
}
