import { HALF, ROW } from './rows';

/**
 * Mean of a centred moving window (root mean square when `square` is set), in place.
 *
 * A window is the end of one block of its length and the beginning of the next: both come from running sums, so nothing is
 * ever subtracted. There must be window / 2 rows of zeros before the rows and 2 x window after them.
 * @param ends - scratch of `window` rows: what is left of a block from each of its rows on, and behind that the next block
 */
export function movingMean(rows: usize, numRows: i32, window: i32, square: bool, ends: usize): void {
  if (square) slideWindow(rows, numRows, window, true, ends);
  else slideWindow(rows, numRows, window, false, ends);
}

// @ts-ignore: decorator
@inline
function slideWindow(rows: usize, numRows: i32, window: i32, square: bool, ends: usize): void {
  const before = window >> 1;
  let block = rows - <usize>before * ROW;
  for (let half: usize = 0; half < <usize>window * ROW; half += HALF) {
    v128.store(ends + half, sample(block + half, square));
  }
  for (let start = 0; start < numRows; start += window) {
    sumEnds(ends, window);
    block += <usize>window * ROW;
    const count = min(window, numRows - start);
    const first = start - before;
    const isWhole = first >= 0 && first + count - 1 + window <= numRows;
    if (isWhole) slideBlock(rows + <usize>start * ROW, block, ends, count, first, numRows, window, true, square);
    else slideBlock(rows + <usize>start * ROW, block, ends, count, first, numRows, window, false, square);
  }
}

/** Means of `count` windows, of which the first begins at row `first`; `isWhole` when none of them reaches beyond the rows. */
// @ts-ignore: decorator
@inline
function slideBlock(
  target: usize,
  block: usize,
  ends: usize,
  count: i32,
  first: i32,
  numRows: i32,
  window: i32,
  isWhole: bool,
  square: bool,
): void {
  let share = f64x2.splat(1 / <f64>window);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = target + <usize>count * ROW;
  while (target < end) {
    if (!isWhole) {
      share = f64x2.splat(1 / <f64>(min(first + window, numRows) - max(first, 0)));
      first++;
    }
    const lowMean = mean(f64x2.add(v128.load(ends), low), share, square);
    const highMean = mean(f64x2.add(v128.load(ends, 16), high), share, square);
    const lowNext = sample(block, square);
    const highNext = sample(block + HALF, square);
    v128.store(ends, lowNext);
    v128.store(ends, highNext, 16);
    low = f64x2.add(low, lowNext);
    high = f64x2.add(high, highNext);
    v128.store(target, lowMean);
    v128.store(target, highMean, 16);
    target += ROW;
    block += ROW;
    ends += ROW;
  }
}

/** Every row becomes the sum from itself to the last. */
function sumEnds(rows: usize, numRows: i32): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let row = rows + <usize>numRows * ROW; row > rows;) {
    row -= ROW;
    low = f64x2.add(low, v128.load(row));
    high = f64x2.add(high, v128.load(row, 16));
    v128.store(row, low);
    v128.store(row, high, 16);
  }
}

// @ts-ignore: decorator
@inline
function sample(at: usize, square: bool): v128 {
  const value = v128.load(at);
  return square ? f64x2.mul(value, value) : value;
}

// @ts-ignore: decorator
@inline
function mean(sum: v128, share: v128, square: bool): v128 {
  const value = f64x2.mul(sum, share);
  // Roots are what takes the time; lanes that are silent or not in use go without.
  return square && v128.any_true(value) ? f64x2.sqrt(value) : value;
}
