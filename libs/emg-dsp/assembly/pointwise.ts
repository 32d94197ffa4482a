import { HALF, ROW } from './rows';

/** Absolute values in place. */
export function rectify(rows: usize, numRows: i32): void {
  const end = rows + <usize>numRows * ROW;
  for (; rows < end; rows += HALF) v128.store(rows, f64x2.abs(v128.load(rows)));
}

/** Negative values become 0, in place. */
export function floorAtZero(rows: usize, numRows: i32): void {
  const end = rows + <usize>numRows * ROW;
  const zero = f64x2.splat(0);
  for (; rows < end; rows += HALF) {
    const value = v128.load(rows);
    v128.store(rows, v128.andnot(value, f64x2.lt(value, zero)));
  }
}

/** Teager-Kaiser energy of at least 3 rows into other rows; the first and the last repeat their neighbour. */
export function tkeo(rows: usize, to: usize, numRows: i32): void {
  const last = <usize>(numRows - 1) * ROW;
  for (let half: usize = 0; half < ROW; half += HALF) {
    let before = v128.load(rows + half);
    let here = v128.load(rows + half + ROW);
    for (let at = half + ROW; at < last; at += ROW) {
      const after = v128.load(rows + at + ROW);
      v128.store(to + at, f64x2.sub(f64x2.mul(here, here), f64x2.mul(before, after)));
      before = here;
      here = after;
    }
    v128.store(to + half, v128.load(to + half + ROW));
    v128.store(to + half + last, v128.load(to + half + last - ROW));
  }
}

/** Subtracts the mean of all rows in place. */
export function removeMean(rows: usize, numRows: i32): void {
  const end = rows + <usize>numRows * ROW;
  const count = f64x2.splat(<f64>numRows);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let row = rows; row < end; row += ROW) {
    low = f64x2.add(low, v128.load(row));
    high = f64x2.add(high, v128.load(row + HALF));
  }
  low = f64x2.div(low, count);
  high = f64x2.div(high, count);
  for (let row = rows; row < end; row += ROW) {
    v128.store(row, f64x2.sub(v128.load(row), low));
    v128.store(row + HALF, f64x2.sub(v128.load(row + HALF), high));
  }
}
