// All kernels work on rows: the samples of one time in 4 (float64) or 8 (float32) channels, two 16-byte vectors.
// Lanes meet in transforms only (two channels make one complex signal); elsewhere a channel gets the same bits whatever its neighbours are.

/** Bytes of a row. */
export const ROW: usize = 32;
/** Bytes of half a row. */
export const HALF: usize = 16;

/** Interleaves channels of `numRows` samples, one after the other, into rows. */
export function interleave<T>(planar: usize, rows: usize, numRows: i32): void {
  const size = sizeof<T>();
  const pitch = (<usize>numRows) * size;
  for (let at = planar; at < planar + pitch; at += size) {
    if (size === 8) {
      v128.store(rows, v128.load64_lane(at + pitch, v128.load64_zero(at), 1));
      v128.store(rows, v128.load64_lane(at + 3 * pitch, v128.load64_zero(at + 2 * pitch), 1), 16);
    } else {
      store<v128>(rows, load4(at, pitch));
      store<v128>(rows, load4(at + 4 * pitch, pitch), 16);
    }
    rows += ROW;
  }
}

// @ts-ignore: decorator
@inline
function load4(at: usize, pitch: usize): v128 {
  let row = v128.load32_zero(at);
  row = v128.load32_lane(at + pitch, row, 1);
  row = v128.load32_lane(at + 2 * pitch, row, 2);
  return v128.load32_lane(at + 3 * pitch, row, 3);
}

/** The reverse of `interleave`. */
export function deinterleave<T>(rows: usize, planar: usize, numRows: i32): void {
  const size = sizeof<T>();
  const pitch = (<usize>numRows) * size;
  for (let at = planar; at < planar + pitch; at += size) {
    const low = v128.load(rows);
    const high = v128.load(rows, 16);
    if (size === 8) {
      v128.store64_lane(at, low, 0);
      v128.store64_lane(at + pitch, low, 1);
      v128.store64_lane(at + 2 * pitch, high, 0);
      v128.store64_lane(at + 3 * pitch, high, 1);
    } else {
      store4(at, pitch, low);
      store4(at + 4 * pitch, pitch, high);
    }
    rows += ROW;
  }
}

// @ts-ignore: decorator
@inline
function store4(at: usize, pitch: usize, row: v128): void {
  v128.store32_lane(at, row, 0);
  v128.store32_lane(at + pitch, row, 1);
  v128.store32_lane(at + 2 * pitch, row, 2);
  v128.store32_lane(at + 3 * pitch, row, 3);
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

/** Writes the largest magnitude of every lane, times a factor, to a row. */
export function peakRow<T>(rows: usize, numRows: i32, factor: T, peak: usize): void {
  let low = v128.splat<T>(0);
  let high = v128.splat<T>(0);
  const end = rows + (<usize>numRows) * ROW;
  for (; rows < end; rows += ROW) {
    low = v128.pmax<T>(low, v128.abs<T>(v128.load(rows)));
    high = v128.pmax<T>(high, v128.abs<T>(v128.load(rows + HALF)));
  }
  v128.store(peak, v128.mul<T>(low, v128.splat<T>(factor)));
  v128.store(peak + HALF, v128.mul<T>(high, v128.splat<T>(factor)));
}

/** True when `count` numbers, one after the other, are all finite. */
export function areFinite<T>(numbers: usize, count: i32): bool {
  const end = numbers + (<usize>count) * sizeof<T>();
  let difference = v128.splat<T>(0);
  // A finite number less itself is 0, anything else is NaN.
  for (; numbers + HALF <= end; numbers += HALF) {
    const some = v128.load(numbers);
    difference = v128.or(difference, v128.sub<T>(some, some));
  }
  let isFinite = !v128.any_true(difference);
  for (; numbers < end; numbers += sizeof<T>()) isFinite = isFinite && load<T>(numbers) - load<T>(numbers) == <T>0;
  return isFinite;
}
