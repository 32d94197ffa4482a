// All kernels work on rows: the samples of one time in 4 (float64) or 8 (float32) channels, two 16-byte vectors.
// Lanes meet in transforms only (two channels make one complex signal); elsewhere a channel gets the same bits whatever its neighbours are.

/** Bytes of a row. */
export const ROW: usize = 32;
/** Bytes of half a row. */
export const HALF: usize = 16;

/** Interleaves `channels` rows of samples, each `numRows` long and one after the other, into rows. Float64 only. */
export function interleave(planar: usize, rows: usize, numRows: i32): void {
  const pitch = (<usize>numRows) << 3;
  for (let i: usize = 0; i < pitch; i += 8) {
    v128.store(rows, v128.load64_lane(planar + pitch + i, v128.load64_zero(planar + i), 1));
    v128.store(rows + HALF, v128.load64_lane(planar + 3 * pitch + i, v128.load64_zero(planar + 2 * pitch + i), 1));
    rows += ROW;
  }
}

/** The reverse of `interleave`. */
export function deinterleave(rows: usize, planar: usize, numRows: i32): void {
  const pitch = (<usize>numRows) << 3;
  for (let i: usize = 0; i < pitch; i += 8) {
    const low = v128.load(rows);
    const high = v128.load(rows + HALF);
    v128.store64_lane(planar + i, low, 0);
    v128.store64_lane(planar + pitch + i, low, 1);
    v128.store64_lane(planar + 2 * pitch + i, high, 0);
    v128.store64_lane(planar + 3 * pitch + i, high, 1);
    rows += ROW;
  }
}

/** Continues `numRows` rows by odd reflection on `count` rows at both ends; needs more than `count` rows. */
export function extendOdd<T>(rows: usize, numRows: i32, count: i32): void {
  const last = rows + <usize>(numRows - 1) * ROW;
  for (let half: usize = 0; half < ROW; half += HALF) {
    const first2 = v128.add<T>(v128.load(rows + half), v128.load(rows + half));
    const last2 = v128.add<T>(v128.load(last + half), v128.load(last + half));
    for (let i: usize = 1; i <= <usize>count; i++) {
      const at = i * ROW;
      v128.store(rows + half - at, v128.sub<T>(first2, v128.load(rows + half + at)));
      v128.store(last + half + at, v128.sub<T>(last2, v128.load(last + half - at)));
    }
  }
}
