/** Joints in store order. */
export const JOINTS = ['hip', 'knee', 'ankle'] as const;

/** A joint of the leg. */
export type Joint = (typeof JOINTS)[number];

/** Motions of a joint in store order; the planes are frontal, transverse, sagittal. */
export const MOTIONS = ['adduction', 'rotation', 'flexion'] as const;

/** A motion of a joint. */
export type Motion = (typeof MOTIONS)[number];

/** Number of joint motions: 3 joints x 3 motions. */
export const JOINT_MOTION_COUNT = 9;

/** One joint motion: where it stands in the store and what its positive direction is. */
export interface JointMotionDefinition {
  readonly joint: Joint;
  readonly motion: Motion;
  readonly positive: string;
}

/**
 * The nine joint motions in flat order (`joint * 3 + motion`) with their positive direction, the same on both legs.
 * Zero: knee straight, foot at 90 degrees to the shank. Moments are internal and positive in the same direction.
 */
export const JOINT_MOTION_TABLE: readonly JointMotionDefinition[] = [
  { joint: 'hip', motion: 'adduction', positive: 'adduction' },
  { joint: 'hip', motion: 'rotation', positive: 'internal rotation' },
  { joint: 'hip', motion: 'flexion', positive: 'flexion' },
  { joint: 'knee', motion: 'adduction', positive: 'adduction (varus)' },
  { joint: 'knee', motion: 'rotation', positive: 'internal rotation' },
  { joint: 'knee', motion: 'flexion', positive: 'flexion' },
  { joint: 'ankle', motion: 'adduction', positive: 'adduction (inversion)' },
  { joint: 'ankle', motion: 'rotation', positive: 'internal rotation' },
  { joint: 'ankle', motion: 'flexion', positive: 'dorsiflexion' },
];

/** Flat index (0-8) of a joint motion in every `[..., 9]` array: `joint * 3 + motion`. */
export function jointMotionIndex(joint: Joint, motion: Motion): number {
  return JOINTS.indexOf(joint) * MOTIONS.length + MOTIONS.indexOf(motion);
}
