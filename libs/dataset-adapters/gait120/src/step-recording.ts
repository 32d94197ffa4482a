import { emgSignals, jointSignals } from '@emgfm/adapter-kit';
import {
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  missingReasonCode,
  signalBlock,
  SOURCE_EVENTS,
  type ContinuousRecording,
  type Decision,
  type DropReason,
  type EmgSignals,
  type EmgUnit,
  type GaitEvent,
  type JointSignals,
  type SubjectInfo,
} from '@emgfm/schema';
import type { MotionTable } from './angles';
import { ANGLE_COLUMNS, EMG_COLUMNS, KNEE_COLUMN, MOTION_RATE_HZ, NOT_CYCLIC, type EmgLayer } from './channels';
import { kneeBends } from './decisions';
import { packageName, packageVersion } from './dataset';
import type { EmgTable, FrameRange } from './emg-file';
import { numberedName, trialNameOf, type StepKey } from './folder';

/** EMG that belongs to a step. */
export interface StepEmg {
  readonly table: EmgTable;
  readonly samplingRateHz: number;
  /** From the first frame of the trial on, else from that of the step. */
  readonly isWholeTrial: boolean;
}

/** All that is known of one step. */
export interface StepSources {
  readonly subject: SubjectInfo;
  readonly key: StepKey;
  readonly layer: EmgLayer;
  readonly frames: FrameRange | null;
  readonly angles: MotionTable | null;
  readonly emg: StepEmg | null;
  readonly unit: EmgUnit;
  readonly kneeFactor: 1 | -1 | null;
  readonly startsAtStrike: boolean;
  readonly drop: (reason: DropReason, detail: string) => void;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
  readonly files: readonly string[];
}

/** Continuous EMG kept before and after a step (s), so that filters settle outside it. */
const MARGIN_S = 1;
/** Confidence of strikes that the knee does not confirm: below it the strides say so. */
const DOUBTFUL_STRIKE = 0.4;
/** Largest difference of the length of step and EMG (share of the step). */
const LENGTH_TOLERANCE = 0.02;

/** The recording of one step; null, with a reason, where nothing of it can be used. */
export function stepRecording(sources: StepSources): ContinuousRecording | null {
  const { subject, key, layer, frames, drop, kneeFactor } = sources;
  const notes = [...sources.notes];
  const angles = fittingAngles(sources, notes);
  const timing = timingOf(frames, angles);
  if (timing === null) {
    drop('no-leg-signals', 'neither the frames of the step nor its angles are there');
    return null;
  }
  const { startS, durationS } = timing;
  const emg = sources.emg === null ? null : emgOf(sources, sources.emg, timing);
  if (angles === null && emg === null) {
    drop('no-leg-signals', 'neither EMG nor angles of the step are there');
    return null;
  }
  if (frames === null) notes.push('the EMG file does not know this step: it starts when its file of angles says');
  const { task } = key;
  if (!task.isCyclic) notes.push('one transition, not a cycle: the bounds of the step stand for strikes');
  const strike = (timeS: number): GaitEvent => ({
    timeS,
    side: 'right',
    kind: 'foot_strike',
    source: SOURCE_EVENTS,
    confidence: sources.startsAtStrike ? 1 : DOUBTFUL_STRIKE,
  });
  return {
    kind: 'continuous',
    subject,
    trial: trialNameOf(key),
    subtrial: numberedName('Step', key.step),
    condition: task.isCyclic ? '' : NOT_CYCLIC,
    activity: task.activity,
    surface: 'overground',
    speedMps: NaN,
    inclineDeg: task.inclineDeg,
    stepHeightM: task.stepHeightM,
    provenance: {
      files: sources.files,
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: sources.decisions,
      notes: layer.emgKind === 'raw' || emg === null ? notes : [...notes, `EMG: ${layer.table} as released`],
    },
    legs: {
      left: null,
      right: {
        emg,
        angles: angles === null ? null : anglesOf(angles, startS, kneeFactor, notes),
        moments: NO_MOMENTS,
      },
    },
    events: [strike(startS), strike(startS + durationS)],
    forcePlates: [],
    markers: null,
    intervals: [],
  };
}

/** The source has no moments at all. */
const NO_MOMENTS: JointSignals = {
  ...signalBlock(new Array(JOINT_MOTION_COUNT).fill(null), { samplingRateHz: MOTION_RATE_HZ, startS: 0 }),
  channelReasons: new Array(JOINT_MOTION_COUNT).fill(missingReasonCode('notInDataset')),
  gapReason: missingReasonCode('gap'),
};

/** The angles, unless their rows are not those of the frames: then nobody knows to which frame a row belongs. */
function fittingAngles({ angles, frames, drop }: StepSources, notes: string[]): MotionTable | null {
  if (angles === null || frames === null) return angles;
  const expected = frames.last - frames.first + 1;
  const found = ((angles.rowCount - 1) / angles.samplingRateHz) * MOTION_RATE_HZ + 1;
  const detail = `expected ${expected} rows of angles for frames ${frames.first} to ${frames.last}, found ${angles.rowCount}`;
  if (Math.abs(found - expected) > 1.5) {
    drop('bad-metadata', detail);
    return null;
  }
  if (Math.abs(found - expected) > 0.5) notes.push(`${detail}; the rows tell how long the step lasts`);
  return angles;
}

interface StepTiming {
  readonly startS: number;
  readonly durationS: number;
}

/** Neighbouring steps share a frame: a step of n rows lasts n - 1 intervals. */
function timingOf(frames: FrameRange | null, angles: MotionTable | null): StepTiming | null {
  const lastsS = angles === null ? NaN : (angles.rowCount - 1) / angles.samplingRateHz;
  if (frames === null) return angles === null ? null : { startS: angles.startS, durationS: lastsS };
  const { first, last } = frames;
  return {
    startS: (first - 1) / MOTION_RATE_HZ,
    durationS: Number.isNaN(lastsS) ? (last - first) / MOTION_RATE_HZ : lastsS,
  };
}

function anglesOf(table: MotionTable, startS: number, kneeFactor: 1 | -1 | null, notes: string[]): JointSignals | null {
  const bends = kneeBends(table);
  const isContradicted = kneeFactor !== null && bends !== 0 && bends !== kneeFactor;
  const isMasked = kneeFactor === null || isContradicted;
  if (isContradicted) notes.push('knee masked: it bends the other way than in the other steps of this person');
  const columns = ANGLE_COLUMNS.map((row) => (row.column === KNEE_COLUMN ? { ...row, factor: kneeFactor ?? 1 } : row));
  const column = (name: string): Float64Array | null => (isMasked && name === KNEE_COLUMN ? null : table.column(name));
  const signals = jointSignals(columns, column, { samplingRateHz: table.samplingRateHz, startS });
  if (signals === null || !isMasked || table.column(KNEE_COLUMN) === null) return signals;
  const knee = jointMotionIndex('knee', 'flexion');
  const reason = missingReasonCode(isContradicted ? 'failedCheck' : 'unresolvedConvention');
  return {
    ...signals,
    channelReasons: signals.channelReasons.map((own, channel) => (channel === knee ? reason : own)),
  };
}

function emgOf({ layer, unit, drop }: StepSources, emg: StepEmg, { startS, durationS }: StepTiming): EmgSignals | null {
  const { table, samplingRateHz, isWholeTrial } = emg;
  const lastsS = table.rowCount / samplingRateHz;
  if (!isWholeTrial && Math.abs(lastsS / (durationS + 1 / MOTION_RATE_HZ) - 1) > LENGTH_TOLERANCE) {
    const detail = `expected ${layer.table} over ${durationS.toFixed(2)} s, found ${table.rowCount} rows at ${samplingRateHz} Hz`;
    drop('bad-metadata', detail);
    return null;
  }
  const originS = isWholeTrial ? 0 : startS;
  const firstRow = Math.max(0, Math.round((startS - MARGIN_S - originS) * samplingRateHz));
  const endRow = Math.min(table.rowCount, Math.round((startS + durationS + MARGIN_S - originS) * samplingRateHz));
  if (endRow <= firstRow) {
    drop(
      'outside-recording',
      `${layer.table} ends at ${lastsS.toFixed(2)} s, before the step at ${startS.toFixed(2)} s`,
    );
    return null;
  }
  return emgSignals(EMG_COLUMNS, (name) => table.column(name)?.subarray(firstRow, endRow) ?? null, {
    samplingRateHz,
    startS: originS + firstRow / samplingRateHz,
    emgKind: layer.emgKind,
    unit,
  });
}
