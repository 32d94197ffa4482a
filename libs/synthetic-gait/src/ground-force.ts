import type { Contact } from './course-plan';
import { sineSeriesMean, sineSeriesValue } from './fourier-shape';
import type { LegState } from './leg-cycle';
import type { Skeleton } from './skeleton';
import type { StrideStyle } from './stride-style';
import { offset, type Vector } from './vector';
import { PLATEAU_FORCE } from './shapes/modifiers';

/** Standard gravity (m/s2). */
export const GRAVITY_MPS2 = 9.80665;

/** Ground reaction on one foot per body mass (N/kg): up, forward, towards the lateral side of the leg. */
export interface LegForce {
  readonly vertical: number;
  readonly forward: number;
  readonly lateral: number;
}

const NO_FORCE: LegForce = { vertical: 0, forward: 0, lateral: 0 };

/** Centre of pressure along the foot (share of foot length) at equal steps of stance: heel, quickly to mid-foot, toes. */
const PRESSURE_PATH = [0.06, 0.22, 0.33, 0.41, 0.48, 0.54, 0.6, 0.66, 0.72, 0.79, 0.88];

/**
 * Ground reaction on one foot; zero in swing.
 *
 * Mean vertical force over a stride carries the body: the curve of the stance is scaled so that both legs together give one
 * body weight on average, whatever the stance share.
 */
export function legForce(state: LegState): LegForce {
  const { stanceFraction, standing, style } = state;
  if (!(stanceFraction > 0 && stanceFraction < 1)) return NO_FORCE;
  const { vertical, forward, lateral } = style.shapes.forcesBodyWeight;
  // Walking backward is walking forward in reversed time: the same forces, last first.
  const at = style.backward ? 1 - stanceFraction : stanceFraction;
  const scale = 0.5 / (style.stanceShare * verticalMean(style));
  const walking = 1 - standing;
  const dynamic = style.forceDynamics;
  const shape = dynamic * sineSeriesValue(vertical, at) + (1 - dynamic) * sineSeriesValue(PLATEAU_FORCE, at);
  return {
    vertical: GRAVITY_MPS2 * Math.max(0, walking * scale * shape + standing * 0.5),
    forward: GRAVITY_MPS2 * walking * Math.min(1.3, dynamic) * sineSeriesValue(forward, at),
    lateral: GRAVITY_MPS2 * walking * sineSeriesValue(lateral, at),
  };
}

/** Centre of pressure on the ground (m), under the planted foot. */
export function pressurePoint(state: LegState, skeleton: Skeleton): Vector {
  const { contact, stanceFraction, style } = state;
  const at = Math.max(0, Math.min(1, style.backward ? 1 - stanceFraction : stanceFraction));
  const place = at * (PRESSURE_PATH.length - 1);
  const index = Math.min(PRESSURE_PATH.length - 2, Math.floor(place));
  const share = PRESSURE_PATH[index] + (place - index) * (PRESSURE_PATH[index + 1] - PRESSURE_PATH[index]);
  const forwardM = share * skeleton.footM;
  const { xM, yM, zM, headingRad, slopeRad } = contact;
  return offset([xM, yM, zM], headingRad, forwardM, 0, forwardM * Math.tan(slopeRad));
}

/** Reaction in space (N/kg): x, y, z of the frame in which the body moves. */
export function forceInSpace(force: LegForce, contact: Contact): Vector {
  const left = contact.side === 'left' ? force.lateral : -force.lateral;
  return offset([0, 0, 0], contact.pathHeadingRad, force.forward, left, force.vertical);
}

function verticalMean(style: StrideStyle): number {
  const dynamic = style.forceDynamics;
  return (
    dynamic * sineSeriesMean(style.shapes.forcesBodyWeight.vertical) + (1 - dynamic) * sineSeriesMean(PLATEAU_FORCE)
  );
}
