import type { Skeleton } from './skeleton';

/** Leg in the sagittal plane of the body, relative to the hip centre: forward and up (m); angles of segments in radian. */
export interface SagittalPose {
  readonly kneeForwardM: number;
  readonly kneeUpM: number;
  readonly ankleForwardM: number;
  readonly ankleUpM: number;
  /** Pitch of the foot in space, toes up positive (radian). */
  readonly footPitchRad: number;
}

const RAD = Math.PI / 180;

/**
 * Forward kinematics of a leg.
 * @param thighDeg thigh in space, forward of vertical (degree): hip flexion less the forward tilt of the pelvis
 * @param kneeFlexionDeg knee flexion (degree)
 * @param ankleDorsiflexionDeg ankle dorsiflexion (degree), 0 with the foot square to the shank
 */
export function sagittalPose(
  thighDeg: number,
  kneeFlexionDeg: number,
  ankleDorsiflexionDeg: number,
  skeleton: Skeleton,
): SagittalPose {
  const thigh = thighDeg * RAD;
  const shank = (thighDeg - kneeFlexionDeg) * RAD;
  const kneeForwardM = skeleton.thighM * Math.sin(thigh);
  const kneeUpM = -skeleton.thighM * Math.cos(thigh);
  return {
    kneeForwardM,
    kneeUpM,
    ankleForwardM: kneeForwardM + skeleton.shankM * Math.sin(shank),
    ankleUpM: kneeUpM - skeleton.shankM * Math.cos(shank),
    footPitchRad: shank + ankleDorsiflexionDeg * RAD,
  };
}

/**
 * Where the heel of the flat foot would stand (m forward of the hip) when the foot of this pose is set down without sliding: it
 * turns about the heel with toes up, about the forefoot with the heel up.
 */
export function footOriginM(pose: SagittalPose, skeleton: Skeleton): number {
  const { footPitchRad: pitch, ankleForwardM } = pose;
  const { ankleForwardM: behind, ankleHeightM: above, forefootM } = skeleton;
  if (pitch >= 0) return ankleForwardM - (behind * Math.cos(pitch) - above * Math.sin(pitch));
  return ankleForwardM + (forefootM - behind) * Math.cos(pitch) + above * Math.sin(pitch) - forefootM;
}
