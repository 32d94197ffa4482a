import { SIDES } from '@emgfm/schema';
import { difference, type MarkerPath, type WalkerPaths } from './marker-paths';

/** Where a person is heading at every sample of the markers. */
export interface Progression {
  /** Unit vector of progression in the horizontal plane; NaN where it is unknown. */
  readonly forwardX: Float64Array;
  readonly forwardY: Float64Array;
  /** Direction of progression (rad, counter-clockwise from +x, unwrapped); NaN where it is unknown. */
  readonly headingRad: Float64Array;
  /** Velocity of the pelvis along the facing direction (m/s, mean over a window); negative = backward; NaN where unknown. */
  readonly pelvisVelocityMps: Float64Array;
}

/** Window over which direction and velocity are averaged (s): about one stride, so that sway and the swing of the feet cancel. */
const WINDOW_S = 1.1;
/** Weight of the facing direction against the velocity (m/s): decides on a treadmill, hardly counts overground. */
const FACING_WEIGHT_MPS = 0.3;
/** Length (m) that makes the pelvis count about as much as one foot in the facing direction. */
const PELVIS_WEIGHT_M = 0.2;

/**
 * Direction of progression at every sample. It is the velocity of the pelvis where the person gets somewhere, and the direction
 * that feet and pelvis face where not (treadmill), blended by their sizes, in a moving window of about one stride so that it
 * follows a turn. Without facing information (no toe, no pelvis axis) the velocity alone decides.
 */
export function progressionOf(paths: WalkerPaths): Progression {
  const { numSamples, samplingRateHz } = paths;
  const half = Math.round((WINDOW_S / 2) * samplingRateHz);
  const zeros = (): Float64Array => new Float64Array(numSamples);
  const facing = { x: zeros(), y: zeros() };
  const add = (x: (i: number) => number, y: (i: number) => number): void => {
    for (let i = 0; i < numSamples; i += 1) {
      const [dx, dy] = [x(i), y(i)];
      if (!Number.isFinite(dx + dy)) continue;
      facing.x[i] += dx;
      facing.y[i] += dy;
    }
  };
  for (const side of SIDES) {
    const { heel, toe, ankle } = paths.feet[side];
    const rear = heel ?? ankle;
    if (!rear || !toe) continue;
    const foot = difference(toe, rear);
    add(
      (i) => foot.x[i],
      (i) => foot.y[i],
    );
  }
  const axis = paths.pelvisAxis;
  if (axis) {
    const scale = (i: number): number => PELVIS_WEIGHT_M / Math.hypot(axis.x[i], axis.y[i]);
    add(
      (i) => -axis.y[i] * scale(i),
      (i) => axis.x[i] * scale(i),
    );
  }
  const velocity = bodyVelocity(paths);
  const mean = { vx: movingMean(velocity.x, half), vy: movingMean(velocity.y, half) };
  const face = { x: movingMean(facing.x, half), y: movingMean(facing.y, half) };
  const forwardX = zeros();
  const forwardY = zeros();
  const headingRad = zeros();
  const pelvisVelocityMps = zeros();
  let turns = 0;
  let previous = NaN;
  for (let i = 0; i < numSamples; i += 1) {
    const faceLength = Math.hypot(face.x[i], face.y[i]);
    const [fx, fy] = faceLength > 1e-3 ? [face.x[i] / faceLength, face.y[i] / faceLength] : [0, 0];
    const [vx, vy] = [mean.vx[i] || 0, mean.vy[i] || 0];
    const along = faceLength > 1e-3 ? vx * fx + vy * fy : Math.hypot(vx, vy);
    pelvisVelocityMps[i] = along;
    // Walking backward moves against the facing direction: the axis stays, the sign is kept in the velocity.
    const sign = along < 0 ? -1 : 1;
    const x = sign * vx + FACING_WEIGHT_MPS * fx;
    const y = sign * vy + FACING_WEIGHT_MPS * fy;
    const length = Math.hypot(x, y);
    forwardX[i] = length > 0.05 ? x / length : NaN;
    forwardY[i] = length > 0.05 ? y / length : NaN;
    const angle = Math.atan2(forwardY[i], forwardX[i]);
    if (Number.isFinite(angle) && Number.isFinite(previous)) {
      if (angle - previous > Math.PI) turns -= 1;
      else if (angle - previous < -Math.PI) turns += 1;
    }
    if (Number.isFinite(angle)) previous = angle;
    headingRad[i] = angle + 2 * Math.PI * turns;
  }
  return { forwardX, forwardY, headingRad, pelvisVelocityMps };
}

/** Largest change of heading (degree) between two times; NaN where the heading is unknown. */
export function headingChangeDeg(paths: WalkerPaths, progression: Progression, startS: number, endS: number): number {
  const last = paths.numSamples - 1;
  const sample = (timeS: number): number =>
    Math.min(last, Math.max(0, Math.round((timeS - paths.startS) * paths.samplingRateHz)));
  let [low, high] = [Infinity, -Infinity];
  for (let i = sample(startS); i <= sample(endS); i += 1) {
    if (!Number.isFinite(progression.headingRad[i])) continue;
    low = Math.min(low, progression.headingRad[i]);
    high = Math.max(high, progression.headingRad[i]);
  }
  return high >= low ? ((high - low) * 180) / Math.PI : NaN;
}

/** Velocity of the pelvis, or of the middle of the foot markers where there is no pelvis (m/s, central differences). */
function bodyVelocity(paths: WalkerPaths): { x: Float64Array; y: Float64Array } {
  const feet = SIDES.flatMap((side) => Object.values(paths.feet[side])).filter(
    (path): path is MarkerPath => path !== null,
  );
  const sources = paths.pelvis ? [paths.pelvis] : feet;
  const velocityOf = (axis: 'x' | 'y'): Float64Array => {
    const each = sources.map((path) => centralDifference(path[axis], paths.samplingRateHz));
    return Float64Array.from({ length: paths.numSamples }, (_, i) => {
      const known = each.map((velocity) => velocity[i]).filter((value) => Number.isFinite(value));
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    });
  };
  return { x: velocityOf('x'), y: velocityOf('y') };
}

/** First derivative by central differences, one-sided at the ends; NaN beside a gap. */
export function centralDifference(samples: Float64Array, samplingRateHz: number): Float64Array {
  const last = samples.length - 1;
  return samples.map((_, i) => {
    const before = Math.max(0, i - 1);
    const after = Math.min(last, i + 1);
    return after > before ? ((samples[after] - samples[before]) * samplingRateHz) / (after - before) : NaN;
  });
}

/** Mean of the finite samples within `half` samples on both sides; NaN where there is none. */
export function movingMean(samples: Float64Array, half: number): Float64Array {
  const sums = new Float64Array(samples.length + 1);
  const counts = new Uint32Array(samples.length + 1);
  samples.forEach((value, i) => {
    const known = Number.isFinite(value);
    sums[i + 1] = sums[i] + (known ? value : 0);
    counts[i + 1] = counts[i] + (known ? 1 : 0);
  });
  return samples.map((_, i) => {
    const from = Math.max(0, i - half);
    const to = Math.min(samples.length, i + half + 1);
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}
