import { matCell, matChar, matNumeric, type MatInput, type MatValue } from '@emgfm/matfile';
import { channelSamples, type EmgChannel, type Joint, type Motion, type Side, type SignalBlock } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import { emgColumn, jointColumn } from './raw-trial';

/** Rates (Hz) that a laboratory used: cameras, plates, EMG. */
export interface LencioniRates {
  readonly kinHz: number;
  readonly grfHz: number;
  readonly emgHz: number;
}

/** The three sets of rates of the source. */
export const LENCIONI_RATES: readonly LencioniRates[] = [
  { kinHz: 60, grfHz: 960, emgHz: 960 },
  { kinHz: 200, grfHz: 800, emgHz: 800 },
  { kinHz: 200, grfHz: 800, emgHz: 1000 },
];

/** Rows of `EMG`; all of the right leg. */
export const LENCIONI_EMG_ROWS: readonly { readonly name: string; readonly channel: EmgChannel }[] = [
  { name: 'Tibialis Anterior', channel: 'TA' },
  { name: 'Soleus', channel: 'SOL' },
  { name: 'Gastrocnemius Medialis', channel: 'GM' },
  { name: 'Peroneus Longus', channel: 'PL' },
  { name: 'Rectus Femoris', channel: 'RF' },
  { name: 'Vastus Medialis', channel: 'VM' },
  { name: 'Biceps Femoris', channel: 'BF' },
  { name: 'Gluteus Maximus', channel: 'GMAX' },
];

/** Hip, knee and ankle rows of `Ang`; with `Mom` behind the name those of `Mom`. */
const JOINT_ROWS: readonly { readonly name: string; readonly joint: Joint; readonly motion: Motion }[] = [
  { name: 'HipFlx', joint: 'hip', motion: 'flexion' },
  { name: 'HipAdd', joint: 'hip', motion: 'adduction' },
  { name: 'HipRot', joint: 'hip', motion: 'rotation' },
  { name: 'KneeFlx', joint: 'knee', motion: 'flexion' },
  { name: 'KneeAdd', joint: 'knee', motion: 'adduction' },
  { name: 'KneeRot', joint: 'knee', motion: 'rotation' },
  { name: 'AnkleFlx', joint: 'ankle', motion: 'flexion' },
  { name: 'AnkleAdd', joint: 'ankle', motion: 'adduction' },
  { name: 'AnkleRot', joint: 'ankle', motion: 'rotation' },
];
const PELVIS_ROWS = ['PelvisFlx', 'PelvisAdd', 'PelvisRot'];
const GRF_ROWS = ['GRFF_X', 'GRFF_Y', 'GRFF_Z', 'Cop_X', 'Cop_Y', 'Cop_Z', 'Torque_X', 'Torque_Y', 'Torque_Z'];
const PWR_ROWS = ['HipPwr', 'KneePwr', 'AnklePwr'];
const MARKER_ROWS = 87;
const PERCENT_POINTS = 101;

/** A matrix of the source with the names of its rows. */
export interface NamedRows {
  readonly names: readonly string[];
  readonly rows: readonly ArrayLike<number>[];
}

/** The signals of one stride before they become fields of `s.Data(i)`. */
export interface LencioniSignals {
  readonly emg: NamedRows;
  readonly angles: NamedRows;
  readonly moments: NamedRows;
  readonly powers: NamedRows;
  readonly forces: NamedRows;
  readonly markers: readonly ArrayLike<number>[];
}

/** One stride of a simulated trial, and the convention in which the source writes it. */
export interface LencioniCut {
  readonly recorded: SimulatedTrial;
  readonly side: Side;
  readonly startS: number;
  readonly footOffS: number;
  readonly endS: number;
  readonly rates: LencioniRates;
  /** Added to the ankle angle (degree). */
  readonly ankleOffsetDeg: number;
  /** Factor on internal moments; -1 makes push-off positive, as the source has it. */
  readonly momentFactor: number;
}

/** The signals of one stride: EMG, forces and markers at their rates, angles and moments on 101 points. */
export function lencioniSignals(cut: LencioniCut): LencioniSignals {
  const { recorded, side, startS, endS, footOffS, rates } = cut;
  const { angles, groundForce } = recorded.legs[side];
  const percent = Float64Array.from(
    { length: PERCENT_POINTS },
    (_, point) => startS + (point / (PERCENT_POINTS - 1)) * (endS - startS),
  );
  const onPercent = (column: Float64Array): Float64Array => valuesAt(column, angles, percent);
  const first = Math.round(startS * rates.emgHz);
  const last = Math.round(endS * rates.emgHz);
  const stance = sampleTimes(startS, footOffS, rates.grfHz);
  const massKg = recorded.subject.massKg;
  const force = [1, 2, 0].map((row) =>
    valuesAt(channelSamples(groundForce, row), groundForce, stance).map((perKg) => perKg * massKg),
  );
  const frames = sampleTimes(startS, endS, rates.kinHz);
  const { markers } = recorded;
  const paths = Object.values(markers.positionsM).flatMap(({ data, shape }) =>
    [0, 1, 2].map((axis) => data.subarray(axis * shape[1], (axis + 1) * shape[1]) as Float64Array),
  );
  return {
    emg: {
      names: LENCIONI_EMG_ROWS.map(({ name }) => name),
      // whatever the foot, the electrodes are on the right leg
      rows: LENCIONI_EMG_ROWS.map(({ channel }) => emgColumn(recorded, 'right', channel).slice(first, last + 1)),
    },
    angles: {
      names: [...PELVIS_ROWS, ...JOINT_ROWS.map(({ name }) => name)],
      rows: [
        ...PELVIS_ROWS.map((_, i) => percent.map((timeS) => 2 * Math.sin(timeS + i))),
        ...JOINT_ROWS.map(({ joint, motion }) => {
          const offsetDeg = joint === 'ankle' && motion === 'flexion' ? cut.ankleOffsetDeg : 0;
          return onPercent(jointColumn(recorded, side, 'angles', joint, motion)).map((angle) => angle + offsetDeg);
        }),
      ],
    },
    moments: {
      names: JOINT_ROWS.map(({ name }) => `${name}Mom`),
      rows: JOINT_ROWS.map(({ joint, motion }) =>
        onPercent(jointColumn(recorded, side, 'moments', joint, motion)).map((moment) => moment * cut.momentFactor),
      ),
    },
    powers: { names: PWR_ROWS, rows: PWR_ROWS.map(() => new Float64Array(PERCENT_POINTS)) },
    forces: {
      names: GRF_ROWS,
      rows: [...force, ...new Array(GRF_ROWS.length - force.length).fill(new Float64Array(stance.length))],
    },
    markers: Array.from({ length: MARKER_ROWS }, (_, row) =>
      paths[row] === undefined ? new Float64Array(frames.length).fill(NaN) : valuesAt(paths[row], markers, frames),
    ),
  };
}

/** Times (s) of the samples nearest to both ends and of all between. */
function sampleTimes(startS: number, endS: number, samplingRateHz: number): Float64Array {
  const first = Math.round(startS * samplingRateHz);
  const numSamples = Math.round(endS * samplingRateHz) - first + 1;
  return Float64Array.from({ length: numSamples }, (_, i) => (first + i) / samplingRateHz);
}

/** Samples between which a straight line is drawn; the ends hold. */
function valuesAt(
  column: Float64Array,
  { samplingRateHz, startS }: Pick<SignalBlock, 'samplingRateHz' | 'startS'>,
  timesS: Float64Array,
): Float64Array {
  return timesS.map((timeS) => {
    const place = Math.max(0, Math.min(column.length - 1, (timeS - startS) * samplingRateHz));
    const before = Math.min(Math.floor(place), column.length - 2);
    return column[before] + (place - before) * (column[before + 1] - column[before]);
  });
}

/** Rows as a matrix [row, sample]. */
export function matrixOf(rows: readonly ArrayLike<number>[]): MatInput {
  const numSamples = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * numSamples);
  rows.forEach((row, index) => {
    for (let sample = 0; sample < numSamples; sample += 1) values[sample * rows.length + index] = row[sample];
  });
  return matNumeric(values, [rows.length, numSamples]);
}

/** Names as the source may have them: a char matrix padded with blanks, or a cell column. */
export function nameList(names: readonly string[], form: 'char' | 'cellstr'): MatValue {
  if (form === 'cellstr') return matCell(names);
  const width = Math.max(...names.map(({ length }) => length));
  let text = '';
  for (let column = 0; column < width; column += 1) for (const name of names) text += name[column] ?? ' ';
  return { ...matChar(text), dims: [names.length, width] };
}
