import { HALF, ROW } from './rows';

/**
 * Mean of a centred moving window (root mean square when `square` is set) into other rows.
 *
 * Window sums come from two running sums per block of one window length, so nothing is ever subtracted. There must be
 * window / 2 rows of zeros before the rows and 2 x window after them.
 * @param sums - scratch of `window` rows
 */
export function movingMean(rows: usize, to: usize, numRows: i32, window: i32, square: bool, sums: usize): void {
  const before = window >> 1;
  for (let half: usize = 0; half < ROW; half += HALF) {
    let block = rows + half - (<usize>before) * ROW;
    let whole = sumOf(block, window, square);
    for (let start = 0; start < numRows; start += window) {
      let fromRight = f64x2.splat(0);
      for (let i = window - 1; i > 0; i--) {
        fromRight = f64x2.add(fromRight, sample(block + (<usize>i) * ROW, square));
        v128.store(sums + (<usize>i) * ROW + half, fromRight);
      }
      block += (<usize>window) * ROW;
      store(to + half + (<usize>start) * ROW, whole, start - before, window, numRows, square);
      let fromLeft = f64x2.splat(0);
      const count = min(window, numRows - start);
      for (let i = 1; i < count; i++) {
        fromLeft = f64x2.add(fromLeft, sample(block + (<usize>(i - 1)) * ROW, square));
        const sum = f64x2.add(v128.load(sums + (<usize>i) * ROW + half), fromLeft);
        store(to + half + (<usize>(start + i)) * ROW, sum, start + i - before, window, numRows, square);
      }
      whole = f64x2.add(fromLeft, sample(block + (<usize>(window - 1)) * ROW, square));
    }
  }
}

// @ts-ignore: decorator
@inline
function sample(at: usize, square: bool): v128 {
  const value = v128.load(at);
  return square ? f64x2.mul(value, value) : value;
}

function sumOf(at: usize, count: i32, square: bool): v128 {
  let sum = f64x2.splat(0);
  for (let i = 0; i < count; i++) sum = f64x2.add(sum, sample(at + (<usize>i) * ROW, square));
  return sum;
}

// @ts-ignore: decorator
@inline
function store(to: usize, sum: v128, first: i32, window: i32, numRows: i32, square: bool): void {
  const count = min(first + window, numRows) - max(first, 0);
  const mean = f64x2.div(sum, f64x2.splat(<f64>count));
  v128.store(to, square ? f64x2.sqrt(mean) : mean);
}
