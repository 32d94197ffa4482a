import { quantile } from '@emgfm/emg-dsp';
import { oppositeSide, type Side } from '@emgfm/schema';
import type { MarkerPath, WalkerPaths } from './marker-paths';

/** x and y on the floor (m). */
export type FloorPoint = readonly [number, number];

/** Corners of a plate (m), in order around it. */
export type PlateCorners = readonly (readonly [number, number, number])[];

/** Height of a foot above its own lowest position below which it may stand (m). */
const GROUND_CLEARANCE_M = 0.06;
/** Two feet that stand on the same ground or belt differ in horizontal velocity by less than this (m/s). */
const STANDING_MPS = 0.35;
/** How far a marker may lie outside the plate before the hit is called partial (m). */
const PLATE_MARGIN_M = 0.02;

/** Is a point inside a convex polygon, or outside by at most `margin` (m)? */
export function isInside(corners: PlateCorners, [x, y]: FloorPoint, margin: number): boolean {
  const [cx, cy] = [0, 1].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
  return corners.every(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    const length = Math.hypot(bx - ax, by - ay);
    const signed = (px: number, py: number): number => ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / length;
    return signed(x, y) * Math.sign(signed(cx, cy)) >= -margin;
  });
}

/** Markers of a foot from heel to toe. */
function footMarkers(paths: WalkerPaths, side: Side): MarkerPath[] {
  const { heel, toe, ankle } = paths.feet[side];
  const markers = [heel ?? ankle, toe ?? ankle].filter((path) => path !== null);
  return markers[0] === markers[1] ? markers.slice(0, 1) : markers;
}

function sampleAt(paths: WalkerPaths, timeS: number): number {
  const sample = Math.round((timeS - paths.startS) * paths.samplingRateHz);
  return sample >= 0 && sample < paths.numSamples ? sample : NaN;
}

/** Distance (m) on the floor from a point to the line between heel and toe; NaN where the foot is hidden. */
export function distanceToFoot(paths: WalkerPaths, side: Side, timeS: number, [px, py]: FloorPoint): number {
  const i = sampleAt(paths, timeS);
  const seen = footMarkers(paths, side).filter((path) => Number.isFinite(path.x[i]));
  if (seen.length === 0) return NaN;
  const [rear, front] = [seen[0], seen.at(-1)!];
  const [ax, ay] = [rear.x[i], rear.y[i]];
  const [dx, dy] = [front.x[i] - ax, front.y[i] - ay];
  const lengthSquared = dx * dx + dy * dy;
  const along = lengthSquared > 0 ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / lengthSquared)) : 0;
  return Math.hypot(px - ax - along * dx, py - ay - along * dy);
}

/**
 * Time (s) between `fromS` and `toS` for which a foot stands on a plate on which the other foot stands too: low, over the plate, and
 * moving like the other foot, which tells standing from swinging over it also on a belt.
 */
export function standsOn(corners: PlateCorners, paths: WalkerPaths, side: Side, fromS: number, toS: number): number {
  const own = footMarkers(paths, side);
  const other = footMarkers(paths, oppositeSide(side));
  if (own.length === 0 || other.length === 0) return 0;
  const floorM = own.map((path) => quantile(path.z, 0.05));
  const half = Math.max(1, Math.round(0.02 * paths.samplingRateHz));
  const velocity = (path: MarkerPath, i: number): FloorPoint => {
    const perSecond = paths.samplingRateHz / (2 * half);
    return [(path.x[i + half] - path.x[i - half]) * perSecond, (path.y[i + half] - path.y[i - half]) * perSecond];
  };
  let samples = 0;
  const last = sampleAt(paths, toS) || paths.numSamples - 1;
  for (let i = sampleAt(paths, fromS) || 0; i <= last; i += 1) {
    const standing = own.some((path, k) => {
      if (!(path.z[i] < floorM[k] + GROUND_CLEARANCE_M) || !isInside(corners, [path.x[i], path.y[i]], 0)) return false;
      const [vx, vy] = velocity(path, i);
      return other.some((mate) => {
        const [ux, uy] = velocity(mate, i);
        return Math.hypot(vx - ux, vy - uy) < STANDING_MPS;
      });
    });
    if (standing) samples += 1;
  }
  return samples / paths.samplingRateHz;
}

/** Does a foot reach over the edge of the plates it stands on? False where it is hidden. */
export function standsBeside(areas: readonly PlateCorners[], paths: WalkerPaths, side: Side, timeS: number): boolean {
  const i = sampleAt(paths, timeS);
  return footMarkers(paths, side).some(
    (path) =>
      Number.isFinite(path.x[i]) && !areas.some((corners) => isInside(corners, [path.x[i], path.y[i]], PLATE_MARGIN_M)),
  );
}
