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
  return {
    ...context,
    kind: 'continuous',
    legs: { left: leg('left'), right: leg('right') },
    events: trial.events,
    forcePlates: [],
    markers: null,
    intervals: [],
    ...(trial.excluded && trial.excluded.length > 0 ? { excluded: trial.excluded } : {}),
    provenance: {
      ...provenance,
      decisions: [...provenance.decisions, ...(unit.decision === null ? [] : [unit.decision])],
    },
  };
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

/** Do EMG and motion of a trial last equally long, as they must where their rates are right? */
export function decideEmgRate(
  emgSeconds: number,
  motionSeconds: number,
  statedHz: number,
): { readonly isTrusted: boolean; readonly decision: Decision | null } {
  if (!(emgSeconds > 0 && motionSeconds > 0)) return { isTrusted: true, decision: null };
  const difference = Math.abs(emgSeconds - motionSeconds);
  const isTrusted = difference <= Math.max(TRIAL_TIME_TOLERANCE_S, TRIAL_TIME_TOLERANCE * motionSeconds);
  return {
    isTrusted,
    decision: {
      fact: 'EMG rate',
      decided: isTrusted ? `${statedHz} Hz` : 'not known, EMG is masked',
      evidence: `at ${statedHz} Hz the EMG lasts ${emgSeconds.toFixed(3)} s, the motion ${motionSeconds.toFixed(3)} s`,
    },
  };
}
