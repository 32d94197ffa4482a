import { type EmgChannel, type Joint, type Motion, type Side } from '@emgfm/schema';
import { randomStream } from '../random-stream';
import type { SimulatedTrial } from '../simulate-trial';
import type { CsvColumn } from './csv-text';
import type { MocapPath } from './mocap-markers';
import { emgColumn, jointColumn, sampleTimesS } from './raw-trial';

/** Rate of markers and angles (Hz). */
export const MOCAP_MARKER_RATE_HZ = 100;

/** The 16 EMG columns in the order of the source; null where no muscle of the 13 is meant. */
const EMG_COLUMNS: readonly (readonly [name: string, channel: EmgChannel | null])[] = [
  ['Tibialis Anterior / Dorsiflexors', 'TA'],
  ['Gastrocnemius Medial', 'GM'],
  ['Gastrocnemius Lateral', 'GL'],
  ['Hamstrings Lateral', 'BF'],
  ['Left Lumbars', null],
  ['Hamstrings Medial', 'STSM'],
  ['Vastus Lateralis', 'VL'],
  ['Vastus Medialis', 'VM'],
  ['Triceps Brachii', null],
  ['Biceps Brachii', null],
  ['Forearm M', null],
  ['Middle/Lateral Deltoid', null],
  ['Shoulder Flexors', null],
  ['Glutei', 'GMAX'],
  ['Right Lumbars', null],
  ['Rectus Femoris', 'RF'],
];

/** Angle columns of one side; null where the simulator has no such angle. */
const LEG_ANGLES: readonly (readonly [name: string, motion: readonly [Joint, Motion] | null])[] = [
  ['hip_flexion_$', ['hip', 'flexion']],
  ['hip_adduction_$', ['hip', 'adduction']],
  ['hip_rotation_$', ['hip', 'rotation']],
  ['knee_angle_$', ['knee', 'flexion']],
  ['knee_angle_$_beta', null],
  ['ankle_angle_$', ['ankle', 'flexion']],
  ['subtalar_angle_$', ['ankle', 'adduction']],
  ['mtp_angle_$', null],
];

const ARM_ANGLES = ['arm_flex', 'arm_add', 'arm_rot', 'elbow_flex', 'pro_sup', 'wrist_flex', 'wrist_dev'];

/** How the table of a trial is written. */
export interface MocapTableOptions {
  /** Rows per second (Hz), a multiple of {@link MOCAP_MARKER_RATE_HZ}. */
  readonly emgRateHz: number;
  readonly emgSide: Side;
  /** Markers and angles only where they were sampled, else empty; or brought to every row. */
  readonly coordinates: 'own-rows' | 'every-row';
  readonly lengthUnit: 'mm' | 'm';
  readonly verticalAxis: '+y' | '+z';
  readonly kneeFlexion: 'positive' | 'negative';
}

/** The columns of one trial. */
export interface MocapTable {
  readonly columns: readonly CsvColumn[];
  readonly numRows: number;
}

/** Columns behind the known ones, up to column 228: some hold text among numbers. */
const FURTHER_COLUMNS = 48;
/** Every so many rows of a column of text and numbers hold text. */
const TEXT_EVERY = 40;

/** Time (s), markers, 36 angles, 16 EMG, and further columns in which text and numbers are mixed. */
export function mocapTable(
  trial: SimulatedTrial,
  paths: ReadonlyMap<string, MocapPath>,
  { emgRateHz, emgSide, coordinates, lengthUnit, verticalAxis, kneeFlexion }: MocapTableOptions,
): MocapTable {
  const numRows = Math.round(trial.durationS * emgRateHz);
  const rowsPerFrame = emgRateHz / MOCAP_MARKER_RATE_HZ;
  const spread = (samples: Float64Array): Float64Array =>
    coordinates === 'own-rows' ? atOwnRows(samples, rowsPerFrame, numRows) : atEveryRow(samples, rowsPerFrame, numRows);
  const unit = lengthUnit === 'mm' ? 1000 : 1;
  const [unitDigits, angleDigits] = [lengthUnit === 'mm' ? 3 : 6, 4];
  const markers = [...paths].flatMap(([name, [forward, left, up]]) => {
    const xyz = verticalAxis === '+z' ? [forward, left, up] : [forward, up, left.map((value) => -value)];
    return ['X', 'Y', 'Z'].map((axis, i) => ({
      name: `${name}_${axis}`,
      values: spread((xyz[i] as Float64Array).map((value) => value * unit)),
      digits: unitDigits,
    }));
  });
  const angles = angleColumns(trial, kneeFlexion).map(([name, values]) => ({
    name,
    values: spread(values),
    digits: angleDigits,
  }));
  const noise = randomStream(trial.seed, 'mocap/other muscles');
  const emg = EMG_COLUMNS.map(([name, channel]) => ({
    name,
    values:
      channel === null
        ? Float64Array.from({ length: numRows }, () => 0.02 * noise.normal())
        : emgColumn(trial, emgSide, channel),
    digits: 7,
  }));
  const further = Array.from({ length: FURTHER_COLUMNS }, (_, i) => ({
    name: `Device ${i + 1}`,
    values: i % 3 === 0 ? mixedCells(numRows) : new Float64Array(numRows).fill(NaN),
  }));
  const time = { name: 'Time', values: sampleTimesS(numRows, emgRateHz), digits: 4 };
  return { columns: [time, ...markers, ...angles, ...emg, ...further], numRows };
}

function angleColumns(trial: SimulatedTrial, kneeFlexion: 'positive' | 'negative'): [string, Float64Array][] {
  const knee = (side: Side): Float64Array =>
    jointColumn(trial, side, 'angles', 'knee', 'flexion').map((value) => (kneeFlexion === 'negative' ? -value : value));
  const of = (side: Side): [string, Float64Array][] =>
    LEG_ANGLES.map(([name, motion]) => [
      name.replace('$', side === 'left' ? 'l' : 'r'),
      motion === null
        ? knee(side).map((value) => value / 2)
        : motion[0] === 'knee'
          ? knee(side)
          : jointColumn(trial, side, 'angles', ...motion),
    ]);
  const slow = (amplitudeDeg: number): Float64Array => knee('left').map((value) => (amplitudeDeg * value) / 60);
  return [
    ...['pelvis_tilt', 'pelvis_list', 'pelvis_rotation'].map((name, i): [string, Float64Array] => [name, slow(i + 2)]),
    ...of('right'),
    ...of('left'),
    ...['lumbar_extension', 'lumbar_bending', 'lumbar_rotation'].map((name): [string, Float64Array] => [name, slow(3)]),
    ...(['right', 'left'] as const).flatMap((side) =>
      ARM_ANGLES.map((name): [string, Float64Array] => [`${name}_${side === 'left' ? 'l' : 'r'}`, slow(10)]),
    ),
  ];
}

function atOwnRows(samples: Float64Array, rowsPerFrame: number, numRows: number): Float64Array {
  const rows = new Float64Array(numRows).fill(NaN);
  samples.forEach((value, frame) => (rows[frame * rowsPerFrame] = value));
  return rows;
}

/** Straight lines between the samples; the last holds. */
function atEveryRow(samples: Float64Array, rowsPerFrame: number, numRows: number): Float64Array {
  return Float64Array.from({ length: numRows }, (_, row) => {
    const place = Math.min(samples.length - 1, row / rowsPerFrame);
    const before = Math.min(samples.length - 2, Math.floor(place));
    return samples[before] + (place - before) * (samples[before + 1] - samples[before]);
  });
}

function mixedCells(numRows: number): string[] {
  return Array.from({ length: numRows }, (_, row) => (row % TEXT_EVERY === 7 ? 'lost' : String(row % 10)));
}

/** The video frames of a trial: whole milliseconds, as the camera stamps them. */
export function mocapFrameTimesMs(durationS: number, frameRateHz: number): number[] {
  const firstMs = 11;
  const count = Math.floor(((durationS * 1000 - firstMs) * frameRateHz) / 1000);
  return Array.from({ length: count }, (_, frame) => Math.round(firstMs + (frame * 1000) / frameRateHz));
}

/** The rows that an exact match of truncated milliseconds with the frames keeps, with the frames' own column. */
export function synchronisedRows({ columns, numRows }: MocapTable, frameTimesMs: readonly number[]): MocapTable {
  const stamps = new Set(frameTimesMs);
  const time = columns[0]?.values as Float64Array;
  const kept: number[] = [];
  for (let row = 0; row < numRows; row += 1) if (stamps.has(Math.trunc((time[row] as number) * 1000))) kept.push(row);
  const pick = (values: CsvColumn['values']): number[] | string[] => kept.map((row) => values[row]) as number[];
  const stamp = { name: 'TimeStamp', values: kept.map((row) => Math.trunc((time[row] as number) * 1000)) };
  return { columns: [...columns.map((own) => ({ ...own, values: pick(own.values) })), stamp], numRows: kept.length };
}

/** Tables with the same columns, one below the other. */
export function stackedTables(tables: readonly MocapTable[], trials: readonly string[] | null): MocapTable {
  const columns = (tables[0]?.columns ?? []).map((column, i) => ({
    ...column,
    values: tables.flatMap(({ columns: own, numRows }) =>
      Array.from({ length: numRows }, (_, row) => own[i]?.values[row] as number),
    ),
  }));
  const named = trials && {
    name: 'trial',
    values: tables.flatMap(({ numRows }, table) => new Array<string>(numRows).fill(trials[table] as string)),
  };
  const numRows = tables.reduce((sum, table) => sum + table.numRows, 0);
  return { columns: named ? [...columns, named] : columns, numRows };
}

/** The same columns in an order that the seed gives. */
export function shuffledColumns({ columns, numRows }: MocapTable, seed: number): MocapTable {
  const stream = randomStream(seed, 'mocap/columns');
  return {
    columns: columns
      .map((column) => ({ column, place: stream.uniform() }))
      .sort((a, b) => a.place - b.place)
      .map(({ column }) => column),
    numRows,
  };
}
