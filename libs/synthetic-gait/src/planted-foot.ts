import { smoothStep, type LegState } from './leg-cycle';
import type { SagittalPose } from './sagittal-chain';
import type { Skeleton } from './skeleton';
import { offset, type Vector } from './vector';

/** Fraction of stance on the mean curves: reversed while walking backward. */
export function stanceShapeFraction({ style, stanceFraction }: LegState): number {
  return style.backward ? 1 - stanceFraction : stanceFraction;
}

/** Pitch (radian) of a foot on the ground: flat through mid-stance, else as the chain of the leg has it. */
export function plantedPitchRad(leg: LegState, pose: SagittalPose): number {
  const fraction = stanceShapeFraction(leg);
  const flat = smoothStep(fraction / 0.14) * (1 - smoothStep((fraction - 0.5) / 0.25));
  return pose.footPitchRad + flat * (leg.contact.slopeRad - pose.footPitchRad);
}

/** Ankle (m) of a foot that turns about its heel (toes up) or its forefoot (heel up) where it was set down. */
export function plantedAnkle(leg: LegState, pose: SagittalPose, skeleton: Skeleton): Vector {
  const { xM, yM, zM, slopeRad, headingRad } = leg.contact;
  const { ankleForwardM, ankleHeightM, forefootM } = skeleton;
  const pitch = plantedPitchRad(leg, pose);
  const pivotM = pitch >= slopeRad ? 0 : forefootM;
  const [cos, sin] = [Math.cos(pitch), Math.sin(pitch)];
  const forward = pivotM * Math.cos(slopeRad) + (ankleForwardM - pivotM) * cos - ankleHeightM * sin;
  const up = pivotM * Math.sin(slopeRad) + (ankleForwardM - pivotM) * sin + ankleHeightM * cos;
  return offset([xM, yM, zM], headingRad, forward, 0, up);
}
