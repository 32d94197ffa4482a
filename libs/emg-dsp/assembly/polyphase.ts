import { HALF, ROW } from './rows';

/**
 * Rate change by up / down: every output row is the dot product of one phase's taps with consecutive rows.
 *
 * Four sums run side by side (two vectors, even and odd taps), since one alone would wait for each addition.
 * @param rows - row 0 of the input; rows before and after it must hold its continuation
 * @param taps - phases one after the other, `tapsPerPhase` numbers each, in the order of time
 * @param delay - half length of the filter on the upsampled grid
 */
export function polyphase<T>(
  rows: usize,
  to: usize,
  numOut: i32,
  up: i32,
  down: i32,
  delay: i32,
  taps: usize,
  tapsPerPhase: i32,
): void {
  const size = sizeof<T>();
  let newest = delay / up;
  let phase = delay % up;
  const stepRows = down / up;
  const stepPhase = down % up;
  const lastTo = to + <usize>numOut * ROW;
  const pairs = tapsPerPhase >> 1;
  for (; to < lastTo; to += ROW) {
    let row = rows + <usize>((newest - tapsPerPhase + 1) * <i32>ROW);
    let tap = taps + <usize>(phase * tapsPerPhase) * size;
    let low = v128.splat<T>(0);
    let high = v128.splat<T>(0);
    let lowOdd = v128.splat<T>(0);
    let highOdd = v128.splat<T>(0);
    for (let pair = 0; pair < pairs; pair++) {
      const even = v128.load_splat<T>(tap);
      const odd = v128.load_splat<T>(tap + size);
      low = v128.add<T>(low, v128.mul<T>(even, v128.load(row)));
      high = v128.add<T>(high, v128.mul<T>(even, v128.load(row, 16)));
      lowOdd = v128.add<T>(lowOdd, v128.mul<T>(odd, v128.load(row, 32)));
      highOdd = v128.add<T>(highOdd, v128.mul<T>(odd, v128.load(row, 48)));
      row += 2 * ROW;
      tap += 2 * size;
    }
    if (tapsPerPhase & 1) {
      const even = v128.load_splat<T>(tap);
      low = v128.add<T>(low, v128.mul<T>(even, v128.load(row)));
      high = v128.add<T>(high, v128.mul<T>(even, v128.load(row, 16)));
    }
    v128.store(to, v128.add<T>(low, lowOdd));
    v128.store(to, v128.add<T>(high, highOdd), 16);
    newest += stepRows;
    phase += stepPhase;
    if (phase >= up) {
      phase -= up;
      newest++;
    }
  }
}

/**
 * 2:1 by a half-band filter: one tap in the middle and `numPairs` pairs of equal taps at odd distances; the taps between are zero.
 * @param taps - the middle tap, then the pair at distance 1, 3, 5, ...
 */
export function halfBand<T>(rows: usize, to: usize, numOut: i32, taps: usize, numPairs: i32): void {
  const size = sizeof<T>();
  const lastTo = to + <usize>numOut * ROW;
  const middle = v128.load_splat<T>(taps);
  const firstPair = taps + size;
  for (; to < lastTo; to += ROW) {
    let low = v128.mul<T>(middle, v128.load(rows));
    let high = v128.mul<T>(middle, v128.load(rows, 16));
    let lowOther = v128.splat<T>(0);
    let highOther = v128.splat<T>(0);
    let before = rows - ROW;
    let after = rows + ROW;
    let tap = firstPair;
    for (let pair = 1; pair < numPairs; pair += 2) {
      const near = v128.load_splat<T>(tap);
      const far = v128.load_splat<T>(tap + size);
      low = v128.add<T>(low, v128.mul<T>(near, v128.add<T>(v128.load(before), v128.load(after))));
      high = v128.add<T>(high, v128.mul<T>(near, v128.add<T>(v128.load(before, 16), v128.load(after, 16))));
      before -= 2 * ROW;
      after += 2 * ROW;
      lowOther = v128.add<T>(lowOther, v128.mul<T>(far, v128.add<T>(v128.load(before), v128.load(after))));
      highOther = v128.add<T>(highOther, v128.mul<T>(far, v128.add<T>(v128.load(before, 16), v128.load(after, 16))));
      before -= 2 * ROW;
      after += 2 * ROW;
      tap += 2 * size;
    }
    v128.store(to, v128.add<T>(low, lowOther));
    v128.store(to, v128.add<T>(high, highOther), 16);
    rows += 2 * ROW;
  }
}
