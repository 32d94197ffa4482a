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
  const last = end - 1;
  const firstSecant = values[start + 1] - values[start];
  const firstStep = firstSecant - (values[start + 2] - values[start + 1]);
  const lastSecant = values[last] - values[last - 1];
  const lastStep = lastSecant - (values[last - 1] - values[last - 2]);
  // The secants go on in a straight line beyond both ends.
  const secantAfter = (knot: number): number => {
    if (knot < last) return values[knot + 1] - values[knot];
    return lastSecant + (knot - last + 1) * lastStep;
  };
  // First turn: the sharpest bend decides what counts as a straight stretch, where the weights would be noise.
  let sharpest = 0;
  for (let turn = 0; turn < 2; turn++) {
    let farBefore = firstSecant + 2 * firstStep;
    let before = firstSecant + firstStep;
    let after = firstSecant;
    for (let knot = start; knot <= last; knot++) {
      const farAfter = secantAfter(knot + 1);
      const bendBefore = Math.abs(before - farBefore);
      const bendAfter = Math.abs(farAfter - after);
      const bends = bendBefore + bendAfter;
      if (turn === 0) sharpest = Math.max(sharpest, bends);
      else if (bends > 1e-9 * sharpest) slopes[knot] = (bendAfter * before + bendBefore * after) / bends;
      else slopes[knot] = 0.5 * (farBefore + farAfter);
      farBefore = before;
      before = after;
      after = farAfter;
    }
  }
}

/** Inverse pivots of the spline's elimination; after twenty rows they no longer change. */
const INVERSE_PIVOTS = new Float64Array(32);
for (let row = 1, above = 2; row < INVERSE_PIVOTS.length; row++) INVERSE_PIVOTS[row] = above = 1 / (4 - above);

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
