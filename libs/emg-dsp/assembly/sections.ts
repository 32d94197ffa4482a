import { HALF, ROW } from './rows';

/** Rows of one tile: small enough for the first-level cache, large enough that loading coefficients costs nothing. */
const TILE: usize = 128;
/** Bytes of one section's state: two delays of one row each. */
const STATE: usize = 64;
/** Bytes of one section's coefficients b0 b1 b2 a1 a2. */
const SECTION: usize = 40;

/**
 * Runs rows through a cascade in place, in the order of operations of SciPy's sosfilt.
 * @param first - the row that comes first in time: the lowest for step 32, the highest for step -32
 * @param silence - a row of magnitudes below which states are cleared once per tile
 */
export function runSections(
  first: usize,
  numRows: i32,
  step: i32,
  coefficients: usize,
  numSections: i32,
  states: usize,
  silence: usize,
): void {
  let remaining = <usize>numRows;
  let tile = first;
  while (remaining > 0) {
    const count = min(TILE, remaining);
    let section: usize = 0;
    for (; section + 1 < <usize>numSections; section += 2)
      runPair(tile, count, step, coefficients + section * SECTION, states + section * STATE);
    if (section < <usize>numSections) runOne(tile, count, step, coefficients + section * SECTION, states + section * STATE);
    clearSilence(states, numSections, silence);
    tile += <usize>(<isize>count * step);
    remaining -= count;
  }
}

/** Sets every state to its steady state for a constant input equal to the given row. */
export function startStates(states: usize, steady: usize, numSections: i32, row: usize): void {
  for (let i: usize = 0; i < <usize>(2 * numSections); i++) {
    const unit = v128.load64_splat(steady + (i << 3));
    v128.store(states + i * ROW, f64x2.mul(unit, v128.load(row)));
    v128.store(states + i * ROW + HALF, f64x2.mul(unit, v128.load(row + HALF)));
  }
}

// @ts-ignore: decorator
@inline
function clearSilence(states: usize, numSections: i32, silence: usize): void {
  const end = states + (<usize>numSections) * STATE;
  for (; states < end; states += HALF) {
    const state = v128.load(states);
    const limit = v128.load(silence + (states & HALF));
    v128.store(states, v128.and(state, f64x2.ge(f64x2.abs(state), limit)));
  }
}

function runOne(row: usize, count: usize, step: i32, c: usize, s: usize): void {
  const b0 = v128.load64_splat(c);
  const b1 = v128.load64_splat(c, 8);
  const b2 = v128.load64_splat(c, 16);
  const a1 = v128.load64_splat(c, 24);
  const a2 = v128.load64_splat(c, 32);
  let lowZ0 = v128.load(s);
  let highZ0 = v128.load(s, 16);
  let lowZ1 = v128.load(s, 32);
  let highZ1 = v128.load(s, 48);
  for (; count > 0; count--) {
    const lowX = v128.load(row);
    const highX = v128.load(row, 16);
    const lowY = f64x2.add(f64x2.mul(b0, lowX), lowZ0);
    const highY = f64x2.add(f64x2.mul(b0, highX), highZ0);
    lowZ0 = f64x2.add(f64x2.sub(f64x2.mul(b1, lowX), f64x2.mul(a1, lowY)), lowZ1);
    highZ0 = f64x2.add(f64x2.sub(f64x2.mul(b1, highX), f64x2.mul(a1, highY)), highZ1);
    lowZ1 = f64x2.sub(f64x2.mul(b2, lowX), f64x2.mul(a2, lowY));
    highZ1 = f64x2.sub(f64x2.mul(b2, highX), f64x2.mul(a2, highY));
    v128.store(row, lowY);
    v128.store(row, highY, 16);
    row += step;
  }
  v128.store(s, lowZ0);
  v128.store(s, highZ0, 16);
  v128.store(s, lowZ1, 32);
  v128.store(s, highZ1, 48);
}

/** Two sections in one sweep: their dependency chains overlap, so the processor waits less. */
function runPair(row: usize, count: usize, step: i32, c: usize, s: usize): void {
  const b0 = v128.load64_splat(c);
  const b1 = v128.load64_splat(c, 8);
  const b2 = v128.load64_splat(c, 16);
  const a1 = v128.load64_splat(c, 24);
  const a2 = v128.load64_splat(c, 32);
  const d0 = v128.load64_splat(c, 40);
  const d1 = v128.load64_splat(c, 48);
  const d2 = v128.load64_splat(c, 56);
  const e1 = v128.load64_splat(c, 64);
  const e2 = v128.load64_splat(c, 72);
  let lowZ0 = v128.load(s);
  let highZ0 = v128.load(s, 16);
  let lowZ1 = v128.load(s, 32);
  let highZ1 = v128.load(s, 48);
  let lowW0 = v128.load(s, 64);
  let highW0 = v128.load(s, 80);
  let lowW1 = v128.load(s, 96);
  let highW1 = v128.load(s, 112);
  for (; count > 0; count--) {
    const lowX = v128.load(row);
    const lowY = f64x2.add(f64x2.mul(b0, lowX), lowZ0);
    lowZ0 = f64x2.add(f64x2.sub(f64x2.mul(b1, lowX), f64x2.mul(a1, lowY)), lowZ1);
    lowZ1 = f64x2.sub(f64x2.mul(b2, lowX), f64x2.mul(a2, lowY));
    const lowV = f64x2.add(f64x2.mul(d0, lowY), lowW0);
    lowW0 = f64x2.add(f64x2.sub(f64x2.mul(d1, lowY), f64x2.mul(e1, lowV)), lowW1);
    lowW1 = f64x2.sub(f64x2.mul(d2, lowY), f64x2.mul(e2, lowV));
    v128.store(row, lowV);
    const highX = v128.load(row, 16);
    const highY = f64x2.add(f64x2.mul(b0, highX), highZ0);
    highZ0 = f64x2.add(f64x2.sub(f64x2.mul(b1, highX), f64x2.mul(a1, highY)), highZ1);
    highZ1 = f64x2.sub(f64x2.mul(b2, highX), f64x2.mul(a2, highY));
    const highV = f64x2.add(f64x2.mul(d0, highY), highW0);
    highW0 = f64x2.add(f64x2.sub(f64x2.mul(d1, highY), f64x2.mul(e1, highV)), highW1);
    highW1 = f64x2.sub(f64x2.mul(d2, highY), f64x2.mul(e2, highV));
    v128.store(row, highV, 16);
    row += step;
  }
  v128.store(s, lowZ0);
  v128.store(s, highZ0, 16);
  v128.store(s, lowZ1, 32);
  v128.store(s, highZ1, 48);
  v128.store(s, lowW0, 64);
  v128.store(s, highW0, 80);
  v128.store(s, lowW1, 96);
  v128.store(s, highW1, 112);
}

/**
 * Runs rows through the sections of a Butterworth band-pass in place, each with its zeros at +1 and -1.
 *
 * Numerators (1, 0, -1) need no multiplication: 5 operations per section instead of 9. In direct form II the next state waits for one
 * multiplication and one subtraction only, and rounding errors are smaller than in the transposed form.
 * @param coefficients - gain, a1 and a2 of every section
 */
export function runBandSections(
  first: usize,
  numRows: i32,
  step: i32,
  coefficients: usize,
  numSections: i32,
  states: usize,
  silence: usize,
): void {
  let remaining = <usize>numRows;
  let tile = first;
  while (remaining > 0) {
    const count = min(TILE, remaining);
    let section: usize = 0;
    for (; section + 1 < <usize>numSections; section += 2)
      runBandPair(tile, count, step, coefficients + section * BAND_SECTION, states + section * STATE);
    if (section < <usize>numSections)
      runBandOne(tile, count, step, coefficients + section * BAND_SECTION, states + section * STATE);
    clearSilence(states, numSections, silence);
    tile += <usize>(<isize>count * step);
    remaining -= count;
  }
}

/** Bytes of one band-pass section's coefficients. */
const BAND_SECTION: usize = 24;

function runBandOne(row: usize, count: usize, step: i32, c: usize, s: usize): void {
  const gain = v128.load64_splat(c);
  const a1 = v128.load64_splat(c, 8);
  const a2 = v128.load64_splat(c, 16);
  let lowW1 = v128.load(s);
  let highW1 = v128.load(s, 16);
  let lowW2 = v128.load(s, 32);
  let highW2 = v128.load(s, 48);
  for (; count > 0; count--) {
    const lowX = f64x2.mul(v128.load(row), gain);
    const lowW = f64x2.sub(f64x2.sub(lowX, f64x2.mul(a2, lowW2)), f64x2.mul(a1, lowW1));
    v128.store(row, f64x2.sub(lowW, lowW2));
    lowW2 = lowW1;
    lowW1 = lowW;
    const highX = f64x2.mul(v128.load(row, 16), gain);
    const highW = f64x2.sub(f64x2.sub(highX, f64x2.mul(a2, highW2)), f64x2.mul(a1, highW1));
    v128.store(row, f64x2.sub(highW, highW2), 16);
    highW2 = highW1;
    highW1 = highW;
    row += step;
  }
  v128.store(s, lowW1);
  v128.store(s, highW1, 16);
  v128.store(s, lowW2, 32);
  v128.store(s, highW2, 48);
}

function runBandPair(row: usize, count: usize, step: i32, c: usize, s: usize): void {
  const gain = f64x2.mul(v128.load64_splat(c), v128.load64_splat(c, 24));
  const a1 = v128.load64_splat(c, 8);
  const a2 = v128.load64_splat(c, 16);
  const e1 = v128.load64_splat(c, 32);
  const e2 = v128.load64_splat(c, 40);
  let lowW1 = v128.load(s);
  let highW1 = v128.load(s, 16);
  let lowW2 = v128.load(s, 32);
  let highW2 = v128.load(s, 48);
  let lowV1 = v128.load(s, 64);
  let highV1 = v128.load(s, 80);
  let lowV2 = v128.load(s, 96);
  let highV2 = v128.load(s, 112);
  for (; count > 0; count--) {
    const lowX = f64x2.mul(v128.load(row), gain);
    const lowW = f64x2.sub(f64x2.sub(lowX, f64x2.mul(a2, lowW2)), f64x2.mul(a1, lowW1));
    const lowY = f64x2.sub(lowW, lowW2);
    lowW2 = lowW1;
    lowW1 = lowW;
    const lowV = f64x2.sub(f64x2.sub(lowY, f64x2.mul(e2, lowV2)), f64x2.mul(e1, lowV1));
    v128.store(row, f64x2.sub(lowV, lowV2));
    lowV2 = lowV1;
    lowV1 = lowV;
    const highX = f64x2.mul(v128.load(row, 16), gain);
    const highW = f64x2.sub(f64x2.sub(highX, f64x2.mul(a2, highW2)), f64x2.mul(a1, highW1));
    const highY = f64x2.sub(highW, highW2);
    highW2 = highW1;
    highW1 = highW;
    const highV = f64x2.sub(f64x2.sub(highY, f64x2.mul(e2, highV2)), f64x2.mul(e1, highV1));
    v128.store(row, f64x2.sub(highV, highV2), 16);
    highV2 = highV1;
    highV1 = highV;
    row += step;
  }
  v128.store(s, lowW1);
  v128.store(s, highW1, 16);
  v128.store(s, lowW2, 32);
  v128.store(s, highW2, 48);
  v128.store(s, lowV1, 64);
  v128.store(s, highV1, 80);
  v128.store(s, lowV2, 96);
  v128.store(s, highV2, 112);
}
