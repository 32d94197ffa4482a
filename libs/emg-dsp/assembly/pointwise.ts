import { HALF, ROW } from './rows';

/** Absolute values in place. */
export function rectify<T>(rows: usize, numRows: i32): void {
  const end = rows + <usize>numRows * ROW;
  for (; rows < end; rows += HALF) v128.store(rows, v128.abs<T>(v128.load(rows)));
}

/** Negative values become 0, in place. */
export function floorAtZero<T>(rows: usize, numRows: i32): void {
  const end = rows + <usize>numRows * ROW;
  const zero = v128.splat<T>(0);
  for (; rows < end; rows += HALF) {
    const value = v128.load(rows);
    v128.store(rows, v128.andnot(value, v128.lt<T>(value, zero)));
  }
}

/** Teager-Kaiser energy of at least 3 rows in place; the first and the last repeat their neighbour. */
export function tkeo(rows: usize, numRows: i32): void {
  const last = rows + <usize>(numRows - 1) * ROW;
  let lowBefore = v128.load(rows);
  let highBefore = v128.load(rows, 16);
  let low = v128.load(rows, 32);
  let high = v128.load(rows, 48);
  for (let row = rows + ROW; row < last; row += ROW) {
    const lowAfter = v128.load(row, 32);
    const highAfter = v128.load(row, 48);
    v128.store(row, f64x2.sub(f64x2.mul(low, low), f64x2.mul(lowBefore, lowAfter)));
    v128.store(row, f64x2.sub(f64x2.mul(high, high), f64x2.mul(highBefore, highAfter)), 16);
    lowBefore = low;
    highBefore = high;
    low = lowAfter;
    high = highAfter;
  }
  memory.copy(rows, rows + ROW, ROW);
  memory.copy(last, last - ROW, ROW);
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

/** Multiplies every row by a row of factors, in place. */
export function scaleRows<T>(rows: usize, numRows: i32, factors: usize): void {
  const end = rows + <usize>numRows * ROW;
  const low = v128.load(factors);
  const high = v128.load(factors, 16);
  for (; rows < end; rows += ROW) {
    v128.store(rows, v128.mul<T>(v128.load(rows), low));
    v128.store(rows, v128.mul<T>(v128.load(rows, 16), high), 16);
  }
}
