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
 *
 * Two outputs at a time: what lies on the left of the first at one distance lies on the left of the second at the next, and the
 * other way round on the right, so that every row is loaded once for both. An odd number of outputs writes one row more.
 * @param taps - the middle tap, then the pair at distance 1, 3, 5, ...
 */
export function halfBand<T>(rows: usize, to: usize, numOut: i32, taps: usize, numPairs: i32): void {
  const size = sizeof<T>();
  const lastTo = to + <usize>numOut * ROW;
  const middle = v128.load_splat<T>(taps);
  const lastTap = taps + (<usize>numPairs) * size;
  for (; to < lastTo; to += 2 * ROW) {
    let lowA = v128.mul<T>(middle, v128.load(rows));
    let highA = v128.mul<T>(middle, v128.load(rows, 16));
    let lowB = v128.mul<T>(middle, v128.load(rows, 64));
    let highB = v128.mul<T>(middle, v128.load(rows, 80));
    // Row 1 lies to the right of the first output and to the left of the second.
    let lowLeftB = v128.load(rows, 32);
    let highLeftB = v128.load(rows, 48);
    let lowRightA = lowLeftB;
    let highRightA = highLeftB;
    let left = rows - ROW;
    let right = rows + 3 * ROW;
    for (let tap = taps + size; tap <= lastTap; tap += size) {
      const weight = v128.load_splat<T>(tap);
      const lowLeft = v128.load(left);
      const lowRight = v128.load(right);
      lowA = v128.add<T>(lowA, v128.mul<T>(weight, v128.add<T>(lowLeft, lowRightA)));
      lowB = v128.add<T>(lowB, v128.mul<T>(weight, v128.add<T>(lowLeftB, lowRight)));
      lowLeftB = lowLeft;
      lowRightA = lowRight;
      const highLeft = v128.load(left, 16);
      const highRight = v128.load(right, 16);
      highA = v128.add<T>(highA, v128.mul<T>(weight, v128.add<T>(highLeft, highRightA)));
      highB = v128.add<T>(highB, v128.mul<T>(weight, v128.add<T>(highLeftB, highRight)));
      highLeftB = highLeft;
      highRightA = highRight;
      left -= 2 * ROW;
      right += 2 * ROW;
    }
    v128.store(to, lowA);
    v128.store(to, highA, 16);
    v128.store(to, lowB, 32);
    v128.store(to, highB, 48);
    rows += 4 * ROW;
  }
}
