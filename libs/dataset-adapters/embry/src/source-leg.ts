import {
  alignStrideColumns,
  type JointColumn,
  type StrideColumns,
  stridePoints,
  withoutZeroRuns,
} from '@emgfm/adapter-kit';
import type { Side } from '@emgfm/schema';
import { ANGLE_FIELDS, EMG_FIELDS, MOMENT_FIELDS, STRIDES_STRUCT } from './channels';
import type { InclineFile, NamePath } from './incline-file';

/** Arrays by the name that their mapping table gives them. */
export type NamedArrays = ReadonlyMap<string, StrideColumns>;

/** One leg in one trial, on points per stride: what the source says of strides 0 to `strideCount` - 1. */
export interface SourceLeg {
  readonly side: Side;
  readonly strideCount: number;
  /** Time (s) of every point; null where the arrays can't be joined with the others. */
  readonly times: StrideColumns | null;
  /** Frames of the heel strikes; none where there are not as many as strides. */
  readonly frames: Float64Array;
  readonly angles: NamedArrays;
  readonly moments: NamedArrays;
  readonly emg: NamedArrays;
  /** Can the columns of an array be joined with the others by position, point by point? */
  readonly fits: (columns: StrideColumns) => boolean;
  /** Strides that the authors marked as outliers, from 0. */
  readonly outliers: ReadonlySet<number>;
  /** What is not as expected, in words. */
  readonly notes: readonly string[];
}

/** Reads what is needed of one leg in one trial. @throws MatError */
export async function readSourceLeg(
  file: InclineFile,
  { sourceId, trial, side }: { readonly sourceId: string; readonly trial: string; readonly side: Side },
): Promise<SourceLeg> {
  const root: NamePath = [STRIDES_STRUCT, sourceId, trial];
  const times = await file.strides([...root, 'cycles', side, 'time']);
  const frames = await file.numbers([...root, 'cycles', side, 'frame']);
  const marked = await file.numbers([...root, 'stepsout', side]);
  const angles = await jointArrays(file, [...root, 'kinematics', 'jointangles', side], ANGLE_FIELDS);
  const moments = await jointArrays(file, [...root, 'kinetics', 'jointmoment', side], MOMENT_FIELDS);
  const emg = await emgArrays(file, [...root, 'emgdata', 'emg', side]);
  const modalities = [times === null ? [] : [times], [...angles.values()], [...moments.values()], [...emg.values()]];
  const { strideCount, fits } = alignStrideColumns(modalities);
  const notes: string[] = [];
  const odd = [
    ...(times !== null && !fits(times) ? [`time (${sizeOf(times)})`] : []),
    ...Object.entries({ angle: angles, moment: moments, EMG: emg }).flatMap(([quantity, arrays]) =>
      [...arrays].filter(([, own]) => !fits(own)).map(([name, own]) => `${quantity} ${name} (${sizeOf(own)})`),
    ),
  ];
  if (odd.length > 0) {
    notes.push(
      `${trial} ${side}: these can't be joined with the arrays of ${strideCount} strides and are masked (points x columns): ${odd.join(', ')}`,
    );
  }
  const beyond = marked.filter((number) => !(Number.isInteger(number) && number >= 0 && number <= strideCount));
  if (beyond.length > 0)
    notes.push(`${trial} ${side}: stepsout names strides that are not there: ${beyond.join(', ')}`);
  return {
    side,
    strideCount,
    times: times !== null && fits(times) ? times : null,
    frames: frames.length === strideCount || frames.length === strideCount + 1 ? frames : new Float64Array(),
    angles,
    moments,
    emg,
    fits,
    outliers: new Set(Array.from(marked, (number) => number - 1)),
    notes,
  };
}

/** Arrays of joint angles or moments with NaN where the source has runs of zeros. @throws MatError */
export async function jointArrays(
  file: InclineFile,
  path: NamePath,
  table: readonly JointColumn[],
): Promise<NamedArrays> {
  const arrays = new Map<string, StrideColumns>();
  for (const { column } of table) {
    const own = await file.strides([...path, ...column.split('.')]);
    if (own !== null)
      arrays.set(
        column,
        own.map((samples) => samples && withoutZeroRuns(samples)),
      );
  }
  return arrays;
}

/** Arrays of EMG. @throws MatError */
export async function emgArrays(file: InclineFile, path: NamePath): Promise<NamedArrays> {
  const arrays = new Map<string, StrideColumns>();
  for (const { column } of EMG_FIELDS) {
    const own = await file.strides([...path, column]);
    if (own !== null) arrays.set(column, own);
  }
  return arrays;
}

function sizeOf(columns: StrideColumns): string {
  return `${stridePoints(columns)} x ${columns.length}`;
}
