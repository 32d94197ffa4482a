import { SIDES, type Side } from '@emgfm/schema';
import type { Contact, CoursePlan } from './course-plan';
import { legState, phaseOn, smoothStep, statePose, stateTiltDeg, type LegState } from './leg-cycle';
import { hermite, monotoneCurve } from './monotone-curve';
import type { SagittalPose } from './sagittal-chain';
import type { Skeleton } from './skeleton';

/** A point in space: forward, left, up (m). */
export type Point = readonly [number, number, number];

/** Pelvis in space: midpoint of the hip centres, heading of the path, and its own turns (radian). */
export interface PelvisPose {
  readonly centreM: Point;
  readonly headingRad: number;
  /** Turn about the vertical against the heading, to the left positive. */
  readonly yawRad: number;
  /** Left side up positive. */
  readonly obliquityRad: number;
  /** Forward tilt. */
  readonly tiltRad: number;
}

/** One leg in space. */
export interface LegPose {
  readonly hipM: Point;
  readonly kneeM: Point;
  readonly ankleM: Point;
  /** Toes up positive (radian). */
  readonly footPitchRad: number;
  readonly footHeadingRad: number;
}

/** Motion of the body as functions of time (s). */
export interface BodyMotion {
  pelvis(timeS: number): PelvisPose;
  leg(side: Side, timeS: number): LegPose;
}

const YAW_RAD = (4 * Math.PI) / 180;
const OBLIQUITY_RAD = (3 * Math.PI) / 180;
const SWAY_M = 0.02;
/** Share of the correction of the ankle that the knee follows. */
const KNEE_SHARE = 0.5;
const CLEARANCE_M = 0.012;
/** Fraction of stance from which the foot rolls over the toes. */
const ROLL_OFF = 0.95;
const GREATEST_ROLL_OFF_M = 0.05;

interface RollOff {
  readonly forward: number;
  readonly up: number;
}
const DT_S = 0.002;

/**
 * Moves a body over the planned contacts.
 *
 * The leg is a chain of thigh, shank and foot with the joint angles of the moment. The pelvis follows the path at the speed of the steps,
 * at the height at which the standing legs carry it. What then is left between the chain's ankle and the ankle of the planted foot (a
 * centimetre or two, as with soft tissue on a real leg) is added to the ankle, fading over swing into that of the next
 * contact, so that a foot on the ground does not slide and no marker jumps.
 */
export function bodyMotion(plan: CoursePlan, skeleton: Skeleton): BodyMotion {
  const { contacts, path, pelvisKnots } = plan;
  const progress = monotoneCurve(
    pelvisKnots.map(({ timeS }) => timeS),
    pelvisKnots.map(({ distanceM }) => distanceM),
  );
  const state = (side: Side, timeS: number): LegState => legState(contacts[side], timeS);

  const supportedHeightM = (timeS: number): { heightM: number; support: number } => {
    let support = 0;
    let sum = 0;
    for (const side of SIDES) {
      const leg = state(side, timeS);
      if (Number.isNaN(leg.stanceFraction)) continue;
      const pose = statePose(leg, skeleton);
      const weight = Math.sin(Math.PI * leg.stanceFraction) ** 2 + 1e-9;
      support += weight;
      sum += weight * (plantedAnkle(leg, pose, skeleton)[2] - pose.ankleUpM);
    }
    return { heightM: sum / support, support };
  };
  const pelvisHeightM = (timeS: number): number => {
    const { heightM, support } = supportedHeightM(timeS);
    if (support > 0) return heightM;
    // Flight: a smooth arc from the last foot off to the next strike.
    const legs = SIDES.map((side) => state(side, timeS));
    const offS = Math.max(...legs.map((leg) => leg.contact.offS));
    const strikeS = Math.min(...legs.map((leg) => leg.next.strikeS));
    const [before, after] = [offS - 1e-6, strikeS + 1e-6];
    const slope = (at: number, step: number): number =>
      (supportedHeightM(at + step).heightM - supportedHeightM(at).heightM) / step;
    const lasts = after - before;
    const [from, to] = [supportedHeightM(before).heightM, supportedHeightM(after).heightM];
    return hermite((timeS - before) / lasts, from, slope(before, -DT_S) * lasts, to, slope(after, DT_S) * lasts);
  };

  const pelvis = (timeS: number): PelvisPose => {
    const point = path.at(progress(timeS));
    const left = state('left', timeS);
    const right = state('right', timeS);
    const walking = (1 - left.standing) * (1 - right.standing);
    const lift = supportShift(left, right);
    const turn = 2 * Math.PI;
    const sway = SWAY_M * lift * walking;
    return {
      centreM: [
        point.x - sway * Math.sin(point.headingRad),
        point.y + sway * Math.cos(point.headingRad),
        pelvisHeightM(timeS),
      ],
      headingRad: point.headingRad,
      yawRad:
        (-YAW_RAD / 2) *
        walking *
        (Math.cos(turn * phaseOn(left.style, left)) - Math.cos(turn * phaseOn(right.style, right))),
      obliquityRad: OBLIQUITY_RAD * lift * walking,
      tiltRad: ((stateTiltDeg(left) + stateTiltDeg(right)) / 2) * (Math.PI / 180),
    };
  };

  const hipOf = (side: Side, { centreM, headingRad, yawRad }: PelvisPose): Point => {
    const outward = side === 'left' ? skeleton.hipHalfWidthM : -skeleton.hipHalfWidthM;
    const direction = headingRad + yawRad;
    return [centreM[0] - outward * Math.sin(direction), centreM[1] + outward * Math.cos(direction), centreM[2]];
  };
  const chainAnkle = (hip: Point, pose: SagittalPose, headingRad: number): Point =>
    offset(hip, pose.ankleForwardM, pose.ankleUpM, headingRad);

  /** Planted ankle less chain ankle, in stance. */
  const gap = (side: Side, leg: LegState, timeS: number): Point => {
    const pose = statePose(leg, skeleton);
    const body = pelvis(timeS);
    return difference(plantedAnkle(leg, pose, skeleton), chainAnkle(hipOf(side, body), pose, body.headingRad));
  };
  /** How far the foot rolls over the toes: forward and up to where the chain has the ankle, never back or down. */
  const rollOff = remembered((contact: Contact, atStrike: boolean): RollOff => {
    const timeS = atStrike ? contact.strikeS + 1e-7 : contact.offS - 1e-7;
    const [x, y, z] = gap(contact.side, state(contact.side, timeS), timeS);
    const share = (behindM: number): number => (behindM >= 0 ? 0 : Math.min(1, GREATEST_ROLL_OFF_M / -behindM));
    const forward = x * Math.cos(contact.pathHeadingRad) + y * Math.sin(contact.pathHeadingRad);
    return { forward: share(forward), up: share(z) };
  });
  /** What is added to the ankle of the chain, in stance. */
  const residual = (side: Side, timeS: number): Point => {
    const leg = state(side, timeS);
    const full = gap(side, leg, timeS);
    const rolled = smoothStep((stanceShapeFraction(leg) - ROLL_OFF) / (1 - ROLL_OFF));
    if (rolled === 0) return full;
    const { forward, up } = rollOff(leg.contact, leg.style.backward);
    const [c, s] = [Math.cos(leg.contact.pathHeadingRad), Math.sin(leg.contact.pathHeadingRad)];
    const behindM = rolled * forward * (full[0] * c + full[1] * s);
    return [full[0] - behindM * c, full[1] - behindM * s, full[2] * (1 - rolled * up)];
  };
  /** The same and its rate of change, at the strike or the foot off of a contact. */
  const edge = remembered((contact: Contact, atStrike: boolean): { value: Point; perS: Point } => {
    const [at, inside] = atStrike ? [contact.strikeS + 1e-7, DT_S] : [contact.offS - 1e-7, -DT_S];
    const value = residual(contact.side, at);
    const further = residual(contact.side, at + inside);
    return { value, perS: difference(further, value).map((d) => d / inside) as unknown as Point };
  });

  const swingLeg = (side: Side, leg: LegState, timeS: number, withLift: boolean): LegPose => {
    const { contact, next } = leg;
    const lasts = next.strikeS - contact.offS;
    const swing = (timeS - contact.offS) / lasts;
    const from = edge(contact, false);
    const to = edge(next, true);
    const correction = [0, 1, 2].map((axis) =>
      hermite(swing, from.value[axis], from.perS[axis] * lasts, to.value[axis], to.perS[axis] * lasts),
    ) as unknown as [number, number, number];
    if (withLift) correction[2] += swingLiftM(contact) * Math.sin(Math.PI * swing) ** 2;
    const turn = Math.atan2(
      Math.sin(next.headingRad - contact.headingRad),
      Math.cos(next.headingRad - contact.headingRad),
    );
    return assemble(side, timeS, statePose(leg, skeleton), correction, contact.headingRad + turn * smoothStep(swing));
  };

  /** How much the foot must be lifted in mid-swing to clear the ground or the next stair. */
  const swingLiftM = remembered((contact: Contact): number => {
    const { next } = state(contact.side, contact.offS);
    let needed = 0;
    const climb = next.zM - contact.zM;
    for (let i = 3; i <= 17; i += 1) {
      const swing = i / 20;
      const timeS = contact.offS + swing * (next.strikeS - contact.offS);
      const pose = swingLeg(contact.side, state(contact.side, timeS), timeS, false);
      // Over a ramp the ground follows the foot; a stair must be cleared before the foot is above it, and left behind before it sinks.
      const along = progressBetween(contact, next, pose.ankleM);
      const onStairs = contact.bout.stepHeightM > 0 || next.bout.stepHeightM > 0;
      const passed = !onStairs ? along : climb > 0 ? Math.min(1, 1.3 * along) : Math.max(0, 1.3 * along - 0.3);
      const required = contact.zM + climb * passed + CLEARANCE_M;
      const heelM = footPoint(pose, skeleton, 0, 0, 0)[2];
      const toeM = footPoint(pose, skeleton, skeleton.forefootM, 0, 0)[2];
      needed = Math.max(needed, (required - Math.min(heelM, toeM)) / Math.sin(Math.PI * swing) ** 2);
    }
    return needed;
  });

  const assemble = (
    side: Side,
    timeS: number,
    pose: SagittalPose,
    correction: Point,
    headingRad: number,
    pitchRad?: number,
  ): LegPose => {
    const body = pelvis(timeS);
    const hipM = hipOf(side, body);
    const knee = offset(hipM, pose.kneeForwardM, pose.kneeUpM, body.headingRad);
    const ankle = chainAnkle(hipM, pose, body.headingRad);
    return {
      hipM,
      kneeM: [0, 1, 2].map((axis) => knee[axis] + KNEE_SHARE * correction[axis]) as unknown as Point,
      ankleM: [0, 1, 2].map((axis) => ankle[axis] + correction[axis]) as unknown as Point,
      footPitchRad: pitchRad ?? pose.footPitchRad,
      footHeadingRad: headingRad,
    };
  };

  const leg = (side: Side, timeS: number): LegPose => {
    const now = state(side, timeS);
    if (Number.isNaN(now.stanceFraction)) return swingLeg(side, now, timeS, true);
    const pose = statePose(now, skeleton);
    return assemble(side, timeS, pose, residual(side, timeS), now.contact.headingRad, plantedPitchRad(now, pose));
  };
  return { pelvis, leg };
}

/** A function of a contact that is worked out once for each contact (and each of its ends). */
function remembered<T>(work: (contact: Contact, atStrike: boolean) => T): (contact: Contact, atStrike?: boolean) => T {
  const results = { strike: new Map<Contact, T>(), off: new Map<Contact, T>() };
  return (contact, atStrike = false) => {
    const known = atStrike ? results.strike : results.off;
    const found = known.get(contact);
    if (found !== undefined) return found;
    const result = work(contact, atStrike);
    known.set(contact, result);
    return result;
  };
}

/** A point of the foot: forward of the heel along the sole, above the sole, outward of the ankle (m). */
export function footPoint(leg: LegPose, skeleton: Skeleton, forwardM: number, aboveM: number, leftM: number): Point {
  const cos = Math.cos(leg.footPitchRad);
  const sin = Math.sin(leg.footPitchRad);
  const u = forwardM - skeleton.ankleForwardM;
  const h = aboveM - skeleton.ankleHeightM;
  const forward = u * cos - h * sin;
  const [c, s] = [Math.cos(leg.footHeadingRad), Math.sin(leg.footHeadingRad)];
  return [
    leg.ankleM[0] + forward * c - leftM * s,
    leg.ankleM[1] + forward * s + leftM * c,
    leg.ankleM[2] + u * sin + h * cos,
  ];
}

/** Pitch of a foot on the ground: flat through mid-stance, else as the chain of the leg has it. */
function plantedPitchRad(leg: LegState, pose: SagittalPose): number {
  const shapeFraction = stanceShapeFraction(leg);
  const flat = smoothStep(shapeFraction / 0.17) * (1 - smoothStep((shapeFraction - 0.5) / 0.25));
  return pose.footPitchRad + flat * (leg.contact.slopeRad - pose.footPitchRad);
}

/** 0 above the one place of the foot to 1 above the next, seen from above. */
function progressBetween(from: Contact, to: Contact, [x, y]: Point): number {
  const [dx, dy] = [to.xM - from.xM, to.yM - from.yM];
  const along = ((x - from.xM) * dx + (y - from.yM) * dy) / (dx * dx + dy * dy + 1e-12);
  return Math.max(0, Math.min(1, along));
}

/** Fraction of stance on the mean curves: reversed while walking backward. */
function stanceShapeFraction({ style, stanceFraction }: LegState): number {
  return style.backward ? 1 - stanceFraction : stanceFraction;
}

/** Ankle of a foot that turns about its heel (toes up) or its forefoot (heel up) where it was set down. */
function plantedAnkle(leg: LegState, pose: SagittalPose, skeleton: Skeleton): Point {
  const { contact } = leg;
  const pitch = plantedPitchRad(leg, pose);
  const { ankleForwardM, ankleHeightM, forefootM } = skeleton;
  const pivotM = pitch >= contact.slopeRad ? 0 : forefootM;
  const u = ankleForwardM - pivotM;
  const forward = pivotM * Math.cos(contact.slopeRad) + u * Math.cos(pitch) - ankleHeightM * Math.sin(pitch);
  const up = pivotM * Math.sin(contact.slopeRad) + u * Math.sin(pitch) + ankleHeightM * Math.cos(pitch);
  return offset([contact.xM, contact.yM, contact.zM], forward, up, contact.headingRad);
}

/** -1 (right leg carries the body) to 1 (left leg does). */
function supportShift(left: LegState, right: LegState): number {
  const load = ({ stanceFraction }: LegState): number =>
    Number.isNaN(stanceFraction) ? 0 : Math.sin(Math.PI * stanceFraction) ** 2;
  return load(left) - load(right);
}

function offset(from: Point, forwardM: number, upM: number, headingRad: number): Point {
  return [from[0] + forwardM * Math.cos(headingRad), from[1] + forwardM * Math.sin(headingRad), from[2] + upM];
}

function difference(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
