import { jointSignals } from '@emgfm/adapter-kit';
import type {
  ContinuousRecording,
  Decision,
  EmgSignals,
  FurtherSignals,
  GaitEvent,
  JointSignals,
  LegSignals,
  Side,
  SubjectInfo,
} from '@emgfm/schema';
import { ANGLE_COLUMNS, MOMENT_COLUMNS, TRIAL_TIME_TOLERANCE, TRIAL_TIME_TOLERANCE_S } from './channels';
import { packageName, packageVersion } from './dataset';
import { decideMomentUnit } from './moments';
import { trialLabel, type TrialName } from './trial-names';

/** Samples of a column of {@link ANGLE_COLUMNS} or {@link MOMENT_COLUMNS} on one leg; null where there is none. */
export type JointColumns = (side: Side, column: string) => Float64Array | null;

/** The parts of a recording that both layers and both kinds of recordings share. */
export function recordingContext(
  subject: SubjectInfo,
  name: TrialName,
  provenance: {
    readonly files: readonly string[];
    readonly decisions: readonly Decision[];
    readonly notes: readonly string[];
  },
): Omit<ContinuousRecording, 'kind' | 'legs' | 'events' | 'forcePlates' | 'markers' | 'intervals'> {
  return {
    subject,
    trial: trialLabel(name),
    subtrial: `Trial_${name.number}`,
    condition: name.condition,
    activity: name.activity,
    surface: 'treadmill',
    speedMps: name.speedMps,
    inclineDeg: name.inclineDeg,
    stepHeightM: NaN,
    provenance: { ...provenance, adapter: packageName, adapterVersion: packageVersion },
  };
}

/** What a whole trial holds, on one clock. */
export interface WholeTrial {
  readonly angles: JointColumns;
  readonly moments: JointColumns;
  readonly motionRateHz: number;
  readonly emg: Readonly<Record<Side, EmgSignals | null>>;
  /** null where nobody asked for it. */
  readonly ultrasound: Readonly<Record<Side, FurtherSignals>> | null;
  readonly events: readonly GaitEvent[];
  readonly excluded?: ContinuousRecording['excluded'];
}

/** A whole trial as a recording, its moments in N·m/kg and internal. */
export function wholeTrialRecording(
  trial: WholeTrial,
  momentSign: number,
  context: ReturnType<typeof recordingContext>,
): ContinuousRecording {
  const unit = decideMomentUnit(allColumns(trial.moments));
  const timing = { samplingRateHz: trial.motionRateHz, startS: 0 };
  const leg = (side: Side): LegSignals | null => {
    const angles = jointSignals(ANGLE_COLUMNS, (column) => trial.angles(side, column), timing);
    const moments = internalMoments((column) => trial.moments(side, column), momentSign * unit.factor, timing);
    const emg = trial.emg[side];
    if (emg === null && angles === null && moments === null) return null;
    return { emg, angles, moments, ...(trial.ultrasound ? { further: [trial.ultrasound[side]] } : {}) };
  };
  const { provenance } = context;
  const legs = { left: leg('left'), right: leg('right') };
  const hasMoments = [legs.left, legs.right].some((own) => own?.moments);
  return {
    ...context,
    kind: 'continuous',
    legs,
    events: trial.events,
    forcePlates: [],
    markers: null,
    intervals: [],
    ...(trial.excluded && trial.excluded.length > 0 ? { excluded: trial.excluded } : {}),
    provenance: {
      ...provenance,
      decisions: [...provenance.decisions, ...(unit.decision === null ? [] : [unit.decision])],
      notes: [...provenance.notes, ...undecidedSignNotes(hasMoments, momentSign)],
    },
  };
}

/** What the user should know where moments are missing because their sign could not be decided. */
export function undecidedSignNotes(hasMoments: boolean, momentSign: number): string[] {
  return hasMoments && Number.isNaN(momentSign)
    ? ['moments are missing: the ankle does not tell whether they are internal or external']
    : [];
}

/** Moments of one leg with a factor; NaN, where the sign could not be decided, makes them missing for that reason. */
export function internalMoments(
  column: (name: string) => ArrayLike<number> | null,
  factor: number,
  timing: { readonly samplingRateHz: number; readonly startS: number },
): JointSignals | null {
  return jointSignals(
    MOMENT_COLUMNS.map((row) => ({ ...row, factor: row.factor * factor })),
    column,
    timing,
  );
}

/** All moment columns of both legs. */
export function allColumns(moments: JointColumns): Float64Array[] {
  return (['left', 'right'] as const).flatMap((side) =>
    MOMENT_COLUMNS.flatMap(({ column }) => moments(side, column) ?? []),
  );
}

/** Ankle flexion moment, as the source has it, from strike to strike. */
export function ankleCurves(moments: JointColumns, events: readonly GaitEvent[], motionRateHz: number): Float64Array[] {
  const unit = decideMomentUnit(allColumns(moments));
  return (['left', 'right'] as const).flatMap((side) => {
    const column = moments(side, 'AnkleMoment.0');
    const strikes = events
      .filter((event) => event.side === side && event.kind === 'foot_strike')
      .map(({ timeS }) => Math.round(timeS * motionRateHz))
      .sort((a, b) => a - b);
    return strikes.slice(1).flatMap((end, i) => {
      const start = strikes[i] as number;
      if (column === null || start < 0 || end >= column.length || end - start < 0.4 * motionRateHz) return [];
      return [column.slice(start, end + 1).map((value) => value * unit.factor)];
    });
  });
}

/** Whether the rate of the EMG is believed, and why. */
export interface EmgRate {
  readonly isTrusted: boolean;
  readonly decision: Decision;
}

/** A wrong rate stretches the EMG by one of these factors: devices record at 1000, 1500, 2000 or 4000 Hz. */
const WRONG_RATE_FACTORS = [1 / 2, 2 / 3, 3 / 4, 4 / 3, 3 / 2, 2];

/**
 * Tests a rate of EMG against the motion, which lasts equally long.
 * @param isStated true where the file itself states the rate: then a difference means that one device stopped before the other, unless it
 *   is one that a wrong rate makes
 */
export function decideEmgRate(emgS: number, motionS: number, rateHz: number, isStated: boolean): EmgRate {
  const differenceS = Math.abs(emgS - motionS);
  const isEqual = differenceS <= Math.max(TRIAL_TIME_TOLERANCE_S, TRIAL_TIME_TOLERANCE * motionS);
  const isStretched = WRONG_RATE_FACTORS.some(
    (factor) => Math.abs(emgS / motionS / factor - 1) <= TRIAL_TIME_TOLERANCE,
  );
  const isTrusted = isEqual || (isStated && !isStretched);
  return {
    isTrusted,
    decision: {
      fact: 'EMG rate',
      decided: !isTrusted ? 'not known, EMG is masked' : isEqual ? `${rateHz} Hz` : `${rateHz} Hz, as stated`,
      evidence: `at ${rateHz} Hz the EMG lasts ${emgS.toFixed(3)} s, the motion ${motionS.toFixed(3)} s`,
    },
  };
}
