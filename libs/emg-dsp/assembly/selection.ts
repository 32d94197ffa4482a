import { HALF, ROW } from './rows';

/** Values looked at to guess where a median lies, and how many ranks of them to each side it may be off: four standard errors. */
const SAMPLE: i32 = 4096;
const SLACK: i32 = 128;

/** Scratch of the selection: a row of lower and a row of upper limits, a row of counts, then one list of candidates per lane. */
const UPPER: usize = ROW;
const COUNTS: usize = 2 * ROW;
const ENDS: usize = 3 * ROW;
const LISTS: usize = 4 * ROW;

/**
 * Median magnitude of every lane, as a row.
 *
 * A sorted sample brackets the median of a lane; one pass over all lanes counts what lies below the bracket and keeps what lies
 * inside. Where the guess was wrong, everything is kept.
 * @param scratch - 4 rows, and room for numRows + 1 numbers of float64 per lane
 */
export function medianMagnitudes<T>(rows: usize, numRows: i32, medians: usize, scratch: usize): void {
  const size = sizeof<T>();
  const pitch = <usize>(numRows + 1) << 3;
  for (let lane: usize = 0; lane < ROW / size; lane++) {
    const list = scratch + LISTS + lane * pitch;
    let low: f64 = 0;
    let high: f64 = Infinity;
    if (numRows > 4 * SAMPLE) {
      const step = <usize>(numRows / SAMPLE) * ROW;
      for (let i: usize = 0; i < <usize>SAMPLE; i++) store<f64>(list + (i << 3), magnitude<T>(rows + lane * size + i * step));
      low = select(list, SAMPLE, SAMPLE / 2 - SLACK);
      high = select(list, SAMPLE, SAMPLE / 2 + SLACK);
    }
    store<T>(scratch + lane * size, <T>low);
    store<T>(scratch + UPPER + lane * size, <T>high);
    store<u32>(scratch + ENDS + (lane << 2), <u32>list);
  }
  keepBetween<T>(rows, numRows, scratch);
  for (let lane: usize = 0; lane < ROW / size; lane++) {
    const list = scratch + LISTS + lane * pitch;
    const limit = load<T>(scratch + lane * size);
    let below = size === 8 ? <i32>load<i64>(scratch + COUNTS + lane * size) : load<i32>(scratch + COUNTS + lane * size);
    let kept = <i32>((load<u32>(scratch + ENDS + (lane << 2)) - <u32>list) >> 3);
    const rank = (numRows - 1) >> 1;
    const isInside = rank >= below && rank + 1 < below + kept;
    if (!isInside) {
      below = 0;
      kept = numRows;
      for (let i: usize = 0; i < <usize>numRows; i++) store<f64>(list + (i << 3), magnitude<T>(rows + lane * size + i * ROW));
    }
    // Many equal values, as in a silent channel: nothing is left to select.
    const isOne = isInside && limit == load<T>(scratch + UPPER + lane * size);
    store<T>(medians + lane * size, isOne ? limit : <T>medianOf(list, kept, rank - below, !(numRows & 1)));
  }
}

// @ts-ignore: decorator
@inline
function magnitude<T>(at: usize): f64 {
  return Math.abs(<f64>load<T>(at));
}

/** The value of a rank, or its mean with the next when the number of all values is even. */
function medianOf(values: usize, count: i32, rank: i32, isEven: bool): f64 {
  const lower = select(values, count, rank);
  if (!isEven) return lower;
  let upper = Infinity;
  for (let i = rank + 1; i < count; i++) upper = min(upper, at(values, i));
  return lower + (upper - lower) * 0.5;
}

/** Counts the magnitudes of every lane below its limits and appends those between, both included, to its list. */
function keepBetween<T>(rows: usize, numRows: i32, scratch: usize): void {
  const lanes = <i32>(HALF / sizeof<T>());
  const lowFrom = v128.load(scratch);
  const highFrom = v128.load(scratch + HALF);
  const lowTo = v128.load(scratch + UPPER);
  const highTo = v128.load(scratch + UPPER + HALF);
  let lowBelow = i64x2.splat(0);
  let highBelow = i64x2.splat(0);
  const end = rows + <usize>numRows * ROW;
  for (; rows < end; rows += ROW) {
    const low = v128.abs<T>(v128.load(rows));
    const high = v128.abs<T>(v128.load(rows, 16));
    // A mask of ones is -1 as an integer.
    lowBelow = subtractMask<T>(lowBelow, v128.lt<T>(low, lowFrom));
    highBelow = subtractMask<T>(highBelow, v128.lt<T>(high, highFrom));
    const lowInside = v128.and(v128.ge<T>(low, lowFrom), v128.le<T>(low, lowTo));
    const highInside = v128.and(v128.ge<T>(high, highFrom), v128.le<T>(high, highTo));
    let inside = bits<T>(lowInside) | (bits<T>(highInside) << lanes);
    while (inside !== 0) {
      const lane = <usize>ctz(inside);
      inside &= inside - 1;
      const listEnd = load<u32>(scratch + ENDS + (lane << 2));
      store<f64>(listEnd, magnitude<T>(rows + lane * sizeof<T>()));
      store<u32>(scratch + ENDS + (lane << 2), listEnd + 8);
    }
  }
  v128.store(scratch + COUNTS, lowBelow);
  v128.store(scratch + COUNTS + HALF, highBelow);
}

// @ts-ignore: decorator
@inline
function subtractMask<T>(count: v128, mask: v128): v128 {
  return sizeof<T>() === 8 ? i64x2.sub(count, mask) : i32x4.sub(count, mask);
}

// @ts-ignore: decorator
@inline
function bits<T>(mask: v128): i32 {
  return sizeof<T>() === 8 ? i64x2.bitmask(mask) : i32x4.bitmask(mask);
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
