import type { Side } from '@emgfm/schema';
import type { Contact, CoursePlan } from './course-plan';
import { smoothStep } from './leg-cycle';
import { hermite } from './monotone-curve';
import { pelvisMotion, type PelvisPose, type PosedLeg } from './pelvis-motion';
import { plantedAnkle, plantedPitchRad, stanceShapeFraction } from './planted-foot';
import type { Skeleton } from './skeleton';
import { difference, offset, scale, sum, type Vector } from './vector';

/** One leg in space. */
export interface LegPose {
  readonly hipM: Vector;
  readonly kneeM: Vector;
  readonly ankleM: Vector;
  /** Toes up positive (radian). */
  readonly footPitchRad: number;
  readonly footHeadingRad: number;
}

/** Motion of the body as functions of time (s). */
export interface BodyMotion {
  pelvis(timeS: number): PelvisPose;
  leg(side: Side, timeS: number): LegPose;
}

/** Share of the correction of the ankle that the knee follows. */
const KNEE_SHARE = 0.5;
const CLEARANCE_M = 0.012;
/** Fraction of stance from which the foot rolls over the toes, and the farthest that it rolls. */
const ROLL_OFF = 0.95;
const GREATEST_ROLL_OFF_M = 0.05;
const DT_S = 0.002;

/**
 * Moves a body over the planned contacts.
 *
 * The leg is a chain of thigh, shank and foot with the joint angles of the moment, hung from the pelvis. What is left between the chain's
 * ankle and the ankle of the planted foot (a centimetre or two in level walking, as with soft tissue on a real leg) is added to
 * the ankle, and fades over swing into that of the next contact, so that a foot on the ground does not slide and no marker jumps.
 */
export function bodyMotion(plan: CoursePlan, skeleton: Skeleton): BodyMotion {
  const { pelvis, posedLeg } = pelvisMotion(plan, skeleton);

  const hipOf = (side: Side, { centreM, headingRad, yawRad }: PelvisPose): Vector => {
    const outwardM = side === 'left' ? skeleton.hipHalfWidthM : -skeleton.hipHalfWidthM;
    return offset(centreM, headingRad + yawRad, 0, outwardM, 0);
  };

  /** Planted ankle less chain ankle, in stance. */
  const gap = (side: Side, timeS: number): Vector => {
    const { state, pose } = posedLeg(side, timeS);
    const body = pelvis(timeS);
    const chain = offset(hipOf(side, body), body.headingRad, pose.ankleForwardM, 0, pose.ankleUpM);
    return difference(plantedAnkle(state, pose, skeleton), chain);
  };

  /** Shares of the gap that close forward and up as the foot rolls over the toes to where the chain has the ankle; it never rolls back or down. */
  const rollOff = remembered((contact, atStrike): { forward: number; up: number } => {
    const [x, y, z] = gap(contact.side, atStrike ? contact.strikeS + 1e-7 : contact.offS - 1e-7);
    const share = (behindM: number): number => (behindM >= 0 ? 0 : Math.min(1, GREATEST_ROLL_OFF_M / -behindM));
    return {
      forward: share(x * Math.cos(contact.pathHeadingRad) + y * Math.sin(contact.pathHeadingRad)),
      up: share(z),
    };
  });

  /** What is added to the ankle of the chain, in stance. */
  const correction = (side: Side, timeS: number): Vector => {
    const { state } = posedLeg(side, timeS);
    const full = gap(side, timeS);
    const rolled = smoothStep((stanceShapeFraction(state) - ROLL_OFF) / (1 - ROLL_OFF));
    if (rolled === 0) return full;
    const heading = state.contact.pathHeadingRad;
    const { forward, up } = rollOff(state.contact, state.style.backward);
    const behindM = full[0] * Math.cos(heading) + full[1] * Math.sin(heading);
    return offset(full, heading, -rolled * forward * behindM, 0, -rolled * up * full[2]);
  };

  /** The same and its rate of change, at the strike or the foot off of a contact. */
  const edge = remembered(({ side, strikeS, offS }, atStrike): { value: Vector; perS: Vector } => {
    const [atS, inwardS] = atStrike ? [strikeS + 1e-7, DT_S] : [offS - 1e-7, -DT_S];
    const value = correction(side, atS);
    return { value, perS: scale(difference(correction(side, atS + inwardS), value), 1 / inwardS) };
  });

  const assemble = (side: Side, timeS: number, added: Vector, headingRad: number, pitchRad: number): LegPose => {
    const { pose } = posedLeg(side, timeS);
    const body = pelvis(timeS);
    const hipM = hipOf(side, body);
    const knee = offset(hipM, body.headingRad, pose.kneeForwardM, 0, pose.kneeUpM);
    const ankle = offset(hipM, body.headingRad, pose.ankleForwardM, 0, pose.ankleUpM);
    return {
      hipM,
      kneeM: sum(knee, scale(added, KNEE_SHARE)),
      ankleM: sum(ankle, added),
      footPitchRad: pitchRad,
      footHeadingRad: headingRad,
    };
  };

  const swingLeg = (side: Side, timeS: number, liftOf: (contact: Contact) => number): LegPose => {
    const { state, pose }: PosedLeg = posedLeg(side, timeS);
    const { contact, next, swingFraction } = state;
    const lasts = next.strikeS - contact.offS;
    const [from, to] = [edge(contact, false), edge(next, true)];
    const fade = (axis: 0 | 1 | 2): number =>
      hermite(swingFraction, from.value[axis], from.perS[axis] * lasts, to.value[axis], to.perS[axis] * lasts);
    const liftM = liftOf(contact) * Math.sin(Math.PI * swingFraction) ** 2;
    const turnRad = Math.atan2(
      Math.sin(next.headingRad - contact.headingRad),
      Math.cos(next.headingRad - contact.headingRad),
    );
    const headingRad = contact.headingRad + turnRad * smoothStep(swingFraction);
    return assemble(side, timeS, [fade(0), fade(1), fade(2) + liftM], headingRad, pose.footPitchRad);
  };

  /** How much the foot must be lifted in mid-swing to clear the ground or the next stair. */
  const swingLiftM = remembered((contact): number => {
    const { side, offS } = contact;
    const { next } = posedLeg(side, offS).state;
    const climbM = next.zM - contact.zM;
    const onStairs = contact.bout.stepHeightM > 0 || next.bout.stepHeightM > 0;
    let needed = 0;
    for (let i = 3; i <= 17; i += 1) {
      const swing = i / 20;
      const leg = swingLeg(side, offS + swing * (next.strikeS - offS), () => 0);
      const along = progressBetween(contact, next, leg.ankleM);
      // Over a ramp the ground follows the foot; a stair must be cleared before the foot is above it, and left behind before it sinks.
      const passed = !onStairs ? along : climbM > 0 ? Math.min(1, 1.3 * along) : Math.max(0, 1.3 * along - 0.3);
      const lowestM = Math.min(
        footPoint(leg, skeleton, 0, 0, 0)[2],
        footPoint(leg, skeleton, skeleton.forefootM, 0, 0)[2],
      );
      const missingM = contact.zM + climbM * passed + CLEARANCE_M - lowestM;
      needed = Math.max(needed, missingM / Math.sin(Math.PI * swing) ** 2);
    }
    return needed;
  });

  const leg = (side: Side, timeS: number): LegPose => {
    const { state, pose } = posedLeg(side, timeS);
    if (Number.isNaN(state.stanceFraction)) return swingLeg(side, timeS, swingLiftM);
    const pitchRad = plantedPitchRad(state, pose);
    return assemble(side, timeS, correction(side, timeS), state.contact.headingRad, pitchRad);
  };
  return { pelvis, leg };
}

/** A point of the foot: forward of the heel along the sole, above the sole, to the left of the ankle (m). */
export function footPoint(leg: LegPose, skeleton: Skeleton, forwardM: number, aboveM: number, leftM: number): Vector {
  const [cos, sin] = [Math.cos(leg.footPitchRad), Math.sin(leg.footPitchRad)];
  const along = forwardM - skeleton.ankleForwardM;
  const above = aboveM - skeleton.ankleHeightM;
  return offset(leg.ankleM, leg.footHeadingRad, along * cos - above * sin, leftM, along * sin + above * cos);
}

/** A function of a contact that is worked out once for each end of each contact. */
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

/** 0 above the one place of the foot to 1 above the next, seen from above. */
function progressBetween(from: Contact, to: Contact, [x, y]: Vector): number {
  const [dx, dy] = [to.xM - from.xM, to.yM - from.yM];
  const along = ((x - from.xM) * dx + (y - from.yM) * dy) / (dx * dx + dy * dy + 1e-12);
  return Math.max(0, Math.min(1, along));
}
