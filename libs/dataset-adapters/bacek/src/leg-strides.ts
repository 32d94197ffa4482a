import { emgSignals, type JointColumn, jointSignals } from '@emgfm/adapter-kit';
import {
  type Absence,
  type DropReason,
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  type FurtherSignals,
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
import { ANGLES, ANKLE, FORCES, GROUND_FORCE, MUSCLES, SIDE_NAMES } from './channels';
import type { CycleMatrix } from './cycle-matrix';
import type { ForceFactors } from './decisions';
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
  readonly forceFactors: ForceFactors;
  /** At the strikes of which foot the cycles of the right leg begin; null where that is not known. */
  readonly rightForceStart: Side | null;
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

const NO_JOINTS: JointSignals = {
  ...signalBlock(new Array(JOINT_MOTION_COUNT).fill(null), GRID),
  ...absent(JOINT_MOTION_COUNT),
};
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
      field: mechanicsField(column, side),
      matrix: mechanics.angle(column, side),
      start: isLeft ? side : facts.rightAngleStart,
      rejected: null,
    })),
    ...FORCES.map((column, component) => ({
      field: mechanicsField(column, side),
      matrix: mechanics.force(column, side),
      start: isLeft ? side : facts.rightForceStart,
      rejected: Number.isNaN(facts.forceFactors[side][component]) ? ('unresolvedConvention' as const) : null,
    })),
    ...MUSCLES.map(({ column }) => ({
      field: muscleField(column, side),
      matrix: emg.muscle(column, side),
      start: isLeft ? side : facts.rightEmgStart,
      rejected: emg.signalToNoise(column, side) < facts.leastSignalToNoise ? ('sensorQuality' as const) : null,
    })),
  ];
}

/** `Hip_Left`, `V_Left`. */
function mechanicsField(column: string, side: Side): string {
  return `${column}_${SIDE_NAMES[side]}`;
}

/** `Left_VastLat`. */
function muscleField(column: string, side: Side): string {
  return `${SIDE_NAMES[side]}_${column}`;
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
  { ankleFactor, forceFactors }: PersonFacts,
): LegSignals {
  const read = (field: string): Float64Array | null => {
    const own = columns.get(field);
    return own !== undefined && 'read' in own ? own.read(time) : null;
  };
  const whyMissing = (field: string): MissingReason => {
    const own = columns.get(field);
    if (own === undefined || 'missing' in own) return own?.missing ?? 'notInTrial';
    return own.read(time).some(Number.isFinite) ? 'sensorQuality' : 'gap';
  };
  const table: readonly JointColumn[] = ANGLES.map((row) =>
    row.column === ANKLE ? { ...row, factor: row.factor * ankleFactor } : row,
  );
  const angles = jointSignals(table, (column) => read(mechanicsField(column, side)), GRID) ?? NO_JOINTS;
  const emg = emgSignals(MUSCLES, (column) => read(muscleField(column, side)), EMG_DESCRIPTION) ?? NO_EMG;
  const force = groundForce(
    FORCES.map((column) => read(mechanicsField(column, side))),
    forceFactors[side],
    time.startS,
  );
  const angleFields = ANGLES.map(
    ({ joint, motion, column }) => [jointMotionIndex(joint, motion), mechanicsField(column, side)] as const,
  );
  const muscleFields = MUSCLES.map(
    ({ channel, column }) => [emgChannelIndex(channel), muscleField(column, side)] as const,
  );
  const forceFields = FORCES.map((column, component) => [component, mechanicsField(column, side)] as const);
  return {
    angles: withReasons(angles, angleFields, whyMissing),
    moments: NO_JOINTS,
    emg: withReasons(emg, muscleFields, whyMissing),
    further: [withReasons(force, forceFields, whyMissing)],
  };
}

/** The force of the ground, in N/kg; no frame where every component is missing. */
function groundForce(
  components: readonly (Float64Array | null)[],
  factors: readonly number[],
  startS: number,
): FurtherSignals {
  const points = components.find((component) => component !== null)?.length ?? 0;
  const frames = new Float32Array(points * components.length).fill(NaN);
  components.forEach((component, i) =>
    component?.forEach((force, point) => (frames[point * components.length + i] = force * factors[i])),
  );
  const channelReasons = components.map((component) =>
    missingReasonCode(component === null ? 'notInTrial' : 'present'),
  );
  const gapReason = missingReasonCode('gap');
  return { modality: GROUND_FORCE, frames, samplingRateHz: NaN, startS, channelReasons, gapReason };
}

/** Reasons that a channel has before it is known why it is missing. */
const UNEXPLAINED = [missingReasonCode('notInDataset'), missingReasonCode('notInTrial')];

/** Signals whose missing channels have the reasons that are known of them. */
function withReasons<T extends Absence>(
  signals: T,
  fields: readonly (readonly [channel: number, field: string])[],
  whyMissing: (field: string) => MissingReason,
): T {
  const channelReasons = [...signals.channelReasons];
  for (const [channel, field] of fields) {
    if (UNEXPLAINED.includes(channelReasons[channel])) channelReasons[channel] = missingReasonCode(whyMissing(field));
  }
  return { ...signals, channelReasons };
}
