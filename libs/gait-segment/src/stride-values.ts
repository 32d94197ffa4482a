import { JOINT_MOTION_TABLE, jointMotionIndex, type Joint, type Stride } from '@emgfm/schema';

/** Range of flexion (degree) that no person leaves in any task; knee hyperextension and contractures lie inside. */
export const FLEXION_LIMITS_DEG: Readonly<Record<Joint, readonly [number, number]>> = {
  hip: [-52, 132],
  knee: [-20, 160],
  ankle: [-63, 52],
};

/** Beyond this no joint angle is one: a wrapped angle or a wrong unit (degree). */
const IMPOSSIBLE_ANGLE_DEG = 180;
/** Beyond this no joint moment is one: N·mm or a moment not divided by mass (N·m/kg); sprinting stays below 6. */
const IMPOSSIBLE_MOMENT_NM_PER_KG = 20;

type JointValues = Pick<Stride, 'kinematics' | 'kinetics'>;

/** Why the values of a stride are impossible, in words; null where they are not. Missing values are not judged. */
export function impossibleValue(stride: JointValues): string | null {
  return (
    beyond(stride.kinematics, IMPOSSIBLE_ANGLE_DEG, 'angle', 'degree') ??
    beyond(stride.kinetics, IMPOSSIBLE_MOMENT_NM_PER_KG, 'moment', 'N·m/kg')
  );
}

function beyond(samples: Float32Array, limit: number, quantity: string, unit: string): string | null {
  const index = samples.findIndex((value) => Math.abs(value) > limit);
  if (index < 0) return null;
  const { joint, motion } = JOINT_MOTION_TABLE[index % JOINT_MOTION_TABLE.length];
  return `${joint} ${motion} ${quantity}: expected at most ${limit} ${unit}, found ${samples[index].toPrecision(4)}`;
}

/** Does a flexion angle leave {@link FLEXION_LIMITS_DEG}? */
export function hasImplausibleAngle(stride: JointValues): boolean {
  return (Object.keys(FLEXION_LIMITS_DEG) as Joint[]).some((joint) => {
    const [low, high] = FLEXION_LIMITS_DEG[joint];
    const channel = jointMotionIndex(joint, 'flexion');
    return stride.kinematics.some(
      (value, i) => i % JOINT_MOTION_TABLE.length === channel && (value < low || value > high),
    );
  });
}
