import { HALF, peakRow, ROW } from './rows';

/** Values looked at to guess where a median lies, and how many ranks of them to each side it may be off: four standard errors. */
const SAMPLE: i32 = 4096;
const SLACK: i32 = 128;

/** Scratch of the selection: a row of lower and a row of upper limits, a row of counts, then one list of candidates per lane. */
const UPPER: usize = ROW;
const COUNTS: usize = 2 * ROW;
const ENDS: usize = 3 * ROW;
const LISTS: usize = 4 * ROW;

/** Candidates that are few enough to select among, and passes that narrow a bracket down to them at most. */
const FEW: i32 = 32;
const MOST_PASSES: i32 = 10;

/**
 * Median magnitude of every lane, as a row.
 *
 * The median of a lane is bracketed: by a sorted sample of many rows, by counting passes over few. Then one pass over all lanes
 * counts what lies below the bracket and keeps what lies inside. Where a bracket misses the median, everything is kept.
 * @param scratch - 4 rows, and room for numRows + 1 numbers of float64 per lane
 */
export function medianMagnitudes<T>(rows: usize, numRows: i32, medians: usize, scratch: usize): void {
  const size = sizeof<T>();
  const pitch = <usize>(numRows + 1) << 3;
  if (numRows <= 4 * SAMPLE) narrow<T>(rows, numRows, scratch);
  for (let lane: usize = 0; lane < ROW / size; lane++) {
    const list = scratch + LISTS + lane * pitch;
    if (numRows > 4 * SAMPLE) {
      const step = <usize>(numRows / SAMPLE) * ROW;
      for (let i: usize = 0; i < <usize>SAMPLE; i++) store<f64>(list + (i << 3), magnitude<T>(rows + lane * size + i * step));
      store<T>(scratch + lane * size, <T>select(list, SAMPLE, SAMPLE / 2 - SLACK));
      store<T>(scratch + UPPER + lane * size, <T>select(list, SAMPLE, SAMPLE / 2 + SLACK));
    }
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

/**
 * Brackets the median magnitude of every lane by false position: each pass counts what lies below a value, chosen in turn an eighth of
 * the bracket before and behind the place where the median should be.
 */
function narrow<T>(rows: usize, numRows: i32, scratch: usize): void {
  peakRow<T>(rows, numRows, 1, scratch + UPPER);
  const rank = v128.splat<T>(<T>((numRows - 1) >> 1));
  const few = v128.splat<T>(<T>FEW);
  const one = v128.splat<T>(1);
  const end = rows + <usize>numRows * ROW;
  let lowFrom = v128.splat<T>(0);
  let highFrom = v128.splat<T>(0);
  let lowTo = v128.load(scratch + UPPER);
  let highTo = v128.load(scratch + UPPER + HALF);
  let lowBelow = v128.splat<T>(0);
  let highBelow = v128.splat<T>(0);
  let lowCount = v128.splat<T>(<T>numRows);
  let highCount = v128.splat<T>(<T>numRows);
  let aside: f64 = 0.125;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const lowWidth = v128.sub<T>(lowCount, lowBelow);
    const highWidth = v128.sub<T>(highCount, highBelow);
    if (!v128.any_true(v128.or(v128.gt<T>(lowWidth, few), v128.gt<T>(highWidth, few)))) break;
    const lowPivot = pivotOf<T>(lowFrom, lowTo, v128.sub<T>(rank, lowBelow), lowWidth, aside);
    const highPivot = pivotOf<T>(highFrom, highTo, v128.sub<T>(rank, highBelow), highWidth, aside);
    let low = v128.splat<T>(0);
    let high = v128.splat<T>(0);
    for (let row = rows; row < end; row += ROW) {
      low = v128.add<T>(low, v128.and(one, v128.lt<T>(v128.abs<T>(v128.load(row)), lowPivot)));
      high = v128.add<T>(high, v128.and(one, v128.lt<T>(v128.abs<T>(v128.load(row, 16)), highPivot)));
    }
    const isLowBefore = v128.le<T>(low, rank);
    lowFrom = v128.bitselect(lowPivot, lowFrom, isLowBefore);
    lowBelow = v128.bitselect(low, lowBelow, isLowBefore);
    lowTo = v128.bitselect(lowTo, lowPivot, isLowBefore);
    lowCount = v128.bitselect(lowCount, low, isLowBefore);
    const isHighBefore = v128.le<T>(high, rank);
    highFrom = v128.bitselect(highPivot, highFrom, isHighBefore);
    highBelow = v128.bitselect(high, highBelow, isHighBefore);
    highTo = v128.bitselect(highTo, highPivot, isHighBefore);
    highCount = v128.bitselect(highCount, high, isHighBefore);
    aside = -aside;
  }
  v128.store(scratch, lowFrom);
  v128.store(scratch, highFrom, 16);
  v128.store(scratch + UPPER, lowTo);
  v128.store(scratch + UPPER + HALF, highTo);
}

// @ts-ignore: decorator
@inline
function pivotOf<T>(from: v128, to: v128, rank: v128, width: v128, aside: f64): v128 {
  const share = v128.add<T>(v128.div<T>(v128.add<T>(rank, v128.splat<T>(1)), width), v128.splat<T>(<T>aside));
  const inside = v128.pmin<T>(v128.pmax<T>(share, v128.splat<T>(<T>0.02)), v128.splat<T>(<T>0.98));
  return v128.add<T>(from, v128.mul<T>(v128.sub<T>(to, from), inside));
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
