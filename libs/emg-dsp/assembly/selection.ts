import { ROW } from './rows';

/** Values looked at to guess where the median lies, and how many ranks of them to each side it may be off. */
const SAMPLE: i32 = 4096;
const SLACK: i32 = 160;

/**
 * Median of the magnitudes of one lane.
 *
 * A sorted sample brackets the median; one pass counts what lies below the bracket and keeps what lies inside. When the guess
 * was wrong, everything is kept.
 * @param lane - the lane's value in the first row
 * @param scratch - room for numRows + 1 values of float64
 */
export function medianMagnitude<T>(lane: usize, numRows: i32, scratch: usize): f64 {
  const rank = (numRows - 1) >> 1;
  let low: f64 = 0;
  let high: f64 = Infinity;
  if (numRows > 4 * SAMPLE) {
    const step = numRows / SAMPLE;
    for (let i = 0; i < SAMPLE; i++) store<f64>(scratch + (<usize>i << 3), magnitude<T>(lane, i * step));
    low = select(scratch, SAMPLE, SAMPLE / 2 - SLACK);
    high = select(scratch, SAMPLE, SAMPLE / 2 + SLACK);
  }
  let kept = keepBetween<T>(lane, numRows, low, high, scratch);
  if (high < Infinity && (rank < below || rank + 1 >= below + kept))
    kept = keepBetween<T>(lane, numRows, 0, Infinity, scratch);
  // Many equal values, as in a silent channel: nothing is left to select.
  if (low === high) return low;
  const lower = select(scratch, kept, rank - below);
  if (numRows & 1) return lower;
  let upper = Infinity;
  for (let i = rank - below + 1; i < kept; i++) upper = min(upper, load<f64>(scratch + (<usize>i << 3)));
  return lower + (upper - lower) * 0.5;
}

// @ts-ignore: decorator
@inline
function magnitude<T>(lane: usize, row: i32): f64 {
  return Math.abs(<f64>load<T>(lane + (<usize>row) * ROW));
}

/** How many magnitudes the last `keepBetween` found below its range. */
let below: i32 = 0;

/** Copies the magnitudes from low to high, both included, and returns their number; one value more is written over. */
function keepBetween<T>(lane: usize, numRows: i32, low: f64, high: f64, scratch: usize): i32 {
  let to = scratch;
  let numBelow = 0;
  for (let row = 0; row < numRows; row++) {
    const value = magnitude<T>(lane, row);
    store<f64>(to, value);
    numBelow += i32(value < low);
    to += <usize>(i32(value >= low) & i32(value <= high)) << 3;
  }
  below = numBelow;
  return <i32>((to - scratch) >> 3);
}

/** Moves the value of a rank to its place and all smaller ones before it (Hoare's selection, median of three). */
function select(values: usize, count: i32, rank: i32): f64 {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const first = at(values, low);
    const centre = at(values, (low + high) >> 1);
    const last = at(values, high);
    const pivot = max(min(first, centre), min(max(first, centre), last));
    let left = low;
    let right = high;
    while (left <= right) {
      while (at(values, left) < pivot) left++;
      while (at(values, right) > pivot) right--;
      if (left <= right) {
        const value = at(values, left);
        store<f64>(values + (<usize>left << 3), at(values, right));
        store<f64>(values + (<usize>right << 3), value);
        left++;
        right--;
      }
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return at(values, rank);
}

// @ts-ignore: decorator
@inline
function at(values: usize, index: i32): f64 {
  return load<f64>(values + (<usize>index << 3));
}
