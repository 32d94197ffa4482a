import { EMG_CHANNEL_COUNT, JOINT_MOTION_COUNT, jointMotionIndex } from '@emgfm/schema';
import { fourierValue } from './fourier-shape';
import { GAIT_SHAPES, type GaitMode, type GaitShapes } from './gait-shapes';
import { INCLINE_DOWN_DEG, INCLINE_UP_DEG } from './shapes/modifiers';
import { footOriginM, sagittalPose } from './sagittal-chain';
import type { Skeleton } from './skeleton';

export const HIP_FLEXION = jointMotionIndex('hip', 'flexion');
export const KNEE_FLEXION = jointMotionIndex('knee', 'flexion');
export const ANKLE_FLEXION = jointMotionIndex('ankle', 'flexion');

/** What is asked of one stride. */
export interface StrideDemand {
  readonly mode: GaitMode;
  /** Walking backward: the curves of forward walking run in reverse. */
  readonly backward: boolean;
  /** Speed of progression (m/s), always positive. */
  readonly speedMps: number;
  readonly inclineDeg: number;
  /** Stride time (s) where it is prescribed; NaN follows from speed and leg length. */
  readonly strideTimeS: number;
  /** Factors on the excursions of the nine angles and nine moments, and on the thirteen EMG amplitudes. */
  readonly angleGains: readonly number[];
  readonly momentGains: readonly number[];
  readonly emgGains: readonly number[];
}

/** One stride as it will be walked: timing, and how the mean curves are scaled. */
export interface StrideStyle extends StrideDemand {
  readonly shapes: GaitShapes;
  readonly strideTimeS: number;
  readonly stanceShare: number;
  /** Forward tilt of the pelvis (degree) that puts the foot flat on the ground in mid-stance. */
  readonly pelvicTiltDeg: number;
  /** Heel in front of the pelvis at strike (m), negative behind. */
  readonly leadM: number;
  /** 0 = vertical force without peaks (very slow), 1 = as at the reference speed. */
  readonly forceDynamics: number;
}

/** Speed (m/s) at which the mean curves of each mode were taken. */
const REFERENCE_SPEED_MPS: Readonly<Record<GaitMode, number>> = {
  walk: 1.2,
  stair_up: 0.45,
  stair_down: 0.5,
  run: 2.8,
};

/** Step length over step rate (m per step/min) of a 0.9 m leg: constant over speed (Sekiya & Nagasaki 1998). */
const WALK_RATIO = 0.0064;

/** Change of a factor for each m/s above the reference speed: joints hip, knee, ankle. */
const ANGLE_GAIN_PER_MPS = [0.2, 0.15, 0.1];
const MOMENT_GAIN_PER_MPS = [0.45, 0.45, 0.25];

/**
 * Timing and scaling of one stride.
 *
 * Speed sets stride time (constant walk ratio, scaled with leg length), stance share (longer when slow), excursions, moments and
 * force peaks; the excursion of the hip follows from the step length that speed and stride time ask for.
 */
export function strideStyle(demand: StrideDemand, skeleton: Skeleton): StrideStyle {
  const { mode, speedMps, inclineDeg } = demand;
  const shapes = GAIT_SHAPES[mode];
  const faster = speedMps - REFERENCE_SPEED_MPS[mode];
  const strideTimeS = demand.strideTimeS > 0 ? demand.strideTimeS : preferredStrideTimeS(mode, speedMps, skeleton);
  const stanceShare =
    mode === 'walk'
      ? clamp(0.615 + 0.07 * (strideTimeS - 1.13), 0.56, 0.72)
      : clamp(shapes.stanceShare - 0.03 * faster, 0.26, 0.7);
  const scaled = (gains: readonly number[], perMps: readonly number[], least: number): number[] =>
    gains.map((gain, index) => gain * Math.max(least, 1 + (perMps[Math.floor(index / 3)] as number) * faster));
  const angleGains = scaled(demand.angleGains, ANGLE_GAIN_PER_MPS, 0.5);
  const base: StrideStyle = {
    ...demand,
    shapes,
    strideTimeS,
    stanceShare,
    angleGains,
    momentGains: scaled(demand.momentGains, MOMENT_GAIN_PER_MPS, 0.3).map(
      (gain) => gain * (1 + 0.015 * Math.max(0, inclineDeg)),
    ),
    emgGains: demand.emgGains.map((gain) => gain * Math.max(0.3, 1 + 0.35 * faster + 0.02 * Math.max(0, inclineDeg))),
    pelvicTiltDeg: 0,
    leadM: 0,
    forceDynamics: mode === 'walk' ? clamp(speedMps / 1.2, 0.1, 1.8) : 1,
  };
  // While the foot of one leg travels over the ground from phase 0 to `late`, the body advances by its share of the stride.
  const late = Math.min(0.5, shapes.stanceShare);
  const advanceM = (speedMps * strideTimeS * late * stanceShare) / shapes.stanceShare;
  const withHipGain = (gain: number): StrideStyle => {
    const gains = angleGains.slice();
    gains[HIP_FLEXION] = gain;
    const style = { ...base, backward: false, angleGains: gains };
    return { ...style, pelvicTiltDeg: flatFootTiltDeg(style) };
  };
  const excessM = (gain: number): number => {
    const style = withHipGain(gain);
    return heelForwardM(style, 0, skeleton) - heelForwardM(style, late, skeleton) - advanceM;
  };
  // On stairs the foot is carried up or down and the step is as long as the tread.
  const onStairs = mode === 'stair_up' || mode === 'stair_down';
  const hipGain = onStairs ? angleGains[HIP_FLEXION] : increasingRoot(excessM, 0.15, 2.2);
  const style = { ...withHipGain(hipGain), backward: demand.backward };
  return { ...style, leadM: heelForwardM(style, 0, skeleton) };
}

/** Phase of the mean curves that belongs to a phase of a stride; walking backward they run from foot off to heel strike. */
export function shapePhase(style: StrideStyle, phase: number): number {
  return style.backward ? style.shapes.stanceShare - phase : phase;
}

/** Angle (degree) of one joint motion at a phase of the mean curves' own cycle, without the person's zero shift. */
export function styleAngleDeg(style: StrideStyle, jointMotion: number, phase: number): number {
  const shape = style.shapes.anglesDeg[jointMotion];
  const at = shapePhase(style, phase);
  let angle = shape.mean + style.angleGains[jointMotion] * (fourierValue(shape, at) - shape.mean);
  if (style.inclineDeg !== 0) {
    const change = (style.inclineDeg > 0 ? INCLINE_UP_DEG : INCLINE_DOWN_DEG)[jointMotion];
    angle += (Math.abs(style.inclineDeg) / 10) * fourierValue(change, at);
  }
  return angle;
}

/** Internal moment (N·m/kg) of one joint motion at a phase. */
export function styleMomentNmPerKg(style: StrideStyle, jointMotion: number, phase: number): number {
  return (
    style.momentGains[jointMotion] * fourierValue(style.shapes.momentsNmPerKg[jointMotion], shapePhase(style, phase))
  );
}

/** EMG envelope of one channel at a phase: share of the burst maximum at the reference speed, never below rest. */
export function styleEnvelope(style: StrideStyle, channel: number, phase: number): number {
  return (
    style.emgGains[channel] *
    Math.max(RESTING_ENVELOPE, fourierValue(style.shapes.emg[channel], shapePhase(style, phase)))
  );
}

/** EMG envelope of a muscle at rest (share of the burst maximum). */
export const RESTING_ENVELOPE = 0.015;

/** Neutral gains: the mean person. */
export const NEUTRAL_JOINT_GAINS: readonly number[] = new Array<number>(JOINT_MOTION_COUNT).fill(1);
export const NEUTRAL_EMG_GAINS: readonly number[] = new Array<number>(EMG_CHANNEL_COUNT).fill(1);

function preferredStrideTimeS(mode: GaitMode, speedMps: number, skeleton: Skeleton): number {
  if (mode === 'run') return clamp(0.74 - 0.03 * (speedMps - 2.8), 0.55, 0.85);
  // Stairs: speed over treads of 0.29 m.
  if (mode !== 'walk') return clamp(0.58 / speedMps, 0.7, 4);
  const walkRatio = WALK_RATIO * (skeleton.legM / 0.9) ** 1.5;
  return 120 / Math.sqrt((60 * speedMps) / walkRatio);
}

function flatFootTiltDeg(style: StrideStyle): number {
  const phase = 0.4 * style.shapes.stanceShare;
  return (
    styleAngleDeg(style, HIP_FLEXION, phase) -
    styleAngleDeg(style, KNEE_FLEXION, phase) +
    styleAngleDeg(style, ANKLE_FLEXION, phase) -
    style.inclineDeg
  );
}

function heelForwardM(style: StrideStyle, phase: number, skeleton: Skeleton): number {
  const pose = sagittalPose(
    styleAngleDeg(style, HIP_FLEXION, phase) - style.pelvicTiltDeg,
    styleAngleDeg(style, KNEE_FLEXION, phase),
    styleAngleDeg(style, ANKLE_FLEXION, phase),
    skeleton,
  );
  return footOriginM(pose, skeleton);
}

/** Root of a function that grows with its argument, or the end of the interval that is nearest to one. */
function increasingRoot(f: (x: number) => number, least: number, greatest: number): number {
  let low = least;
  let high = greatest;
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function clamp(value: number, least: number, greatest: number): number {
  return Math.max(least, Math.min(greatest, value));
}
