import { type EmgColumn, emgSignals, type JointColumn, jointSignals, withoutZeroRuns } from '@emgfm/adapter-kit';
import {
  type Drop,
  type EmgSignals,
  jointMotionIndex,
  type JointSignals,
  type LegSignals,
  missingReasonCode,
  qualityFlags,
  type SourceStride,
} from '@emgfm/schema';
import { ANGLE_COLUMNS, EMG_COLUMNS, MOMENT_COLUMNS, STRIDE_TIME_LIMITS_S } from './channels';
import type { FileFacts } from './decisions';
import type { ColumnGroup, LegColumns } from './leg-columns';
import { strideTimes } from './stride-times';

/** Points per stride have no rate; the clock of the stride starts at its strike. */
const GRID = { samplingRateHz: NaN, startS: 0 } as const;

/** Motions that Plug-in Gait tells only roughly. */
const WEAK_MOTIONS = (['knee', 'ankle'] as const).flatMap((joint) =>
  (['adduction', 'rotation'] as const).map((motion) => jointMotionIndex(joint, motion)),
);

/** A stride of one leg, or why there is none. */
export type StrideOrDrop = { readonly stride: SourceStride } | { readonly drop: Omit<Drop, 'what' | 'level'> };

/** The strides of one leg in the order of the source, those that are none with the reason. */
export function* legStrides(
  leg: LegColumns,
  facts: FileFacts,
  conditionOf: (stride: number) => string,
): Generator<StrideOrDrop> {
  const times = strideTimes(leg);
  const [shortest, longest] = STRIDE_TIME_LIMITS_S;
  for (let index = 0; index < leg.strideCount; index += 1) {
    const durationS = times.durationS[index] as number;
    if (durationS < shortest || durationS > longest) {
      const detail = `expected ${shortest} to ${longest} s, found ${durationS.toFixed(3)} s`;
      yield { drop: { reason: durationS < shortest ? 'stride-too-short' : 'stride-too-long', detail } };
      continue;
    }
    const signals = strideSignals(leg, index, durationS, facts);
    if (Object.values(signals).every((block) => block === null)) {
      yield { drop: { reason: 'no-signal', detail: 'every sample is zero or missing' } };
      continue;
    }
    yield {
      stride: {
        side: leg.side,
        startS: times.startS[index] as number,
        durationS,
        signals,
        interval: { condition: conditionOf(index) },
        quality: qualityOf(signals),
      },
    };
  }
}

function strideSignals(leg: LegColumns, index: number, durationS: number, facts: FileFacts): LegSignals {
  const momentTable = MOMENT_COLUMNS.map((row) => ({ ...row, factor: row.factor * (facts.momentSign ?? NaN) }));
  return {
    emg: strideEmg(leg.emg, index, durationS, facts),
    angles: strideJoints(leg.angles, index, ANGLE_COLUMNS),
    moments: strideJoints(leg.moments, index, momentTable),
  };
}

/** A column of a stride: null where the source has none, zeros where it has only zeros or NaN, anything where it can't be assigned. */
function columnsOf({ matrices, unplaced, points }: ColumnGroup, index: number): (name: string) => Float64Array | null {
  return (name) => {
    const columns = matrices.get(name);
    if (columns === undefined) return null;
    return unplaced.has(name) ? UNPLACED(points) : (columns[index] ?? new Float64Array(points));
  };
}

/** Stands for a column that was recorded and is not used. */
const UNPLACED = (points: number): Float64Array => Float64Array.from({ length: points }, (_, point) => point);

function strideJoints(group: ColumnGroup, index: number, table: readonly JointColumn[]): JointSignals | null {
  const rows = table.map((row) => (group.unplaced.has(row.column) ? { ...row, factor: NaN } : row));
  const column = columnsOf(group, index);
  return jointSignals(
    rows,
    (name) => {
      const samples = column(name);
      return samples === null ? null : withoutZeroRuns(samples);
    },
    GRID,
  );
}

/** Bipolar and rectified EMG is filtered at the rate of its grid; without a time it has none, and bipolar EMG is of no use then. */
function strideEmg(group: ColumnGroup, index: number, durationS: number, facts: FileFacts): EmgSignals | null {
  const { emgKind, emgUnit: unit } = facts;
  const isOnGrid = emgKind === 'raw' || emgKind === 'rectified';
  const samplingRateHz = isOnGrid ? (group.points - 1) / durationS : NaN;
  const isUsable = emgKind !== null && !(emgKind === 'raw' && Number.isNaN(samplingRateHz));
  const table = EMG_COLUMNS.map((row): EmgColumn =>
    isUsable && !group.unplaced.has(row.column) ? row : { ...row, factor: NaN },
  );
  return emgSignals(
    table,
    columnsOf(group, index),
    isUsable ? { ...GRID, samplingRateHz, emgKind, unit } : { ...GRID, emgKind: 'filtered', unit },
  );
}

function qualityOf({ emg, angles, moments }: LegSignals): number {
  const hasWeak = [angles, moments].some((block) =>
    WEAK_MOTIONS.some((motion) => block?.channelReasons[motion] === missingReasonCode('present')),
  );
  return qualityFlags(
    ...(emg === null ? [] : (['emg_time_normalised'] as const)),
    ...(hasWeak ? (['weak_joint_planes'] as const) : []),
  );
}
