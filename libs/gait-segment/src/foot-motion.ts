import { median, quantile } from '@emgfm/emg-dsp';
import { SIDES, type ContinuousRecording, type Side } from '@emgfm/schema';
import { lowPass } from './low-pass';
import { meanPath, walkerPaths, type MarkerPath, type WalkerPaths } from './marker-paths';
import { scaledMad } from './statistics';
import { centralDifference, progressionOf, type Progression } from './progression';

/** Motion of one foot as marker detectors see it: smoothed, along the progression and vertical. */
export interface FootMotion {
  readonly side: Side;
  /** Heel ahead of the pelvis along the progression (m). */
  readonly heelAheadM: Float64Array;
  /** Toe ahead of the pelvis along the progression (m). */
  readonly toeAheadM: Float64Array;
  /** Velocity of the heel over the ground or belt, along the progression (m/s). */
  readonly heelVelocityMps: Float64Array;
  /** Velocity of the toe over the ground or belt, along the progression (m/s). */
  readonly toeVelocityMps: Float64Array;
  /** Height of heel and toe together over the pelvis, or over the floor without one (m): high in swing, on stairs too. */
  readonly liftM: Float64Array;
  /** Height of the heel (m). */
  readonly heelHeightM: Float64Array;
  /** Height of the toe (m). */
  readonly toeHeightM: Float64Array;
}

/** Motion of both feet; null for a foot without markers. */
export interface WalkerMotion {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly numSamples: number;
  readonly paths: WalkerPaths;
  readonly progression: Progression;
  /** Velocity of the surface along the progression (m/s): 0 overground, minus the belt speed on a treadmill. */
  readonly surfaceVelocityMps: number;
  /** Speed of the person over that surface (m/s); NaN where neither pelvis nor feet tell. */
  readonly walkingSpeedMps: number;
  readonly feet: { readonly [side in Side]: FootMotion | null };
}

/** A foot whose markers are this close to their lowest positions may stand (m). */
const STANDING_HEIGHT_M = 0.025;
/** A surface slower than this does not move (m/s). */
const STILL_SURFACE_MPS = 0.15;

/** Corner of the low-pass (Hz): 7 or 15 Hz move the means of the events by less than 8 ms, so noisy markers get the lower one. */
const SMOOTHING_HZ = 20;
const NOISY_SMOOTHING_HZ = 7;
/** Markers are noisy when what the higher corner takes away has a larger standard deviation (m). */
const NOISE_M = 0.002;

/** Smoothed motion of the feet relative to the pelvis; null where the recording has no foot markers. */
export function walkerMotion(recording: ContinuousRecording): WalkerMotion | null {
  const paths = walkerPaths(recording);
  if (!paths) return null;
  const progression = progressionOf(paths);
  const surfaceVelocityMps = surfaceVelocity(paths, progression);
  const feet = {
    left: footMotion(paths, progression, surfaceVelocityMps, 'left'),
    right: footMotion(paths, progression, surfaceVelocityMps, 'right'),
  };
  if (!feet.left && !feet.right) return null;
  const walkingSpeedMps = median(progression.pelvisVelocityMps) - surfaceVelocityMps;
  const { samplingRateHz, startS, numSamples } = paths;
  return { samplingRateHz, startS, numSamples, paths, progression, surfaceVelocityMps, walkingSpeedMps, feet };
}

/** Median velocity along the progression of feet that stand: both markers near their lowest positions. */
function surfaceVelocity(paths: WalkerPaths, progression: Progression): number {
  const standing: number[] = [];
  for (const side of SIDES) {
    const { heel, toe, ankle } = paths.feet[side];
    const rear = heel ?? ankle ?? toe;
    const front = toe ?? rear;
    if (!rear || !front) continue;
    const rearFloorM = quantile(rear.z, 0.05) + STANDING_HEIGHT_M;
    const frontFloorM = quantile(front.z, 0.05) + STANDING_HEIGHT_M;
    velocityAlong(rear, progression, paths.samplingRateHz).forEach((velocity, i) => {
      if (rear.z[i] < rearFloorM && front.z[i] < frontFloorM && Number.isFinite(velocity)) standing.push(velocity);
    });
  }
  const velocity = median(standing);
  return Math.abs(velocity) >= STILL_SURFACE_MPS ? velocity : 0;
}

/** Velocity of a marker in the laboratory along the progression (m/s). */
function velocityAlong(path: MarkerPath, progression: Progression, samplingRateHz: number): Float64Array {
  const vx = centralDifference(path.x, samplingRateHz);
  const vy = centralDifference(path.y, samplingRateHz);
  return vx.map((v, i) => v * progression.forwardX[i] + vy[i] * progression.forwardY[i]);
}

function footMotion(
  paths: WalkerPaths,
  progression: Progression,
  surfaceVelocityMps: number,
  side: Side,
): FootMotion | null {
  const { heel, toe, ankle } = paths.feet[side];
  const rear = heel ?? ankle ?? toe;
  const front = toe ?? ankle ?? heel;
  const reference = paths.pelvis ?? middleOfFeet(paths);
  if (!rear || !front || !reference) return null;
  const { samplingRateHz } = paths;
  const cornerHz = smoothingCornerHz(rear, samplingRateHz);
  const ahead = (path: MarkerPath): Float64Array => {
    const along = path.x.map(
      (x, i) => (x - reference.x[i]) * progression.forwardX[i] + (path.y[i] - reference.y[i]) * progression.forwardY[i],
    );
    return lowPass(along, samplingRateHz, cornerHz);
  };
  const overSurface = (path: MarkerPath): Float64Array =>
    lowPass(velocityAlong(path, progression, samplingRateHz), samplingRateHz, cornerHz).map(
      (velocity) => velocity - surfaceVelocityMps,
    );
  return {
    side,
    heelAheadM: ahead(rear),
    toeAheadM: ahead(front),
    heelVelocityMps: overSurface(rear),
    toeVelocityMps: overSurface(front),
    liftM: rear.z.map((z, i) => z + front.z[i] - 2 * (paths.pelvis?.z[i] ?? 0)),
    heelHeightM: lowPass(rear.z, samplingRateHz, cornerHz),
    toeHeightM: lowPass(front.z, samplingRateHz, cornerHz),
  };
}

/** Corner of the low-pass that the noise of a marker asks for (Hz). */
function smoothingCornerHz(path: MarkerPath, samplingRateHz: number): number {
  const smooth = lowPass(path.z, samplingRateHz, SMOOTHING_HZ);
  return scaledMad(path.z.map((z, i) => z - smooth[i])) > NOISE_M ? NOISY_SMOOTHING_HZ : SMOOTHING_HZ;
}

/** Stand-in for the pelvis: the middle between the two feet, which each foot leads and trails once per stride. */
function middleOfFeet(paths: WalkerPaths): MarkerPath | null {
  const rears = SIDES.map((side) => paths.feet[side].heel ?? paths.feet[side].ankle ?? paths.feet[side].toe);
  return rears[0] && rears[1] ? meanPath([rears[0], rears[1]]) : null;
}

/** Range of a signal without its extremes (5 to 95 %), in its unit. */
export function spread(samples: Float64Array): number {
  return quantile(samples, 0.95) - quantile(samples, 0.05);
}

/** Vertical velocity of the middle of the foot (m/s), the signal of O'Connor et al. 2007. */
export function footCentreVelocity(foot: FootMotion, samplingRateHz: number): Float64Array {
  return centralDifference(
    foot.heelHeightM.map((height, i) => (height + foot.toeHeightM[i]) / 2),
    samplingRateHz,
  );
}
