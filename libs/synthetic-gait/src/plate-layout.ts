import type { Side } from '@emgfm/schema';
import type { CoursePlan } from './course-plan';
import type { Skeleton } from './skeleton';
import { offset, type Vector } from './vector';

/** Where the plates are and how well they measure. */
export interface PlateOptions {
  /** `walkway`: one plate under each of `count` successive steps; `split_belt`: one plate under each leg of a treadmill; `single_belt`: one plate under both. */
  readonly layout: 'walkway' | 'split_belt' | 'single_belt';
  /** Number of plates of a walkway. Default 2. */
  readonly count?: number;
  readonly samplingRateHz: number;
  /** Shift (m) of the plates forward: feet land partly beside them. Default 0. */
  readonly forwardShiftM?: number;
  /** Shift (m) of the plates to the left: feet cross to the other belt. Default 0. */
  readonly leftShiftM?: number;
  /** SD of the noise of each force component (N). Default 0.8. */
  readonly noiseSdN?: number;
  /** Constant error of the vertical force (N). Default 0. */
  readonly offsetN?: number;
  /** Drift of the vertical force (N/s). Default 0. */
  readonly driftNPerS?: number;
}

/** Corners (m) in order around the plate: forward left, forward right, back right, back left. */
export type PlateCorners = readonly [Vector, Vector, Vector, Vector];

/** A plate before anything has been measured. */
export interface PlacedPlate {
  readonly name: string;
  readonly cornersM: PlateCorners;
  /** The leg that alone uses this plate; null where both may. */
  readonly side: Side | null;
}

const PLATE_LENGTH_M = 0.5;
const PLATE_WIDTH_M = 0.46;
const BELT_LENGTH_M = 2;
const BELT_WIDTH_M = 0.5;
/** A foot presses on a plate when it is no farther above or below its middle (a ramp under a long belt included). */
const SURFACE_REACH_M = 0.12;

/** Puts the plates where the layout has them: under steps in the middle of the walk, or under the belts of a treadmill. */
export function placePlates(plan: CoursePlan, skeleton: Skeleton, options: PlateOptions): PlacedPlate[] {
  const { layout, count = 2, forwardShiftM = 0, leftShiftM = 0 } = options;
  if (layout !== 'walkway') {
    const slope = Math.tan(plan.contacts.left[0].slopeRad);
    const belt = (name: string, left: number, right: number, side: Side | null): PlacedPlate => ({
      name,
      cornersM: rectangle([forwardShiftM, leftShiftM + (left + right) / 2, 0], 0, BELT_LENGTH_M, left - right, slope),
      side,
    });
    return layout === 'single_belt'
      ? [belt('belt', BELT_WIDTH_M, -BELT_WIDTH_M, null)]
      : [belt('left belt', BELT_WIDTH_M, 0, 'left'), belt('right belt', 0, -BELT_WIDTH_M, 'right')];
  }
  const steps = [...plan.contacts.left, ...plan.contacts.right]
    .filter((contact) => contact.strikeS >= 0.3 && contact.offS <= plan.durationS - 0.1)
    .sort((a, b) => a.strikeS - b.strikeS);
  const firstStep = Math.max(0, Math.floor((steps.length - count) / 2));
  return steps.slice(firstStep, firstStep + count).map((contact, index) => {
    const { xM, yM, zM, pathHeadingRad, slopeRad } = contact;
    const slope = Math.tan(slopeRad);
    const forwardM = 0.5 * skeleton.footM + forwardShiftM;
    const centre = offset([xM, yM, zM], pathHeadingRad, forwardM, leftShiftM, forwardM * slope);
    // Plates of short steps and of stairs are as long as the step, so that they lie one behind the other.
    const following = steps[firstStep + index + 1] ?? contact;
    const stepM = Math.sqrt((following.xM - xM) ** 2 + (following.yM - yM) ** 2);
    const lengthM = stepM > 0.2 ? Math.min(PLATE_LENGTH_M, stepM) : PLATE_LENGTH_M;
    return {
      name: `plate ${index + 1}`,
      cornersM: rectangle(centre, pathHeadingRad, lengthM, PLATE_WIDTH_M, slope),
      side: null,
    };
  });
}

function rectangle(centre: Vector, headingRad: number, lengthM: number, widthM: number, slope: number): PlateCorners {
  const [f, l] = [lengthM / 2, widthM / 2];
  const corner = (forwardM: number, leftM: number): Vector =>
    offset(centre, headingRad, forwardM, leftM, forwardM * slope);
  return [corner(f, l), corner(f, -l), corner(-f, -l), corner(-f, l)];
}

/** Is a point above the rectangle (seen from above)? */
export function isInside(point: Vector, corners: PlateCorners): boolean {
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % 4];
    // Clockwise from above: the inside lies to the right of every edge. Stairs lie above one another.
    if (Math.abs(point[2] - (corner[2] + corners[(index + 2) % 4][2]) / 2) > SURFACE_REACH_M) return false;
    return (next[0] - corner[0]) * (point[1] - corner[1]) - (next[1] - corner[1]) * (point[0] - corner[0]) <= 0;
  });
}
