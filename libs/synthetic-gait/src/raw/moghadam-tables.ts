import { writeStorage } from '@emgfm/opensim';
import { SIDES, type EmgChannel, type Joint, type Motion, type Side } from '@emgfm/schema';
import { randomStream } from '../random-stream';
import type { SimulatedTrial } from '../simulate-trial';
import { csvText, type CsvColumn } from './csv-text';
import { emgColumn, jointColumn, sampleTimesS } from './raw-trial';

/** Rate of joint angles and moments (Hz). */
export const MOGHADAM_JOINT_RATE_HZ = 200;
/** Rate of the inertial sensors (Hz). */
const IMU_RATE_HZ = 100;
const GRAVITY_MPS2 = 9.81;

/** Muscles in the order of files without names; `R` or `L` stands before each. */
const MUSCLES: readonly { readonly name: string; readonly channel: EmgChannel }[] = [
  { name: 'TibialisAnterior', channel: 'TA' },
  { name: 'Soleus', channel: 'SOL' },
  { name: 'GastrocnemiusMedialis', channel: 'GM' },
  { name: 'BicepsFemoris', channel: 'BF' },
  { name: 'Semitendinosus', channel: 'STSM' },
  { name: 'RectusFemoris', channel: 'RF' },
  { name: 'VastusLateralis', channel: 'VL' },
  { name: 'GluteusMaximus', channel: 'GMAX' },
];

/** Coordinates of the OpenSim model; the knee is negative in flexion, the last two are not of the 3 x 3. */
const COORDINATES: readonly {
  readonly name: string;
  readonly joint: Joint;
  readonly motion: Motion;
  readonly factor: number;
}[] = [
  { name: 'hip_flexion', joint: 'hip', motion: 'flexion', factor: 1 },
  { name: 'hip_adduction', joint: 'hip', motion: 'adduction', factor: 1 },
  { name: 'hip_rotation', joint: 'hip', motion: 'rotation', factor: 1 },
  { name: 'knee_angle', joint: 'knee', motion: 'flexion', factor: -1 },
  { name: 'ankle_angle', joint: 'ankle', motion: 'flexion', factor: 1 },
  { name: 'subtalar_angle', joint: 'ankle', motion: 'adduction', factor: 1 },
];
const SIDE_LETTERS: readonly (readonly [Side, 'r' | 'l'])[] = [
  ['right', 'r'],
  ['left', 'l'],
];

/** A stretch of a trial (s on its clock), end-exclusive. */
export interface Stretch {
  readonly startS: number;
  readonly endS: number;
}

/** First row and number of rows of a stretch at a rate. */
function rowsIn({ startS, endS }: Stretch, samplingRateHz: number): { first: number; numRows: number } {
  const first = Math.ceil(startS * samplingRateHz);
  return { first, numRows: Math.ceil(endS * samplingRateHz) - first };
}

/** How the columns of an EMG file are named. */
export type MoghadamNaming = 'none' | 'in-order' | 'any-order';

/** An EMG file: the time, then 8 right and 8 left muscles. */
export function moghadamEmgText(
  recorded: SimulatedTrial,
  stretch: Stretch,
  samplingRateHz: number,
  naming: MoghadamNaming,
  seed: number,
): string {
  const { first, numRows } = rowsIn(stretch, samplingRateHz);
  const time: CsvColumn = {
    name: naming === 'any-order' ? 'Time' : 'time',
    values: sampleTimesS(numRows, samplingRateHz, first / samplingRateHz),
    digits: 5,
  };
  const columns = SIDE_LETTERS.flatMap(([side, letter]) =>
    MUSCLES.map(({ name, channel }): CsvColumn => {
      const blank = naming === 'any-order' ? ' ' : '';
      return {
        name: `${blank}${letter.toUpperCase()}${name}${blank}`,
        values: emgColumn(recorded, side, channel).subarray(first, first + numRows),
        digits: 8,
      };
    }),
  );
  const text = csvText([time, ...(naming === 'any-order' ? shuffled(columns, seed) : columns)], numRows);
  return naming === 'none' ? text.slice(text.indexOf('\n') + 1) : text;
}

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const stream = randomStream(seed, 'columns');
  const order = [...values];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const other = stream.below(i + 1);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

/** A file of inertial sensors: only the vertical acceleration of the feet is known. */
export function moghadamImuText(truth: SimulatedTrial, stretch: Stretch, delimiter: ',' | ';' | '\t'): string {
  const { first, numRows } = rowsIn(stretch, IMU_RATE_HZ);
  const times = sampleTimesS(numRows, IMU_RATE_HZ, first / IMU_RATE_HZ);
  const vertical = (side: Side): Float64Array =>
    times.map((timeS) =>
      truth.events
        .filter((event) => event.side === side && event.kind === 'foot_strike')
        .reduce((sum, event) => sum + 25 * Math.exp(-(((timeS - event.timeS) / 0.02) ** 2)), GRAVITY_MPS2),
    );
  return csvText(
    [
      { name: 'Time', values: times, digits: 4 },
      { name: ' RF_accel.y ', values: vertical('right'), digits: 5 },
      { name: ' LF_accel.y ', values: vertical('left'), digits: 5 },
    ],
    numRows,
    { delimiter },
  );
}

/** What of the joints is written, and the factor from the unit of the simulation: body mass for N·m. */
export interface JointContent {
  readonly quantity: 'angles' | 'moments';
  readonly scale: number;
}

/** Angles (degree) as a motion file, or moments (N·m) as a storage file. */
export function moghadamStorageText(
  recorded: SimulatedTrial,
  stretch: Stretch,
  { quantity, scale }: JointContent,
  blankLine: boolean,
): string {
  const { first, numRows } = rowsIn(stretch, MOGHADAM_JOINT_RATE_HZ);
  const suffix = quantity === 'moments' ? '_moment' : '';
  const joints = SIDE_LETTERS.flatMap(([side, letter]) =>
    COORDINATES.map(({ name, joint, motion, factor }) => ({
      label: `${name}_${letter}${suffix}`,
      components: [
        jointColumn(recorded, side, quantity, joint, motion)
          .slice(first, first + numRows)
          .map((value) => value * factor * scale),
      ],
    })),
  );
  const still = (label: string) => ({ label, components: [new Float64Array(numRows)] });
  const others = ['pelvis_tilt', ...SIDES.map((side) => `mtp_angle_${side.charAt(0)}`)];
  const text = writeStorage({
    name: quantity === 'moments' ? 'Inverse Dynamics Generalized Forces' : 'Coordinates',
    inDegrees: quantity === 'angles',
    timeS: sampleTimesS(numRows, MOGHADAM_JOINT_RATE_HZ, first / MOGHADAM_JOINT_RATE_HZ),
    columns: [...others.map((name) => still(`${name}${suffix}`)), ...joints],
  });
  return blankLine ? text.replace('endheader\n', 'endheader\n\n') : text;
}
