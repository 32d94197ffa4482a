import { floatsAt } from './byte-order';
import { ROTATION_VALUES } from './describe-rotations';
import type { C3dByteOrder } from './byte-order';
import type { C3dRotationDescription, C3dRotations } from './recording';

/** Bytes of a rotation section. */
export function rotationBytes({ labels, frameCount }: C3dRotationDescription): number {
  return labels.length * frameCount * ROTATION_VALUES * 4;
}

/** The orientations in `bytes`, which hold the rotation section from `byteOffset` on. */
export function decodeRotations(
  rotation: C3dRotationDescription,
  bytes: Uint8Array,
  byteOffset: number,
  byteOrder: C3dByteOrder,
): C3dRotations {
  const { labels, samplingRateHz, frameCount } = rotation;
  const stored = floatsAt(bytes, byteOffset, rotationBytes(rotation) / 4, byteOrder);
  const matrices = new Float32Array(labels.length * frameCount * 16).fill(NaN);
  const reliability = new Float32Array(labels.length * frameCount).fill(NaN);
  for (let frame = 0, from = 0; frame < frameCount; frame++) {
    for (let index = 0; index < labels.length; index++, from += ROTATION_VALUES) {
      const to = index * frameCount + frame;
      if (!(stored[from + 16] >= 0)) continue;
      matrices.set(stored.subarray(from, from + 16), to * 16);
      reliability[to] = stored[from + 16];
    }
  }
  return { labels, samplingRateHz, frameCount, matrices, reliability };
}
