/** How a curve is led through its samples. */
export type InterpolationMethod = 'linear' | 'pchip' | 'akima' | 'cubic';

/**
 * Slope at every knot of a piecewise cubic curve.
 * @param times - strictly ascending, at least 2
 * @param values - finite, as many as times
 * @returns slopes in value per time; two knots give the straight line for every method
 */
export function knotSlopes(
  times: Float64Array,
  values: Float64Array,
  method: Exclude<InterpolationMethod, 'linear'>,
): Float64Array {
  const numIntervals = times.length - 1;
  const widths = new Float64Array(numIntervals);
  const secants = new Float64Array(numIntervals);
  for (let index = 0; index < numIntervals; index++) {
    widths[index] = times[index + 1] - times[index];
    secants[index] = (values[index + 1] - values[index]) / widths[index];
  }
  if (numIntervals === 1) return Float64Array.of(secants[0], secants[0]);
  if (method === 'pchip') return pchipSlopes(widths, secants);
  if (method === 'akima') return akimaSlopes(secants);
  return notAKnotSlopes(widths, secants);
}

/** Monotone: no overshoot between samples. Fritsch and Butland 1984, ends as in Moler, Numerical Computing with MATLAB. */
function pchipSlopes(widths: Float64Array, secants: Float64Array): Float64Array {
  const last = widths.length;
  const slopes = new Float64Array(last + 1);
  for (let knot = 1; knot < last; knot++) {
    const before = secants[knot - 1];
    const after = secants[knot];
    if (!(before * after > 0) && !(Math.sign(before) === Math.sign(after) && before !== 0)) continue;
    const weightBefore = 2 * widths[knot] + widths[knot - 1];
    const weightAfter = widths[knot] + 2 * widths[knot - 1];
    slopes[knot] = 1 / ((weightBefore / before + weightAfter / after) / (weightBefore + weightAfter));
  }
  slopes[0] = pchipEndSlope(widths[0], widths[1], secants[0], secants[1]);
  slopes[last] = pchipEndSlope(widths[last - 1], widths[last - 2], secants[last - 1], secants[last - 2]);
  return slopes;
}

function pchipEndSlope(width: number, nextWidth: number, secant: number, nextSecant: number): number {
  const slope = ((2 * width + nextWidth) * secant - width * nextSecant) / (width + nextWidth);
  if (Math.sign(slope) !== Math.sign(secant)) return 0;
  if (Math.sign(secant) !== Math.sign(nextSecant) && Math.abs(slope) > 3 * Math.abs(secant)) return 3 * secant;
  return slope;
}

/** Akima 1970: slopes weighted by how little the secants bend on the other side; two secants are continued at each end. */
function akimaSlopes(secants: Float64Array): Float64Array {
  const numKnots = secants.length + 1;
  const extended = new Float64Array(numKnots + 3);
  extended.set(secants, 2);
  extended[1] = 2 * extended[2] - extended[3];
  extended[0] = 2 * extended[1] - extended[2];
  extended[numKnots + 1] = 2 * extended[numKnots] - extended[numKnots - 1];
  extended[numKnots + 2] = 2 * extended[numKnots + 1] - extended[numKnots];
  const slopes = new Float64Array(numKnots);
  const bend = (index: number) => Math.abs(extended[index + 1] - extended[index]);
  let sharpest = 0;
  for (let knot = 0; knot < numKnots; knot++) sharpest = Math.max(sharpest, bend(knot) + bend(knot + 2));
  for (let knot = 0; knot < numKnots; knot++) {
    const before = bend(knot);
    const after = bend(knot + 2);
    slopes[knot] =
      before + after > 1e-9 * sharpest
        ? (after * extended[knot + 1] + before * extended[knot + 2]) / (before + after)
        : 0.5 * (extended[knot + 3] + extended[knot]);
  }
  return slopes;
}

/** Cubic spline whose third derivative is continuous at the second and the last but one knot; three knots give a parabola. */
function notAKnotSlopes(widths: Float64Array, secants: Float64Array): Float64Array {
  const last = widths.length;
  const diagonal = new Float64Array(last + 1);
  const above = new Float64Array(last + 1);
  const below = new Float64Array(last + 1);
  const slopes = new Float64Array(last + 1);
  if (last === 2) {
    diagonal[0] = diagonal[2] = above[0] = below[2] = 1;
    slopes[0] = 2 * secants[0];
    slopes[2] = 2 * secants[1];
  } else {
    const first = endCondition(widths[0], widths[1], secants[0], secants[1]);
    const final = endCondition(widths[last - 1], widths[last - 2], secants[last - 1], secants[last - 2]);
    [diagonal[0], above[0], slopes[0]] = first;
    [diagonal[last], below[last], slopes[last]] = final;
  }
  for (let knot = 1; knot < last; knot++) {
    below[knot] = widths[knot];
    diagonal[knot] = 2 * (widths[knot - 1] + widths[knot]);
    above[knot] = widths[knot - 1];
    slopes[knot] = 3 * (widths[knot] * secants[knot - 1] + widths[knot - 1] * secants[knot]);
  }
  // Elimination without pivoting: after the first step every row is diagonally dominant.
  for (let knot = 1; knot <= last; knot++) {
    const factor = below[knot] / diagonal[knot - 1];
    diagonal[knot] -= factor * above[knot - 1];
    slopes[knot] -= factor * slopes[knot - 1];
  }
  slopes[last] /= diagonal[last];
  for (let knot = last - 1; knot >= 0; knot--)
    slopes[knot] = (slopes[knot] - above[knot] * slopes[knot + 1]) / diagonal[knot];
  return slopes;
}

function endCondition(width: number, nextWidth: number, secant: number, nextSecant: number): [number, number, number] {
  const span = width + nextWidth;
  return [nextWidth, span, ((width + 2 * span) * nextWidth * secant + width * width * nextSecant) / span];
}
