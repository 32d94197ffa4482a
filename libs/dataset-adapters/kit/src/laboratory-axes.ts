import type { MarkerName, NdArray } from '@emgfm/schema';

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

const PELVIS: readonly MarkerName[] = ['sacrum', 'left_asis', 'right_asis', 'left_psis', 'right_psis'];
const FEET: readonly MarkerName[] = ['left_heel', 'right_heel', 'left_toe', 'right_toe', 'left_ankle', 'right_ankle'];

/**
 * Which way is up as the markers show it: the pelvis stands above the feet, by at least 0.3 m, children included.
 * @param rowsOf x, y, z of a marker, NaN where it was hidden; null where there is no such marker
 * @returns null where the markers do not tell
 */
export function verticalAxisOfMarkers(
  rowsOf: (name: MarkerName) => readonly ArrayLike<number>[] | null,
  metresPerUnit: number,
): VerticalAxis | null {
  const meanOf = (names: readonly MarkerName[]): number[] | null => {
    const rows = names.flatMap((name) => [rowsOf(name)].filter((own) => own !== null));
    if (rows.length === 0) return null;
    return [0, 1, 2].map((axis) => {
      const values = rows.flatMap((row) => Array.from(row[axis] as ArrayLike<number>).filter(Number.isFinite));
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
  };
  const pelvis = meanOf(PELVIS);
  const feet = meanOf(FEET);
  if (pelvis === null || feet === null) return null;
  const riseM = pelvis.map((value, axis) => (value - (feet[axis] as number)) * metresPerUnit);
  const axis = riseM.reduce((best, value, i) => (Math.abs(value) > Math.abs(riseM[best] as number) ? i : best), 0);
  if (!(Math.abs(riseM[axis] as number) > 0.3)) return null;
  return `${(riseM[axis] as number) > 0 ? '+' : '-'}${'xyz'[axis]}` as VerticalAxis;
}
