import { alignStrideColumns, strideColumns, type StrideColumns } from '@emgfm/adapter-kit';
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

/** Matrices of one kind, a column for each stride, by the names of the mapping table. */
export interface ColumnGroup {
  /** Points of a stride in most of them; 0 without any. */
  readonly points: number;
  readonly matrices: ReadonlyMap<string, StrideColumns>;
  /** Matrices that can't be joined with the others: which stride or which point of it a number is of is not known. */
  readonly unplaced: ReadonlySet<string>;
}

/** All that a trial has of one leg. */
export interface LegColumns {
  readonly side: Side;
  readonly strideCount: number;
  /** Seconds; null where there are none for these strides. */
  readonly times: StrideColumns | null;
  readonly emg: ColumnGroup;
  readonly angles: ColumnGroup;
  readonly moments: ColumnGroup;
  /** What is not as expected, in words. */
  readonly notes: readonly string[];
}

type Matrices = ColumnGroup['matrices'];

/** Reads the matrices of the legs that a trial has. @throws MatError */
export async function readLegs(trial: TrialFields): Promise<LegColumns[]> {
  const legs = [];
  for (const side of SIDES) legs.push(await readLeg(trial, side));
  return legs.filter((leg) => leg !== null);
}

async function readLeg(trial: TrialFields, side: Side): Promise<LegColumns | null> {
  const times = columnsIn(await trial.read(TIME_PATH(side)));
  const emg = matricesIn(await trial.read(EMG_PATH(side)), EMG_COLUMNS, (name) => `${SIDE_LETTERS[side]}${name}`);
  const angles = matricesIn(await trial.read(ANGLE_PATH(side)), ANGLE_COLUMNS);
  const moments = matricesIn(await trial.read(MOMENT_PATH(side)), MOMENT_COLUMNS);
  const groups = [times === null ? [] : [times], ...[angles, moments, emg].map((matrices) => [...matrices.values()])];
  if (groups.every(({ length }) => length === 0)) return null;
  const { strideCount, fits } = alignStrideColumns(groups);
  const notes: string[] = [];
  const note = (what: string, columns: StrideColumns): void => {
    const size = `${pointsOf(columns)} points x ${columns.length} columns`;
    notes.push(`${side} ${what}: ${size} can't be joined with the other signals of ${strideCount} strides, masked`);
  };
  const group = (matrices: Matrices, what: string): ColumnGroup => {
    const sizes = [...matrices.values()].map(pointsOf).filter((own) => own > 0);
    const shared = (size: number): number => sizes.filter((own) => own === size).length;
    const points = sizes.reduce((best, own) => (shared(own) > shared(best) ? own : best), sizes[0] ?? 0);
    const unplaced = [...matrices].filter(
      ([, columns]) => !fits(columns) || (pointsOf(columns) > 0 && pointsOf(columns) !== points),
    );
    for (const [name, columns] of unplaced) note(`${what} ${name}`, columns);
    return { points, matrices, unplaced: new Set(unplaced.map(([name]) => name)) };
  };
  const timesFit = times !== null && fits(times);
  if (times !== null && !timesFit) note('times', times);
  return {
    side,
    strideCount,
    times: timesFit ? times : null,
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
    return [column, columnsIn(inner)] as const;
  });
  return new Map(found.filter((entry): entry is [string, StrideColumns] => entry[1] !== null));
}

function fieldIn(value: MatValue | null, name: string): MatValue | null {
  return value?.kind === 'struct' ? (value.fields.get(name)?.[0] ?? null) : null;
}

/** The columns of a real matrix with two points or more and a column or more; null for anything else. */
export function columnsIn(value: MatValue | null): StrideColumns | null {
  if (value?.kind !== 'numeric' || value.imaginary !== null || value.dims.length !== 2) return null;
  const [points = 0, strides = 0] = value.dims;
  return points < 2 || strides < 1 ? null : strideColumns(value.values, points);
}

/** Points of a stride; 0 where all columns are empty. */
function pointsOf(columns: StrideColumns): number {
  return columns.find((column) => column !== null)?.length ?? 0;
}
