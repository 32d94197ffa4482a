import { emgSignals, jointSignals } from '@emgfm/adapter-kit';
import {
  JOINT_MOTION_COUNT,
  missingReasonCode,
  qualityFlags,
  signalBlock,
  type Decision,
  type EmgKind,
  type EmgUnit,
  type JointSignals,
  type Side,
  type SourceStride,
} from '@emgfm/schema';
import { ANGLE_COLUMNS, EMG_COLUMNS, TORQUE_COLUMNS } from './channels';
import type { TrialTable } from './columns';
import type { TorqueTable } from './decisions';

/** What was decided once for a person. */
export interface PersonFacts {
  readonly emgKind: EmgKind;
  readonly emgUnit: EmgUnit;
  /** Factor that makes torques internal; null where it could not be decided. */
  readonly torqueSign: 1 | -1 | null;
  readonly decisions: readonly Decision[];
}

/** The tables of one leg in one trial. */
export interface StrideTables {
  readonly angles: TrialTable | null;
  readonly torques: TorqueTable | null;
  readonly emg: TrialTable | null;
}

/** Which stride of a leg, how long and how fast. */
export interface StridePlace {
  readonly side: Side;
  readonly number: 1 | 2;
  /** Seconds; NaN where unknown. */
  readonly durationS: number;
  readonly speedMps: number;
}

/** A grid of points per stride has no rate. */
const GRID = { samplingRateHz: NaN, startS: 0 } as const;

/** One stride on the grid of the source; null where no table has a signal of it. */
export function sourceStride(
  { angles, torques, emg }: StrideTables,
  { side, number, durationS, speedMps }: StridePlace,
  facts: PersonFacts,
  notes: Set<string>,
): SourceStride | null {
  const column = (table: TrialTable | null) => (name: string) => table?.column(number, name) ?? null;
  const rowCount = emg?.rowCount ?? 0;
  // an envelope needs no filter; a bipolar signal does, and its points have a rate where the time of the stride is known
  const samplingRateHz = facts.emgKind === 'envelope' ? NaN : (rowCount - 1) / durationS;
  const signals = {
    emg: emgSignals(EMG_COLUMNS, column(emg), {
      samplingRateHz,
      startS: 0,
      emgKind: facts.emgKind,
      unit: facts.emgUnit,
    }),
    angles: jointSignals(ANGLE_COLUMNS, column(angles), GRID),
    moments: momentsOf(torques, number, facts, notes),
  };
  const isEmpty =
    signals.emg === null &&
    signals.angles === null &&
    (signals.moments?.channelReasons.every((reason) => reason !== 0) ?? true);
  if (isEmpty) return null;
  return {
    side,
    startS: NaN,
    durationS,
    signals,
    interval: { speedMps, inclineDeg: 0, stepHeightM: 0 },
    quality: signals.emg === null ? 0 : qualityFlags('emg_time_normalised'),
  };
}

function momentsOf(
  torques: TorqueTable | null,
  number: 1 | 2,
  { torqueSign }: PersonFacts,
  notes: Set<string>,
): JointSignals | null {
  if (torques === null) return null;
  const factor = (torqueSign ?? NaN) / torques.divisor;
  if (Number.isFinite(factor)) {
    const columns = TORQUE_COLUMNS.map((row) => ({ ...row, factor: row.factor * factor }));
    return jointSignals(columns, (name) => torques.table.column(number, name), GRID);
  }
  notes.add(
    Number.isNaN(torques.divisor)
      ? 'torques masked: they are in N.m and the body mass is unknown'
      : 'torques masked: push-off does not tell whether they are internal',
  );
  return {
    ...signalBlock(new Array(JOINT_MOTION_COUNT).fill(null), { ...GRID, numSamples: 0 }),
    channelReasons: new Array(JOINT_MOTION_COUNT).fill(missingReasonCode('unresolvedConvention')),
    gapReason: missingReasonCode('gap'),
  };
}
