import { HALF, ROW } from './rows';

/** One point of a plan: byte offset of the row before it, and how far it lies towards the next row, 0 to 1. */
const POINT: usize = 16;

/** Straight lines between rows; the last point is the last row. */
export function interpolateLinear(rows: usize, numRows: i32, to: usize, numPoints: i32, points: usize): void {
  const last = to + <usize>(numPoints - 1) * ROW;
  for (; to < last; to += ROW) {
    const row = rows + load<u32>(points);
    const offset = v128.load64_splat(points, 8);
    const low = v128.load(row);
    const high = v128.load(row, 16);
    v128.store(to, f64x2.add(low, f64x2.mul(offset, f64x2.sub(v128.load(row, 32), low))));
    v128.store(to, f64x2.add(high, f64x2.mul(offset, f64x2.sub(v128.load(row, 48), high))), 16);
    points += POINT;
  }
  memory.copy(last, rows + <usize>(numRows - 1) * ROW, ROW);
}

/** Cubics between rows with the given slopes per row; the last point is the last row. */
export function interpolateCubic(
  rows: usize,
  slopes: usize,
  numRows: i32,
  to: usize,
  numPoints: i32,
  points: usize,
): void {
  const last = to + <usize>(numPoints - 1) * ROW;
  for (; to < last; to += ROW) {
    const at = load<u32>(points);
    const offset = v128.load64_splat(points, 8);
    v128.store(to, cubicAt(rows + at, slopes + at, offset));
    v128.store(to + HALF, cubicAt(rows + at + HALF, slopes + at + HALF, offset));
    points += POINT;
  }
  memory.copy(last, rows + <usize>(numRows - 1) * ROW, ROW);
}

// @ts-ignore: decorator
@inline
function cubicAt(row: usize, slopes: usize, offset: v128): v128 {
  const value = v128.load(row);
  const slope = v128.load(slopes);
  const secant = f64x2.sub(v128.load(row, 32), value);
  const bend = f64x2.sub(f64x2.add(slope, v128.load(slopes, 32)), f64x2.add(secant, secant));
  const quadratic = f64x2.add(f64x2.sub(f64x2.sub(secant, slope), bend), f64x2.mul(offset, bend));
  return f64x2.add(value, f64x2.mul(offset, f64x2.add(slope, f64x2.mul(offset, quadratic))));
}

/** Difference of a row and the next, half a row at a time. */
// @ts-ignore: decorator
@inline
function secantAt(row: usize): v128 {
  return f64x2.sub(v128.load(row, 32), v128.load(row));
}

/** Slopes of the not-a-knot spline of at least 4 rows. `inversePivots` holds one number per row. */
export function splineSlopes(rows: usize, numRows: i32, slopes: usize, inversePivots: usize): void {
  const span = <usize>(numRows - 1) * ROW;
  const three = f64x2.splat(3);
  const five = f64x2.splat(5);
  const two = f64x2.splat(2);
  let low = f64x2.div(f64x2.add(f64x2.mul(five, secantAt(rows)), secantAt(rows + ROW)), two);
  let high = f64x2.div(f64x2.add(f64x2.mul(five, secantAt(rows + HALF)), secantAt(rows + ROW + HALF)), two);
  v128.store(slopes, low);
  v128.store(slopes, high, 16);
  let pivot = inversePivots;
  for (let at = ROW; at < span; at += ROW) {
    pivot += 8;
    const inverse = v128.load64_splat(pivot);
    const row = rows + at - ROW;
    low = f64x2.mul(f64x2.sub(f64x2.mul(three, f64x2.sub(v128.load(row, 64), v128.load(row))), low), inverse);
    high = f64x2.mul(f64x2.sub(f64x2.mul(three, f64x2.sub(v128.load(row, 80), v128.load(row, 16))), high), inverse);
    v128.store(slopes + at, low);
    v128.store(slopes + at, high, 16);
  }
  const twice = f64x2.mul(two, v128.load64_splat(pivot));
  const lastPivot = f64x2.sub(f64x2.splat(1), twice);
  low = lastSplineSlope(rows + span, low, lastPivot);
  high = lastSplineSlope(rows + span + HALF, high, lastPivot);
  v128.store(slopes + span, low);
  v128.store(slopes + span, high, 16);
  for (let at = span - ROW; at > 0; at -= ROW) {
    const inverse = v128.load64_splat(pivot);
    low = f64x2.sub(v128.load(slopes + at), f64x2.mul(inverse, low));
    high = f64x2.sub(v128.load(slopes + at, 16), f64x2.mul(inverse, high));
    v128.store(slopes + at, low);
    v128.store(slopes + at, high, 16);
    pivot -= 8;
  }
  v128.store(slopes, f64x2.sub(v128.load(slopes), f64x2.mul(two, low)));
  v128.store(slopes, f64x2.sub(v128.load(slopes, 16), f64x2.mul(two, high)), 16);
}

// @ts-ignore: decorator
@inline
function lastSplineSlope(last: usize, eliminated: v128, pivot: v128): v128 {
  const secants = f64x2.add(f64x2.mul(f64x2.splat(5), secantAt(last - ROW)), secantAt(last - 2 * ROW));
  const rightSide = f64x2.sub(f64x2.div(secants, f64x2.splat(2)), f64x2.mul(f64x2.splat(2), eliminated));
  return f64x2.div(rightSide, pivot);
}

/** Monotone slopes (PCHIP) of at least 3 rows. */
export function pchipSlopes(rows: usize, numRows: i32, slopes: usize): void {
  const last = <usize>(numRows - 1) * ROW;
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  for (let half: usize = 0; half < ROW; half += HALF) {
    let before = secantAt(rows + half);
    let inverse = f64x2.div(one, before);
    for (let at = ROW; at < last; at += ROW) {
      const after = secantAt(rows + half + at);
      const inverseAfter = f64x2.div(one, after);
      const isMonotone = v128.or(
        v128.and(f64x2.gt(before, zero), f64x2.gt(after, zero)),
        v128.and(f64x2.lt(before, zero), f64x2.lt(after, zero)),
      );
      v128.store(slopes + half + at, v128.and(f64x2.div(two, f64x2.add(inverse, inverseAfter)), isMonotone));
      before = after;
      inverse = inverseAfter;
    }
  }
  for (let lane: usize = 0; lane < ROW; lane += 8) {
    const first = rows + lane;
    const final = first + last;
    store<f64>(slopes + lane, endSlope(valueAfter(first) - load<f64>(first), valueAfter(first + ROW) - valueAfter(first)));
    store<f64>(
      slopes + lane + last,
      endSlope(load<f64>(final) - load<f64>(final - ROW), load<f64>(final - ROW) - load<f64>(final - 2 * ROW)),
    );
  }
}

// @ts-ignore: decorator
@inline
function valueAfter(lane: usize): f64 {
  return load<f64>(lane, 32);
}

function endSlope(secant: f64, nextSecant: f64): f64 {
  const slope = (3 * secant - nextSecant) / 2;
  if (Math.sign(slope) !== Math.sign(secant)) return 0;
  if (Math.sign(secant) !== Math.sign(nextSecant) && Math.abs(slope) > 3 * Math.abs(secant)) return 3 * secant;
  return slope;
}

/** Akima's slopes of at least 3 rows; `secants` is scratch for three rows more. */
export function akimaSlopes(rows: usize, numRows: i32, slopes: usize, secants: usize): void {
  const span = <usize>numRows * ROW;
  const half05 = f64x2.splat(0.5);
  const negligible = f64x2.splat(1e-9);
  for (let half: usize = 0; half < ROW; half += HALF) {
    // Two secants go on in a straight line beyond each end.
    const first = secants + half + 2 * ROW;
    const end = secants + half + span + ROW;
    for (let at: usize = 0; at < span - ROW; at += ROW) v128.store(first + at, secantAt(rows + half + at));
    v128.store(first - ROW, continued(first, first + ROW));
    v128.store(first - 2 * ROW, continued(first - ROW, first));
    v128.store(end, continued(end - ROW, end - 2 * ROW));
    v128.store(end + ROW, continued(end, end - ROW));
    // The sharpest bend decides what counts as a straight stretch, where the weights would be noise.
    let sharpest = f64x2.splat(0);
    for (let at = secants + half; at < secants + half + span; at += ROW) {
      const before = f64x2.abs(f64x2.sub(v128.load(at, 32), v128.load(at)));
      const after = f64x2.abs(f64x2.sub(v128.load(at, 96), v128.load(at, 64)));
      sharpest = f64x2.pmax(sharpest, f64x2.add(before, after));
    }
    const straight = f64x2.mul(negligible, sharpest);
    let to = slopes + half;
    for (let at = secants + half; at < secants + half + span; at += ROW) {
      const outerBefore = v128.load(at);
      const secantBefore = v128.load(at, 32);
      const secantAfter = v128.load(at, 64);
      const outerAfter = v128.load(at, 96);
      const before = f64x2.abs(f64x2.sub(secantBefore, outerBefore));
      const after = f64x2.abs(f64x2.sub(outerAfter, secantAfter));
      const weight = f64x2.add(before, after);
      const weighted = f64x2.add(f64x2.mul(after, secantBefore), f64x2.mul(before, secantAfter));
      const mean = f64x2.mul(half05, f64x2.add(outerAfter, outerBefore));
      v128.store(to, v128.bitselect(f64x2.div(weighted, weight), mean, f64x2.gt(weight, straight)));
      to += ROW;
    }
  }
}

// @ts-ignore: decorator
@inline
function continued(nearest: usize, next: usize): v128 {
  const value = v128.load(nearest);
  return f64x2.sub(f64x2.add(value, value), v128.load(next));
}
