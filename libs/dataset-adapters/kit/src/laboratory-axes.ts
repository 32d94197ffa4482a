import type { NdArray } from '@emgfm/schema';

/** Which way is up in the axes of a file. */
export type VerticalAxis = '+x' | '-x' | '+y' | '-y' | '+z' | '-z';

/** Where each axis of a right-handed z-up frame comes from: index of the source axis and sign, for x, y, z. */
const Z_UP: Readonly<Record<VerticalAxis, readonly (readonly [axis: number, sign: 1 | -1])[]>> = {
  '+z': [
    [0, 1],
    [1, 1],
    [2, 1],
  ],
  '-z': [
    [0, 1],
    [1, -1],
    [2, -1],
  ],
  '+y': [
    [0, 1],
    [2, -1],
    [1, 1],
  ],
  '-y': [
    [0, 1],
    [2, 1],
    [1, -1],
  ],
  '+x': [
    [1, 1],
    [2, 1],
    [0, 1],
  ],
  '-x': [
    [1, 1],
    [2, -1],
    [0, -1],
  ],
};

/**
 * Turns x, y, z rows into a right-handed z-up frame and scales them to metres or newtons.
 * @param rows source x, y, z, each one value per sample
 * @returns planar [3, sample]
 */
export function toZUp(rows: readonly ArrayLike<number>[], vertical: VerticalAxis, scale = 1): NdArray<Float64Array> {
  const numSamples = rows[0]?.length ?? 0;
  const turned = new Float64Array(3 * numSamples);
  Z_UP[vertical].forEach(([axis, sign], row) => {
    const source = rows[axis] as ArrayLike<number>;
    const factor = sign * scale;
    for (let i = 0; i < numSamples; i += 1) turned[row * numSamples + i] = (source[i] as number) * factor;
  });
  return { data: turned, shape: [3, numSamples], stride: [numSamples, 1], offset: 0 };
}

/** Turns one point of the source frame into the z-up frame. */
export function pointToZUp(point: readonly number[], vertical: VerticalAxis, scale = 1): [number, number, number] {
  const turned = toZUp(
    point.map((value) => [value]),
    vertical,
    scale,
  ).data;
  return [turned[0] as number, turned[1] as number, turned[2] as number];
}
