import { withoutZeroRuns } from '@emgfm/adapter-kit';
import type { MatValue } from '@emgfm/matfile';
import { type Side, SIDES } from '@emgfm/schema';
import {
  ANGLE_COLUMNS,
  ANGLE_PATH,
  EMG_COLUMNS,
  EMG_PATH,
  MOMENT_COLUMNS,
  MOMENT_PATH,
  SIDE_LETTERS,
  TIME_PATH,
} from './channels';
import type { TrialFields } from './source-file';

/** A matrix of the source: points x strides. */
export interface StrideMatrix {
  readonly points: number;
  readonly strides: number;
  /** Samples of one stride, counted from 0. */
  column(stride: number): Float64Array;
}

/** Matrices of one kind, by the names of the mapping table. */
export interface MatrixGroup {
  /** Points on which most of them agree; 0 without any. */
  readonly points: number;
  readonly matrices: ReadonlyMap<string, StrideMatrix>;
  /** Matrices whose columns can't be assigned to the strides: they have another number of points or strides than the others. */
  readonly unplaced: ReadonlySet<string>;
}

/** All that a trial has of one leg. */
export interface LegMatrices {
  readonly side: Side;
  /** Number of strides, on which most matrices agree. */
  readonly strides: number;
  /** Seconds; null where there are none for these strides. */
  readonly time: StrideMatrix | null;
  readonly emg: MatrixGroup;
  readonly angles: MatrixGroup;
  readonly moments: MatrixGroup;
  /** What is not as expected, in words. */
  readonly notes: readonly string[];
}

type Matrices = ReadonlyMap<string, StrideMatrix>;

/** Reads the matrices of the legs that a trial has. @throws MatError */
export async function readLegs(trial: TrialFields): Promise<LegMatrices[]> {
  const legs = [];
  for (const side of SIDES) legs.push(await readLeg(trial, side));
  return legs.filter((leg) => leg !== null);
}

async function readLeg(trial: TrialFields, side: Side): Promise<LegMatrices | null> {
  const time = strideMatrix(await trial.read(TIME_PATH(side)));
  const emg = matricesIn(await trial.read(EMG_PATH(side)), EMG_COLUMNS, (name) => `${SIDE_LETTERS[side]}${name}`);
  const angles = matricesIn(await trial.read(ANGLE_PATH(side)), ANGLE_COLUMNS);
  const moments = matricesIn(await trial.read(MOMENT_PATH(side)), MOMENT_COLUMNS);
  const all = [...(time ? [time] : []), ...angles.values(), ...moments.values(), ...emg.values()];
  if (all.length === 0) return null;
  const agreed = all.find((matrix) => matrix.strides === mostCommon(all.map(({ strides }) => strides))) as StrideMatrix;
  const isPlaced = (matrix: StrideMatrix): boolean =>
    matrix.strides === agreed.strides || stridesWithSamples(matrix) === stridesWithSamples(agreed);
  const notes: string[] = [];
  const note = (what: string, { points, strides }: StrideMatrix): void => {
    notes.push(`${side} ${what}: ${points} points x ${strides} columns do not fit ${agreed.strides} strides, masked`);
  };
  const group = (matrices: Matrices, what: string): MatrixGroup => {
    const points = mostCommon([...matrices.values()].map((matrix) => matrix.points));
    const unplaced = [...matrices].filter(([, matrix]) => matrix.points !== points || !isPlaced(matrix));
    for (const [name, matrix] of unplaced) note(`${what} ${name}`, matrix);
    return { points, matrices, unplaced: new Set(unplaced.map(([name]) => name)) };
  };
  if (time !== null && !isPlaced(time)) note('times', time);
  return {
    side,
    strides: agreed.strides,
    time: time !== null && isPlaced(time) ? time : null,
    emg: group(emg, 'EMG'),
    angles: group(angles, 'angle'),
    moments: group(moments, 'moment'),
    notes,
  };
}

/** The matrices of a table below a struct: a dot in a name leads into an inner struct. */
function matricesIn(
  value: MatValue | null,
  table: readonly { readonly column: string }[],
  fieldOf: (name: string) => string = (name) => name,
): Matrices {
  const found = table.map(({ column }) => {
    const inner = fieldOf(column).split('.').reduce<MatValue | null>(fieldIn, value);
    return [column, strideMatrix(inner)] as const;
  });
  return new Map(found.filter((entry): entry is [string, StrideMatrix] => entry[1] !== null));
}

function fieldIn(value: MatValue | null, name: string): MatValue | null {
  return value?.kind === 'struct' ? (value.fields.get(name)?.[0] ?? null) : null;
}

/** A real matrix with two points or more and a column or more; null for anything else. */
export function strideMatrix(value: MatValue | null): StrideMatrix | null {
  if (value?.kind !== 'numeric' || value.imaginary !== null || value.dims.length !== 2) return null;
  const [points, strides] = value.dims as [number, number];
  if (points < 2 || strides < 1) return null;
  const { values } = value;
  const column = (stride: number): Float64Array => {
    const samples = new Float64Array(points);
    for (let point = 0; point < points; point += 1) samples[point] = Number(values[stride * points + point]);
    return samples;
  };
  return { points, strides, column };
}

/** Columns up to the last that has a sample other than 0 and NaN: what follows only fills the matrix. */
function stridesWithSamples({ strides, column }: StrideMatrix): number {
  let count = strides;
  while (count > 0 && withoutZeroRuns(column(count - 1)).every((value) => Number.isNaN(value))) count -= 1;
  return count;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const greatest = Math.max(...counts.values());
  return values.find((value) => counts.get(value) === greatest) ?? 0;
}
