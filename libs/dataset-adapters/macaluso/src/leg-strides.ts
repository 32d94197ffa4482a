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
import type { LegMatrices, MatrixGroup } from './leg-matrices';
import { durationsS, startsS } from './stride-times';

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
  leg: LegMatrices,
  facts: FileFacts,
  conditionOf: (stride: number) => string,
): Generator<StrideOrDrop> {
  const [durations, starts] = [durationsS(leg), startsS(leg)];
  const [shortest, longest] = STRIDE_TIME_LIMITS_S;
  for (let index = 0; index < leg.strides; index += 1) {
    const durationS = durations[index] as number;
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
        startS: starts[index] as number,
        durationS,
        signals,
        interval: { condition: conditionOf(index) },
        quality: qualityOf(signals),
      },
    };
  }
}

function strideSignals(leg: LegMatrices, index: number, durationS: number, facts: FileFacts): LegSignals {
  const momentTable = MOMENT_COLUMNS.map((row) => ({ ...row, factor: row.factor * (facts.momentSign ?? NaN) }));
  return {
    emg: strideEmg(leg.emg, index, durationS, facts),
    angles: strideJoints(leg.angles, index, ANGLE_COLUMNS),
    moments: strideJoints(leg.moments, index, momentTable),
  };
}

/** A column that can't be assigned was recorded and is not used: its numbers do not matter. */
function unplacedColumn(points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, point) => point);
}

function columnsOf({ matrices, unplaced, points }: MatrixGroup, index: number): (name: string) => Float64Array | null {
  return (name) => {
    if (unplaced.has(name)) return unplacedColumn(points);
    const matrix = matrices.get(name);
    return matrix !== undefined && index < matrix.strides ? matrix.column(index) : null;
  };
}

function strideJoints(group: MatrixGroup, index: number, table: readonly JointColumn[]): JointSignals | null {
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
function strideEmg(group: MatrixGroup, index: number, durationS: number, facts: FileFacts): EmgSignals | null {
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
