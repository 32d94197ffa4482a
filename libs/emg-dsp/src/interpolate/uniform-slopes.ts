import type { InterpolationMethod } from './knot-slopes';

/**
 * Slopes per sample of a piecewise cubic curve through evenly spaced samples: `knotSlopes` with all widths 1, without its divisions.
 * @param values - the samples from `start` to `end` are finite, at least 2
 * @param slopes - receives one slope per sample at the same indices
 */
export function setUniformSlopes(
  values: Float64Array,
  start: number,
  end: number,
  method: Exclude<InterpolationMethod, 'linear'>,
  slopes: Float64Array,
): void {
  if (end - start === 2) slopes.fill(values[start + 1] - values[start], start, end);
  else if (method === 'pchip') setPchipSlopes(values, start, end, slopes);
  else if (method === 'akima') setAkimaSlopes(values, start, end, slopes);
  else setSplineSlopes(values, start, end, slopes);
}

function setPchipSlopes(values: Float64Array, start: number, end: number, slopes: Float64Array): void {
  const last = end - 1;
  let before = values[start + 1] - values[start];
  slopes[start] = endSlope(before, values[start + 2] - values[start + 1]);
  for (let knot = start + 1; knot < last; knot++) {
    const after = values[knot + 1] - values[knot];
    const isMonotone = before > 0 ? after > 0 : before < 0 && after < 0;
    slopes[knot] = isMonotone ? 2 / (1 / before + 1 / after) : 0;
    before = after;
  }
  slopes[last] = endSlope(before, values[last - 1] - values[last - 2]);
}

function endSlope(secant: number, nextSecant: number): number {
  const slope = (3 * secant - nextSecant) / 2;
  if (Math.sign(slope) !== Math.sign(secant)) return 0;
  if (Math.sign(secant) !== Math.sign(nextSecant) && Math.abs(slope) > 3 * Math.abs(secant)) return 3 * secant;
  return slope;
}

function setAkimaSlopes(values: Float64Array, start: number, end: number, slopes: Float64Array): void {
  const numKnots = end - start;
  // Two secants go on in a straight line beyond each end.
  const secants = new Float64Array(numKnots + 3);
  for (let index = 2; index <= numKnots; index++)
    secants[index] = values[start + index - 1] - values[start + index - 2];
  secants[1] = 2 * secants[2] - secants[3];
  secants[0] = 2 * secants[1] - secants[2];
  secants[numKnots + 1] = 2 * secants[numKnots] - secants[numKnots - 1];
  secants[numKnots + 2] = 2 * secants[numKnots + 1] - secants[numKnots];
  // The sharpest bend decides what counts as a straight stretch, where the weights would be noise.
  let sharpest = 0;
  for (let knot = 0; knot < numKnots; knot++) {
    const bends = Math.abs(secants[knot + 1] - secants[knot]) + Math.abs(secants[knot + 3] - secants[knot + 2]);
    if (bends > sharpest) sharpest = bends;
  }
  for (let knot = 0; knot < numKnots; knot++) {
    const before = Math.abs(secants[knot + 1] - secants[knot]);
    const after = Math.abs(secants[knot + 3] - secants[knot + 2]);
    slopes[start + knot] =
      before + after > 1e-9 * sharpest
        ? (after * secants[knot + 1] + before * secants[knot + 2]) / (before + after)
        : 0.5 * (secants[knot + 3] + secants[knot]);
  }
}

/** Inverse pivots of the spline's elimination; after twenty rows they no longer change. */
const INVERSE_PIVOTS = new Float64Array(32);
for (let row = 1, above = 2; row < INVERSE_PIVOTS.length; row++) INVERSE_PIVOTS[row] = above = 1 / (4 - above);

/** Inverse pivot of every row of the spline's elimination but the last; 0 at row 0, which needs none. */
export function inversePivots(numRows: number): Float64Array {
  const pivots = new Float64Array(numRows).fill(INVERSE_PIVOTS[INVERSE_PIVOTS.length - 1]);
  pivots.set(INVERSE_PIVOTS.subarray(0, Math.min(numRows, INVERSE_PIVOTS.length)));
  return pivots;
}

function setSplineSlopes(values: Float64Array, start: number, end: number, slopes: Float64Array): void {
  const last = end - 1;
  const firstSecant = values[start + 1] - values[start];
  const lastSecant = values[last] - values[last - 1];
  if (end - start === 3) {
    slopes[start + 1] = (firstSecant + lastSecant) / 2;
    slopes[start] = 2 * firstSecant - slopes[start + 1];
    slopes[last] = 2 * lastSecant - slopes[start + 1];
    return;
  }
  const constant = INVERSE_PIVOTS[INVERSE_PIVOTS.length - 1];
  let eliminated = (5 * firstSecant + values[start + 2] - values[start + 1]) / 2;
  slopes[start] = eliminated;
  for (let knot = start + 1; knot < last; knot++) {
    const row = knot - start;
    const inversePivot = row < INVERSE_PIVOTS.length ? INVERSE_PIVOTS[row] : constant;
    eliminated = (3 * (values[knot + 1] - values[knot - 1]) - eliminated) * inversePivot;
    slopes[knot] = eliminated;
  }
  const rowBefore = last - 1 - start;
  const above = rowBefore < INVERSE_PIVOTS.length ? INVERSE_PIVOTS[rowBefore] : constant;
  const rightSide = (5 * lastSecant + values[last - 1] - values[last - 2]) / 2;
  let slope = (rightSide - 2 * eliminated) / (1 - 2 * above);
  slopes[last] = slope;
  for (let knot = last - 1; knot > start; knot--) {
    const row = knot - start;
    slope = slopes[knot] - (row < INVERSE_PIVOTS.length ? INVERSE_PIVOTS[row] : constant) * slope;
    slopes[knot] = slope;
  }
  slopes[start] -= 2 * slope;
}
