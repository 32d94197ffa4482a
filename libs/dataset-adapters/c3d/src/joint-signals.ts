import type { C3dPoint, C3dRecording } from '@emgfm/c3d';
import {
  type Decision,
  type GaitEvent,
  JOINT_MOTION_COUNT,
  jointMotionIndex,
  type JointSignals,
  missingReasonCode,
  type MissingReason,
  type MissingReasonCode,
  type Side,
  SIDES,
  signalBlock,
} from '@emgfm/schema';
import type { C3dMapping } from './mapping';
import { decideMomentConvention, measuredByForce, measuredByMoment, type Stance, stancesOf } from './moments';
import { groundForcePoint, type ModelRow, modelOutputsOf } from './signals';

/** The path of one component of a point [frame]; NaN where the point is invalid or the model gave exact zeros. */
export function componentRow(file: C3dRecording, point: C3dPoint, component: 'x' | 'y' | 'z'): Float64Array {
  const { frameCount, coordinates } = file;
  const at = (axis: number): number => (point.index * 3 + axis) * frameCount;
  const start = at('xyz'.indexOf(component));
  const row = Float64Array.from(coordinates.subarray(start, start + frameCount));
  const [x, y, z] = [at(0), at(1), at(2)];
  for (let i = 0; i < frameCount; i += 1) {
    // some writers store "not computed" as a valid point at the origin
    if (coordinates[x + i] === 0 && coordinates[y + i] === 0 && coordinates[z + i] === 0) row[i] = NaN;
  }
  return row;
}

/** Joint angles of both legs in degree. */
export function angleSignals(file: C3dRecording, mapping: C3dMapping): Record<Side, JointSignals | null> {
  const { angles } = modelOutputsOf(file, mapping);
  const leg = (side: Side): JointSignals | null =>
    jointBlock(
      file,
      angles.filter((row) => row.side === side),
      (row) => componentRow(file, row.point, row.component).map((value) => value * row.factor * degreesPer(row.point)),
      'gap',
    );
  return { left: leg('left'), right: leg('right') };
}

function degreesPer(point: C3dPoint): number {
  return /^rad/i.test(point.unit.trim()) ? 180 / Math.PI : 1;
}

/** A stretch of a trial in seconds. */
export interface TimeSpan {
  readonly startS: number;
  readonly endS: number;
}

/** Moments of both legs, with what was decided and what the user should know. */
export interface MomentsOfFile {
  readonly legs: Readonly<Record<Side, JointSignals | null>>;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/**
 * Internal joint moments of both legs in N·m/kg. A stance that no plate measured becomes NaN, reason "not measurable": inverse
 * dynamics without the ground force gives numbers near zero there, not moments.
 */
export function momentSignals(
  file: C3dRecording,
  mapping: C3dMapping,
  context: { events: readonly GaitEvent[]; spoiltContacts: readonly TimeSpan[]; massKg: number },
): MomentsOfFile {
  const { moments } = modelOutputsOf(file, mapping);
  if (moments.length === 0) return { legs: { left: null, right: null }, decisions: [], notes: [] };
  const ankles = SIDES.map((side) => ankleFlexion(file, moments, side));
  const greatest = Math.max(0, ...ankles.map((row) => (row === null ? 0 : greatestSize(row))));
  const stances = SIDES.map((side, i) => momentStances(file, side, context, ankles[i] ?? null, greatest));
  const extremes = stances.flatMap((own, i) => {
    const row = ankles[i];
    return row ? own.filter(({ measured }) => measured).map((stance) => signedExtreme(row, stance)) : [];
  });
  const statedUnit = moments[0]?.point.unit.trim() ?? '';
  const convention = decideMomentConvention(extremes, { statedUnit, massKg: context.massKg, mapping });
  if (convention.factor === null) {
    const reason: MissingReason = extremes.length === 0 ? 'notMeasurable' : 'unresolvedConvention';
    const leg = (side: Side): JointSignals | null =>
      missingBlock(
        file,
        moments.filter((row) => row.side === side),
        reason,
      );
    return {
      legs: { left: leg('left'), right: leg('right') },
      decisions: [],
      notes: [`moments not used: ${convention.why}`],
    };
  }
  const unmeasured = stances.flat().filter(({ measured }) => !measured).length;
  const leg = (side: Side): JointSignals | null => {
    const own = stances[SIDES.indexOf(side)] as Stance[];
    const convert = (row: ModelRow): Float64Array => {
      const samples = componentRow(file, row.point, row.component).map(
        (value) => value * row.factor * convention.factor,
      );
      for (const { measured, startSample, endSample } of own) {
        // the sample at the strike is still swing: a stride that ends there keeps it
        if (!measured) samples.fill(NaN, startSample === 0 ? 0 : startSample + 1, endSample);
      }
      return samples;
    };
    return jointBlock(
      file,
      moments.filter((row) => row.side === side),
      convert,
      'notMeasurable',
    );
  };
  return {
    legs: { left: leg('left'), right: leg('right') },
    decisions: convention.decisions,
    notes: unmeasured > 0 ? [`${unmeasured} stance(s) without a plate of their own: moments missing there`] : [],
  };
}

function ankleFlexion(file: C3dRecording, moments: readonly ModelRow[], side: Side): Float64Array | null {
  const row = moments.find((own) => own.side === side && own.joint === 'ankle' && own.motion === 'flexion');
  return row === undefined ? null : componentRow(file, row.point, row.component).map((value) => value * row.factor);
}

/** Overlap (s) of a stance with a spoilt contact from which its moments are not to be trusted. */
const SPOILT_OVERLAP_S = 0.05;

/**
 * Stances of one foot; without events the whole trial counts as one. A stance is measured where a plate carried this foot alone: a
 * plate that both feet load, or that the foot only half hits, gives forces that belong to no one foot.
 */
function momentStances(
  file: C3dRecording,
  side: Side,
  context: { events: readonly GaitEvent[]; spoiltContacts: readonly TimeSpan[] },
  ankle: Float64Array | null,
  greatestMoment: number,
): Stance[] {
  const force = groundForcePoint(file, side);
  const loaded =
    force !== null
      ? measuredByForce(forceSize(file, force))
      : ankle !== null
        ? measuredByMoment(ankle, greatestMoment)
        : () => false;
  const samplingRateHz = file.pointRateHz;
  const spoilt = (startSample: number, endSample: number): boolean =>
    context.spoiltContacts.some(
      ({ startS, endS }) =>
        Math.min(endS, endSample / samplingRateHz) - Math.max(startS, startSample / samplingRateHz) > SPOILT_OVERLAP_S,
    );
  const series = { samplingRateHz, numSamples: file.frameCount };
  const measured = (startSample: number, endSample: number): boolean =>
    loaded(startSample, endSample) && !spoilt(startSample, endSample);
  const stances = stancesOf(context.events, side, series, measured);
  if (stances.length > 0) return stances;
  const anywhere = ankle !== null && measuredByMoment(ankle, greatestMoment)(0, file.frameCount);
  return [{ startSample: 0, endSample: file.frameCount, measured: anywhere }];
}

function forceSize(file: C3dRecording, point: C3dPoint): Float64Array {
  const [x, y, z] = (['x', 'y', 'z'] as const).map((component) => componentRow(file, point, component));
  return Float64Array.from(x as Float64Array, (value, i) =>
    Math.hypot(value, (y as Float64Array)[i] as number, (z as Float64Array)[i] as number),
  );
}

function greatestSize(row: Float64Array): number {
  return row.reduce((size, value) => (Math.abs(value) > size ? Math.abs(value) : size), 0);
}

function signedExtreme(row: Float64Array, { startSample, endSample }: Stance): number {
  return row
    .subarray(startSample, endSample)
    .reduce((extreme, value) => (Math.abs(value) > Math.abs(extreme) ? value : extreme), 0);
}

function jointBlock(
  file: C3dRecording,
  rows: readonly ModelRow[],
  convert: (row: ModelRow) => Float64Array,
  gapReason: MissingReason,
): JointSignals | null {
  if (rows.length === 0) return null;
  const channels: (Float64Array | null)[] = new Array(JOINT_MOTION_COUNT).fill(null);
  const channelReasons: MissingReasonCode[] = new Array(JOINT_MOTION_COUNT).fill(missingReasonCode('notInTrial'));
  for (const row of rows) {
    const index = jointMotionIndex(row.joint, row.motion);
    const samples = convert(row);
    const anyFinite = samples.some(Number.isFinite);
    channels[index] = anyFinite ? samples : null;
    channelReasons[index] = missingReasonCode(anyFinite ? 'present' : gapReason);
  }
  const timing = { samplingRateHz: file.pointRateHz, startS: 0, numSamples: file.frameCount };
  return { ...signalBlock(channels, timing), channelReasons, gapReason: missingReasonCode(gapReason) };
}

function missingBlock(file: C3dRecording, rows: readonly ModelRow[], reason: MissingReason): JointSignals | null {
  return jointBlock(file, rows, () => new Float64Array(file.frameCount).fill(NaN), reason);
}
