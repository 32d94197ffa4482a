import { ROW } from './rows';
import { medianMagnitudes } from './selection';

/** Divides a median magnitude into the standard deviation of Gaussian noise. */
const MAD_OF_GAUSSIAN: f64 = 0.6745;

/** Tables of an orthogonal wavelet: four filters of `taps` coefficients one after the other, and what all nodes of a tree share. */
@unmanaged
class Tree {
  /** Number of coefficients of each filter. */
  taps: i32;
  /** 1: low and high bands are split (packet); 0: low bands only. */
  isPacket: i32;
  /** Decomposition low, high, reconstruction low, high. */
  filters: usize;
  /** Row of thresholds. */
  thresholds: usize;
  /** Scratch of the selection. */
  scratch: usize;
  /** Threshold in standard deviations of the noise. */
  numSds: f64;
}

/**
 * Denoises rows in place: splits them `levels` times, shrinks detail coefficients softly, joins them again.
 *
 * Without packets all details share the noise level of the finest band; in a packet every leaf has its own.
 * @param free - rows for two bands per level and their margins of `taps` rows
 */
export function denoiseTree<T>(rows: usize, numRows: i32, levels: i32, free: usize, tree: usize): void {
  denoiseNode<T>(rows, numRows, levels, free, changetype<Tree>(tree), true);
}

function denoiseNode<T>(rows: usize, numRows: i32, levels: i32, free: usize, tree: Tree, isRoot: bool): void {
  if (levels === 0) {
    if (tree.isPacket) {
      setThresholds<T>(rows, numRows, tree);
      shrink<T>(rows, numRows, tree.thresholds);
    }
    return;
  }
  const taps = tree.taps;
  const count = (numRows + taps - 1) >> 1;
  const margin = <usize>taps * ROW;
  const low = free + margin;
  const high = low + <usize>count * ROW + 2 * margin;
  const next = high + <usize>count * ROW + margin;
  extendSymmetric<T>(rows, numRows, taps - 2, taps);
  split<T>(rows, low, high, count, tree.filters, taps);
  if (tree.isPacket) denoiseNode<T>(high, count, levels - 1, next, tree, false);
  else {
    if (isRoot) setThresholds<T>(high, count, tree);
    shrink<T>(high, count, tree.thresholds);
  }
  denoiseNode<T>(low, count, levels - 1, next, tree, false);
  join<T>(low, high, rows, numRows, tree.filters + <usize>(2 * taps) * sizeof<T>(), taps);
}

/** Threshold of every lane: noise level by the median magnitude, times the tree's number of standard deviations. */
function setThresholds<T>(rows: usize, numRows: i32, tree: Tree): void {
  medianMagnitudes<T>(rows, numRows, tree.thresholds, tree.scratch);
  for (let lane = tree.thresholds; lane < tree.thresholds + ROW; lane += sizeof<T>())
    store<T>(lane, <T>((<f64>load<T>(lane) / MAD_OF_GAUSSIAN) * tree.numSds));
}

/** Soft threshold in place: everything moves towards 0 by the lane's threshold, and stops there. */
export function shrink<T>(rows: usize, numRows: i32, thresholds: usize): void {
  const low = v128.load(thresholds);
  const high = v128.load(thresholds, 16);
  const lowFloor = v128.neg<T>(low);
  const highFloor = v128.neg<T>(high);
  const end = rows + <usize>numRows * ROW;
  for (; rows < end; rows += ROW) {
    const first = v128.load(rows);
    const second = v128.load(rows, 16);
    v128.store(rows, v128.sub<T>(first, v128.pmax<T>(v128.pmin<T>(first, low), lowFloor)));
    v128.store(rows, v128.sub<T>(second, v128.pmax<T>(v128.pmin<T>(second, high), highFloor)), 16);
  }
}

/** Mirrors rows at both ends with the end row repeated, as often as needed. */
function extendSymmetric<T>(rows: usize, numRows: i32, before: i32, after: i32): void {
  const period = 2 * numRows;
  for (let i = 1; i <= before; i++) {
    const phase = (i - 1) % period;
    const source = phase < numRows ? phase : period - 1 - phase;
    memory.copy(rows - <usize>i * ROW, rows + <usize>source * ROW, ROW);
  }
  for (let i = 0; i < after; i++) {
    const phase = i % period;
    const source = phase < numRows ? numRows - 1 - phase : phase - numRows;
    memory.copy(rows + <usize>(numRows + i) * ROW, rows + <usize>source * ROW, ROW);
  }
}

/**
 * One step down: every second output of the low and of the high filter.
 *
 * Two outputs of each at a time share the taps; for an odd number this writes one row of margin.
 */
export function split<T>(rows: usize, toLow: usize, toHigh: usize, count: i32, filters: usize, taps: i32): void {
  const span = <usize>taps * sizeof<T>();
  const end = filters + span;
  let newest = rows + ROW;
  for (let i = 0; i < count; i += 2) {
    let lowA = v128.splat<T>(0);
    let lowB = v128.splat<T>(0);
    let highA = v128.splat<T>(0);
    let highB = v128.splat<T>(0);
    let nextLowA = v128.splat<T>(0);
    let nextLowB = v128.splat<T>(0);
    let nextHighA = v128.splat<T>(0);
    let nextHighB = v128.splat<T>(0);
    let row = newest;
    for (let tap = filters; tap < end; tap += sizeof<T>()) {
      const low = v128.load_splat<T>(tap);
      const high = v128.load_splat<T>(tap + span);
      const a = v128.load(row);
      lowA = v128.add<T>(lowA, v128.mul<T>(low, a));
      highA = v128.add<T>(highA, v128.mul<T>(high, a));
      const b = v128.load(row, 16);
      lowB = v128.add<T>(lowB, v128.mul<T>(low, b));
      highB = v128.add<T>(highB, v128.mul<T>(high, b));
      const nextA = v128.load(row, 64);
      nextLowA = v128.add<T>(nextLowA, v128.mul<T>(low, nextA));
      nextHighA = v128.add<T>(nextHighA, v128.mul<T>(high, nextA));
      const nextB = v128.load(row, 80);
      nextLowB = v128.add<T>(nextLowB, v128.mul<T>(low, nextB));
      nextHighB = v128.add<T>(nextHighB, v128.mul<T>(high, nextB));
      row -= ROW;
    }
    v128.store(toLow, lowA);
    v128.store(toLow, lowB, 16);
    v128.store(toLow, nextLowA, 32);
    v128.store(toLow, nextLowB, 48);
    v128.store(toHigh, highA);
    v128.store(toHigh, highB, 16);
    v128.store(toHigh, nextHighA, 32);
    v128.store(toHigh, nextHighB, 48);
    toLow += 2 * ROW;
    toHigh += 2 * ROW;
    newest += 4 * ROW;
  }
}

/** One step up: two outputs share the coefficients that they are made of. */
export function join<T>(low: usize, high: usize, to: usize, numRows: i32, filters: usize, taps: i32): void {
  const size = sizeof<T>();
  const span = <usize>taps * size;
  const end = filters + span;
  const firstNewest = <usize>((taps - 2) >> 1) * ROW;
  let fromLow = low + firstNewest;
  let fromHigh = high + firstNewest;
  for (let i = 0; i < numRows; i += 2) {
    let evenA = v128.splat<T>(0);
    let evenB = v128.splat<T>(0);
    let oddA = v128.splat<T>(0);
    let oddB = v128.splat<T>(0);
    let lowRow = fromLow;
    let highRow = fromHigh;
    for (let tap = filters; tap < end; tap += 2 * size) {
      const lowA = v128.load(lowRow);
      const lowB = v128.load(lowRow, 16);
      const highA = v128.load(highRow);
      const highB = v128.load(highRow, 16);
      const lowEven = v128.load_splat<T>(tap);
      const highEven = v128.load_splat<T>(tap + span);
      evenA = v128.add<T>(evenA, v128.add<T>(v128.mul<T>(lowEven, lowA), v128.mul<T>(highEven, highA)));
      evenB = v128.add<T>(evenB, v128.add<T>(v128.mul<T>(lowEven, lowB), v128.mul<T>(highEven, highB)));
      const lowOdd = v128.load_splat<T>(tap + size);
      const highOdd = v128.load_splat<T>(tap + span + size);
      oddA = v128.add<T>(oddA, v128.add<T>(v128.mul<T>(lowOdd, lowA), v128.mul<T>(highOdd, highA)));
      oddB = v128.add<T>(oddB, v128.add<T>(v128.mul<T>(lowOdd, lowB), v128.mul<T>(highOdd, highB)));
      lowRow -= ROW;
      highRow -= ROW;
    }
    v128.store(to, evenA);
    v128.store(to, evenB, 16);
    // For an odd number of rows this writes one row of margin.
    v128.store(to, oddA, 32);
    v128.store(to, oddB, 48);
    to += 2 * ROW;
    fromLow += ROW;
    fromHigh += ROW;
  }
}
