import { SIDES, type MarkerName, type NdArray } from '@emgfm/schema';
import { footPoint, type BodyMotion } from './body-motion';
import type { PelvisPose } from './pelvis-motion';
import type { Skeleton } from './skeleton';
import { offset, type Vector } from './vector';

/** Simulated markers: those of the schema and the knees. */
export type SimulatedMarkerName = MarkerName | 'left_knee' | 'right_knee';

/** Marker paths in metres, each [3, sample] = forward, left, up in a frame with z up. */
export interface SimulatedMarkers {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly numSamples: number;
  readonly positionsM: { readonly [name in SimulatedMarkerName]?: NdArray<Float64Array> };
}

/** Places on the foot: forward of the heel along the sole and above it, as shares of foot length or in metres. */
const HEEL_MARKER = { forwardM: -0.012, aboveM: 0.04 };
const TOE_MARKER_ABOVE_M = 0.045;
const ANKLE_MARKER_OUTWARD_M = 0.035;
const KNEE_MARKER_OUTWARD_M = 0.05;

/** Places on the pelvis from the middle of the hip centres, as shares of body height: forward, left, up. */
const PELVIS_MARKERS: readonly (readonly [SimulatedMarkerName, Vector])[] = [
  ['left_asis', [0.05, 0.07, 0.05]],
  ['right_asis', [0.05, -0.07, 0.05]],
  ['left_psis', [-0.065, 0.025, 0.06]],
  ['right_psis', [-0.065, -0.025, 0.06]],
  ['sacrum', [-0.07, 0, 0.055]],
];

/** Positions (m) of all markers at a time, by name. */
export function markersAt(
  motion: BodyMotion,
  skeleton: Skeleton,
  timeS: number,
): readonly (readonly [SimulatedMarkerName, Vector])[] {
  const pelvis = motion.pelvis(timeS);
  const heightM = skeleton.thighM / 0.245;
  const placed: [SimulatedMarkerName, Vector][] = PELVIS_MARKERS.map(([name, [forward, left, up]]) => [
    name,
    onPelvis(pelvis, forward * heightM, left * heightM, up * heightM),
  ]);
  for (const side of SIDES) {
    const leg = motion.leg(side, timeS);
    const outward = side === 'left' ? 1 : -1;
    const { ankleForwardM, ankleHeightM, forefootM } = skeleton;
    placed.push(
      [`${side}_knee`, offset(leg.kneeM, pelvis.headingRad, 0, outward * KNEE_MARKER_OUTWARD_M, 0)],
      [`${side}_ankle`, footPoint(leg, skeleton, ankleForwardM, ankleHeightM, outward * ANKLE_MARKER_OUTWARD_M)],
      [`${side}_heel`, footPoint(leg, skeleton, HEEL_MARKER.forwardM, HEEL_MARKER.aboveM, 0)],
      [`${side}_toe`, footPoint(leg, skeleton, forefootM, TOE_MARKER_ABOVE_M, 0)],
    );
  }
  return placed;
}

function onPelvis(pelvis: PelvisPose, forwardM: number, leftM: number, upM: number): Vector {
  const { centreM, headingRad, yawRad, obliquityRad, tiltRad } = pelvis;
  // Small turns of the pelvis: tilt lowers what is in front, obliquity lifts the left side.
  const ahead = forwardM * Math.cos(tiltRad) + upM * Math.sin(tiltRad);
  const above = upM * Math.cos(tiltRad) - forwardM * Math.sin(tiltRad) + leftM * Math.sin(obliquityRad);
  return offset(centreM, headingRad + yawRad, ahead, leftM, above);
}
