import { SIDES, type Side } from '@emgfm/schema';
import type { CoursePlan } from './course-plan';
import { legState, phaseOn, statePose, stateTiltDeg, type LegState } from './leg-cycle';
import { hermite, monotoneCurve } from './monotone-curve';
import { plantedAnkle } from './planted-foot';
import type { SagittalPose } from './sagittal-chain';
import type { Skeleton } from './skeleton';
import { offset, type Vector } from './vector';

/** Pelvis in space: midpoint of the hip centres, heading of the path, and its own turns (radian). */
export interface PelvisPose {
  readonly centreM: Vector;
  readonly headingRad: number;
  /** Turn about the vertical against the heading, to the left positive. */
  readonly yawRad: number;
  /** Left side up positive. */
  readonly obliquityRad: number;
  /** Forward tilt. */
  readonly tiltRad: number;
}

/** A leg at a time: where it is in its cycle, and its chain of segments. */
export interface PosedLeg {
  readonly state: LegState;
  readonly pose: SagittalPose;
}

/** The upper part of a moving body as functions of time (s). */
export interface PelvisMotion {
  pelvis(timeS: number): PelvisPose;
  posedLeg(side: Side, timeS: number): PosedLeg;
}

const YAW_RAD = (4 * Math.PI) / 180;
const OBLIQUITY_RAD = (3 * Math.PI) / 180;
const SWAY_M = 0.02;
const DT_S = 0.002;
const DEG = Math.PI / 180;

/** Carries the pelvis along the path at the speed of the steps, at the height at which the standing legs hold it. */
export function pelvisMotion(plan: CoursePlan, skeleton: Skeleton): PelvisMotion {
  const { contacts, path, pelvisKnots } = plan;
  const progress = monotoneCurve(
    pelvisKnots.map(({ timeS }) => timeS),
    pelvisKnots.map(({ distanceM }) => distanceM),
  );
  const pose = (side: Side) =>
    latest((timeS: number): PosedLeg => {
      const state = legState(contacts[side], timeS);
      return { state, pose: statePose(state, skeleton) };
    });
  const posed = { left: pose('left'), right: pose('right') };
  const posedLeg = (side: Side, timeS: number): PosedLeg => posed[side](timeS);

  /** Height (m) at which the legs on the ground hold the hips; NaN in flight. */
  const heldHeightM = (timeS: number): number => {
    let weights = 0;
    let heights = 0;
    for (const side of SIDES) {
      const leg = posedLeg(side, timeS);
      if (Number.isNaN(leg.state.stanceFraction)) continue;
      const weight = load(leg.state) + 1e-9;
      weights += weight;
      heights += weight * (plantedAnkle(leg.state, leg.pose, skeleton)[2] - leg.pose.ankleUpM);
    }
    return heights / weights;
  };
  const heightM = (timeS: number): number => {
    const held = heldHeightM(timeS);
    if (!Number.isNaN(held)) return held;
    // Flight: a smooth arc from the last foot off to the next strike.
    const states = SIDES.map((side) => posedLeg(side, timeS).state);
    const beforeS = Math.max(...states.map(({ contact }) => contact.offS)) - 1e-6;
    const afterS = Math.min(...states.map(({ next }) => next.strikeS)) + 1e-6;
    const lasts = afterS - beforeS;
    const [from, to] = [heldHeightM(beforeS), heldHeightM(afterS)];
    const fromSlope = (from - heldHeightM(beforeS - DT_S)) / DT_S;
    const toSlope = (heldHeightM(afterS + DT_S) - to) / DT_S;
    return hermite((timeS - beforeS) / lasts, from, fromSlope * lasts, to, toSlope * lasts);
  };

  const pelvis = latest((timeS: number): PelvisPose => {
    const { x, y, headingRad } = path.at(progress(timeS));
    const centreM = heightM(timeS);
    const [left, right] = SIDES.map((side) => posedLeg(side, timeS).state);
    const walking = (1 - left.standing) * (1 - right.standing);
    const onLeft = walking * (load(left) - load(right));
    const turn = (leg: LegState): number => Math.cos(2 * Math.PI * phaseOn(leg.style, leg));
    return {
      centreM: offset([x, y, centreM], headingRad, 0, SWAY_M * onLeft, 0),
      headingRad,
      yawRad: (-YAW_RAD / 2) * walking * (turn(left) - turn(right)),
      obliquityRad: OBLIQUITY_RAD * onLeft,
      tiltRad: ((stateTiltDeg(left) + stateTiltDeg(right)) / 2) * DEG,
    };
  });
  return { pelvis, posedLeg };
}

/** How much a leg carries: nothing in swing and at the ends of stance, most in its middle. */
function load({ stanceFraction }: LegState): number {
  return Number.isNaN(stanceFraction) ? 0 : Math.sin(Math.PI * stanceFraction) ** 2;
}

/** A function of time that remembers its latest value: markers of one frame ask for the same moment many times. */
function latest<T>(work: (timeS: number) => T): (timeS: number) => T {
  let known: { timeS: number; value: T } | null = null;
  return (timeS) => {
    if (known?.timeS !== timeS) known = { timeS, value: work(timeS) };
    return known.value;
  };
}
