import { emgSignals, jointSignals } from '@emgfm/adapter-kit';
import {
  JOINT_MOTION_COUNT,
  type EmgUnit,
  type JointSignals,
  type LegSignals,
  type MissingReason,
  missingReasonCode,
  qualityFlags,
  type Side,
  signalBlock,
  type SourceStride,
} from '@emgfm/schema';
import { ANGLE_COLUMNS, EMG_COLUMNS, type Leg, MOMENT_COLUMNS } from './channels';
import type { LegStrides } from './checks';
import type { CriekingeOptions } from './options';
import type { StrideRow } from './stride-table';

/** What was decided of the person and the file. */
export interface SignalFacts {
  /** Factor on top of the table of moments. */
  readonly momentFactor: 1 | -1;
  readonly emgUnit: EmgUnit;
  readonly kineticsChecked: boolean;
  readonly options: CriekingeOptions;
}

/** A grid of points per stride has no rate. */
const GRID = { samplingRateHz: NaN, startS: 0 } as const;

/** One stride of a leg in canonical form. */
export function sourceStride(
  row: StrideRow,
  { block }: LegStrides,
  { condition }: Pick<Leg, 'condition'>,
  side: Side,
  facts: SignalFacts,
): SourceStride {
  const { adductionAxis } = facts.options;
  const column = (name: string): Float64Array | null => block.column(row.index, componentOf(name, adductionAxis));
  const signals: LegSignals = {
    emg: emgSignals(EMG_COLUMNS, column, { ...GRID, emgKind: 'normalised-envelope', unit: facts.emgUnit }),
    angles: jointSignals(ANGLE_COLUMNS, column, GRID),
    moments: momentsOf(row, column, facts.momentFactor),
  };
  const hasMoments = signals.moments?.channelReasons.includes(missingReasonCode('present')) ?? false;
  return {
    side,
    startS: row.startS,
    durationS: row.durationS,
    signals,
    interval: { condition },
    quality: hasMoments && !facts.kineticsChecked ? qualityFlags('kinetics_unchecked') : 0,
  };
}

/** The tables take y for adduction; where z is, both change places. */
function componentOf(column: string, adductionAxis: CriekingeOptions['adductionAxis']): string {
  if (adductionAxis === 'y') return column;
  return column.replace(/\.[yz]$/, (axis) => (axis === '.y' ? '.z' : '.y'));
}

/** Moments count only where the foot landed well on a plate: numbers of other strides are those of two feet, or of none. */
function momentsOf(
  { goodLanding }: StrideRow,
  column: (name: string) => Float64Array | null,
  factor: 1 | -1,
): JointSignals | null {
  if (MOMENT_COLUMNS.every(({ column: name }) => column(name) === null)) {
    return goodLanding === false ? absentMoments('notMeasurable') : null;
  }
  if (goodLanding === null) return absentMoments('unresolvedConvention');
  if (!goodLanding) return absentMoments('notMeasurable');
  const table = MOMENT_COLUMNS.map((row) => ({ ...row, factor: row.factor * factor }));
  return jointSignals(table, column, GRID) ?? absentMoments('gap');
}

function absentMoments(reason: MissingReason): JointSignals {
  return {
    ...signalBlock(new Array(JOINT_MOTION_COUNT).fill(null), { ...GRID, numSamples: 0 }),
    channelReasons: new Array(JOINT_MOTION_COUNT).fill(missingReasonCode(reason)),
    gapReason: missingReasonCode('gap'),
  };
}
