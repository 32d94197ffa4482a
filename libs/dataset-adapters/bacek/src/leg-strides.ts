import { emgSignals, type JointColumn, jointSignals } from '@emgfm/adapter-kit';
import {
  type Absence,
  type DropReason,
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  type JointSignals,
  type LegSignals,
  type MissingReason,
  missingReasonCode,
  type Side,
  signalBlock,
  type SourceStride,
} from '@emgfm/schema';
import { ANGLES, ANKLE, MUSCLES, SIDE_NAMES } from './channels';
import type { CycleMatrix } from './cycle-matrix';
import { recutter } from './recut';
import { qualityOf, strideTimes, type StrideTime } from './stride-times';
import { type Strikes, strikesOf } from './strikes';
import type { TestEmg, TestMechanics } from './test-files';

/** What was decided of a person. */
export interface PersonFacts {
  /** Rate (Hz) of the indices that the source calls those at 1 kHz. */
  readonly indexRateHz: number;
  /** Factor on the ankle angle; NaN where its sign is not known. */
  readonly ankleFactor: number;
  /** At the strikes of which foot the cycles of the right leg begin; null where that is not known. */
  readonly rightAngleStart: Side | null;
  readonly rightEmgStart: Side | null;
  /** Muscles with a lower signal-to-noise ratio are missing. */
  readonly leastSignalToNoise: number;
}

/** One test of a person: what both files hold, and where its drops and notes go. */
export interface PersonTest {
  readonly mechanics: TestMechanics;
  readonly emg: TestEmg;
  readonly drop: (what: string, level: 'trial' | 'stride', reason: DropReason, detail: string) => void;
  readonly note: (text: string) => void;
}

/** A signal of one leg, as its file holds it. */
export interface LegSource {
  /** `Left_VastLat`. */
  readonly field: string;
  readonly matrix: CycleMatrix | null;
  /** The foot whose strikes bound the cycles; null where that is not known. */
  readonly start: Side | null;
  /** Why it is not used although it is there; null where nothing speaks against it. */
  readonly rejected: MissingReason | null;
}

/** A signal of one leg, stride by stride, or why it is missing in all of them. */
type LegColumn = { readonly read: (stride: StrideTime) => Float64Array } | { readonly missing: MissingReason };

/** Cycles are grids of points without a rate. */
const GRID = { samplingRateHz: NaN, startS: 0 } as const;
const EMG_DESCRIPTION = { ...GRID, emgKind: 'normalised-envelope', unit: 'fraction' } as const;

const NO_JOINTS: JointSignals = { ...signalBlock(new Array(JOINT_MOTION_COUNT).fill(null), GRID), ...absent(9) };
const NO_EMG = {
  ...signalBlock(new Array(EMG_CHANNEL_COUNT).fill(null), GRID),
  ...EMG_DESCRIPTION,
  ...absent(EMG_CHANNEL_COUNT),
};

function absent(channels: number): Absence {
  const channelReasons = new Array(channels).fill(missingReasonCode('notInDataset'));
  return { channelReasons, gapReason: missingReasonCode('gap') };
}

/**
 * The strides of one leg in one test, from strike to strike of its own foot. Cycles that begin with the strikes of the other foot are
 * cut again; a signal whose cycles are not as many as the strikes tell belongs to no known time and is missing.
 */
export function legStrides(side: Side, test: PersonTest, facts: PersonFacts): SourceStride[] {
  const sources = sourcesOf(side, test, facts);
  const strikes: Readonly<Record<Side, Strikes | null>> = {
    left: strikesOf(test.mechanics.strikes.left, facts.indexRateHz),
    right: strikesOf(test.mechanics.strikes.right, facts.indexRateHz),
  };
  const times = strideTimes(side, sources, strikes, test);
  if (times.length === 0) return [];
  const columns = new Map(sources.map((source) => [source.field, columnOf(source, side, strikes, times, test.note)]));
  const quality = qualityOf(
    times,
    strikes[side],
    sources.some(({ start }) => start !== null && start !== side),
  );
  return times.map((time, i) => ({
    side,
    startS: time.startS,
    durationS: time.endS - time.startS,
    signals: signalsOf(side, columns, time, facts),
    interval: {},
    quality: quality[i],
  }));
}

function sourcesOf(side: Side, { mechanics, emg }: PersonTest, facts: PersonFacts): LegSource[] {
  const isLeft = side === 'left';
  return [
    ...ANGLES.map(({ column }) => ({
      field: fieldOfLeg(side, column, 'angle'),
      matrix: mechanics.angle(column, side),
      start: isLeft ? side : facts.rightAngleStart,
      rejected: null,
    })),
    ...MUSCLES.map(({ column }) => ({
      field: fieldOfLeg(side, column, 'muscle'),
      matrix: emg.muscle(column, side),
      start: isLeft ? side : facts.rightEmgStart,
      rejected: emg.signalToNoise(column, side) < facts.leastSignalToNoise ? ('sensorQuality' as const) : null,
    })),
  ];
}

function fieldOfLeg(side: Side, column: string, of: 'angle' | 'muscle'): string {
  return of === 'angle' ? `${column}_${SIDE_NAMES[side]}` : `${SIDE_NAMES[side]}_${column}`;
}

function columnOf(
  { field, matrix, start, rejected }: LegSource,
  side: Side,
  strikes: Readonly<Record<Side, Strikes | null>>,
  times: readonly StrideTime[],
  note: (text: string) => void,
): LegColumn {
  if (matrix === null) return { missing: 'notInTrial' };
  if (start === null) return { missing: 'unresolvedConvention' };
  if (rejected !== null) return { missing: rejected };
  const isTimed = times.some(({ startS }) => Number.isFinite(startS));
  const bounds = isTimed ? strikes[start] : null;
  const expected = bounds === null ? times.length : bounds.timesS.length - 1;
  if (matrix.cycles !== expected) {
    note(`${field} has ${matrix.cycles} cycles where ${expected} are expected: not used`);
    return { missing: 'failedCheck' };
  }
  if (start === side || bounds === null) return { read: ({ index }) => matrix.cycle(index) };
  const cut = recutter({ matrix, boundsS: bounds.timesS });
  return { read: ({ startS, endS }) => cut(startS, endS) };
}

function signalsOf(
  side: Side,
  columns: ReadonlyMap<string, LegColumn>,
  time: StrideTime,
  { ankleFactor }: PersonFacts,
): LegSignals {
  const samples =
    (of: 'angle' | 'muscle') =>
    (column: string): Float64Array | null => {
      const own = columns.get(fieldOfLeg(side, column, of));
      return own !== undefined && 'read' in own ? own.read(time) : null;
    };
  const missing = (column: string, of: 'angle' | 'muscle'): MissingReason | null => {
    const own = columns.get(fieldOfLeg(side, column, of));
    return own !== undefined && 'missing' in own ? own.missing : null;
  };
  const table: readonly JointColumn[] = ANGLES.map((row) =>
    row.column === ANKLE ? { ...row, factor: row.factor * ankleFactor } : row,
  );
  const angleReasons = ANGLES.map(
    ({ joint, motion, column }) => [jointMotionIndex(joint, motion), missing(column, 'angle')] as const,
  );
  const muscleReasons = MUSCLES.map(
    ({ channel, column }) => [emgChannelIndex(channel), missing(column, 'muscle')] as const,
  );
  return {
    angles: withReasons(jointSignals(table, samples('angle'), GRID) ?? NO_JOINTS, angleReasons),
    moments: NO_JOINTS,
    emg: withReasons(emgSignals(MUSCLES, samples('muscle'), EMG_DESCRIPTION) ?? NO_EMG, muscleReasons),
  };
}

/** Signals whose missing channels have the reasons that are known of them. */
function withReasons<T extends Absence>(
  signals: T,
  reasons: readonly (readonly [channel: number, reason: MissingReason | null])[],
): T {
  const channelReasons = [...signals.channelReasons];
  for (const [channel, reason] of reasons) if (reason !== null) channelReasons[channel] = missingReasonCode(reason);
  return { ...signals, channelReasons };
}
