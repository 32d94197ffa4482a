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
  const wholeShare = f64x2.splat(1 / <f64>window);
  let block = rows - <usize>before * ROW;
  let lowWhole = f64x2.splat(0);
  let highWhole = f64x2.splat(0);
  for (let i = 0; i < window; i++) {
    lowWhole = f64x2.add(lowWhole, sample(block + <usize>i * ROW, square));
    highWhole = f64x2.add(highWhole, sample(block + <usize>i * ROW + HALF, square));
  }
  for (let start = 0; start < numRows; start += window) {
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (let at = <usize>(window - 1) * ROW; at > 0; at -= ROW) {
      low = f64x2.add(low, sample(block + at, square));
      high = f64x2.add(high, sample(block + at + HALF, square));
      v128.store(sums + at, low);
      v128.store(sums + at, high, 16);
    }
    block += <usize>window * ROW;
    v128.store(sums, lowWhole);
    v128.store(sums, highWhole, 16);
    low = f64x2.splat(0);
    high = f64x2.splat(0);
    const count = min(window, numRows - start);
    for (let i = 0; i < count; i++) {
      const at = <usize>i * ROW;
      const first = start + i - before;
      const share =
        first >= 0 && first + window <= numRows
          ? wholeShare
          : f64x2.splat(1 / <f64>(min(first + window, numRows) - max(first, 0)));
      const target = to + <usize>(start + i) * ROW;
      v128.store(target, mean(f64x2.add(v128.load(sums + at), low), share, square));
      v128.store(target, mean(f64x2.add(v128.load(sums + at, 16), high), share, square), 16);
      low = f64x2.add(low, sample(block + at, square));
      high = f64x2.add(high, sample(block + at + HALF, square));
    }
    lowWhole = low;
    highWhole = high;
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
