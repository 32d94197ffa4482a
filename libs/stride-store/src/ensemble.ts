import { JOINT_MOTION_COUNT, JOINTS, MOTIONS, type NdArray } from '@emgfm/schema';
import type { Store } from './open-store';
import { ndArray } from './nd-array';

/** Mean and spread of many strides, point by point. */
export interface Ensemble {
  /** [K, 3, 3] = gait phase, joint, motion; NaN where no stride has the motion. */
  readonly mean: NdArray<Float64Array>;
  /** [K, 3, 3]: sample standard deviation (n - 1); NaN below two strides. */
  readonly sd: NdArray<Float64Array>;
  /** Strides that count, per joint motion (9). */
  readonly strides: Uint32Array;
}

/**
 * Mean and standard deviation of joint angles (degree) or moments (N·m/kg) over strides; a joint motion counts where its mask is 1.
 * Strides are read once, one block at a time.
 * @param indices stride numbers, e.g. from `store.select`.
 * @throws store-range
 */
export function readEnsemble(store: Store, modality: 'kinematics' | 'kinetics', indices: Iterable<number>): Ensemble {
  const length = store.pointsPerStride * JOINT_MOTION_COUNT;
  const mean = new Float64Array(length);
  const squares = new Float64Array(length);
  const strides = new Uint32Array(JOINT_MOTION_COUNT);
  for (const stride of store.strides(indices, { modalities: [modality] })) {
    const mask = stride.masks[modality];
    const { data } = stride[modality];
    mask.forEach((present, motion) => (strides[motion] += present));
    // Welford's update: exact for long series, in one pass.
    for (let i = 0; i < length; i += 1) {
      const motion = i % JOINT_MOTION_COUNT;
      if (mask[motion] !== 1) continue;
      const distance = data[i] - mean[i];
      mean[i] += distance / strides[motion];
      squares[i] += distance * (data[i] - mean[i]);
    }
  }
  const shape = [store.pointsPerStride, JOINTS.length, MOTIONS.length];
  const count = (i: number) => strides[i % JOINT_MOTION_COUNT];
  return {
    mean: ndArray(
      mean.map((value, i) => (count(i) > 0 ? value : NaN)),
      shape,
    ),
    sd: ndArray(
      squares.map((value, i) => (count(i) > 1 ? Math.sqrt(value / (count(i) - 1)) : NaN)),
      shape,
    ),
    strides,
  };
}
