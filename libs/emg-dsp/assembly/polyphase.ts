import { ROW } from './rows';

/**
 * Rate change by up / down: every output row is the dot product of one phase's taps with consecutive rows.
 *
 * Two outputs at a time, so that a row that both need is loaded once. An odd number of outputs writes one row more, from `down / up`
 * rows further on.
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
  const span = <usize>tapsPerPhase * size;
  const stepRows = down / up;
  const stepPhase = down % up;
  const end = to + <usize>numOut * ROW;
  let phase = delay % up;
  let row = rows + <usize>((delay / up - tapsPerPhase + 1) * <i32>ROW);
  for (; to < end; to += 2 * ROW) {
    let tapA = taps + <usize>phase * span;
    const endA = tapA + span;
    let next = row + <usize>stepRows * ROW;
    phase += stepPhase;
    if (phase >= up) {
      phase -= up;
      next += ROW;
    }
    let tapB = taps + <usize>phase * span;
    const endB = tapB + span;
    let lowA = v128.splat<T>(0);
    let highA = v128.splat<T>(0);
    let lowB = v128.splat<T>(0);
    let highB = v128.splat<T>(0);
    for (; row < next; row += ROW) {
      const tap = v128.load_splat<T>(tapA);
      lowA = v128.add<T>(lowA, v128.mul<T>(tap, v128.load(row)));
      highA = v128.add<T>(highA, v128.mul<T>(tap, v128.load(row, 16)));
      tapA += size;
    }
    // Two taps are added before their sum joins the total, since a total alone would wait for each addition.
    for (; tapA + size < endA; tapA += 2 * size) {
      const low = v128.load(row);
      const lowNext = v128.load(row, 32);
      const a = v128.load_splat<T>(tapA);
      const aNext = v128.load_splat<T>(tapA + size);
      lowA = v128.add<T>(lowA, v128.add<T>(v128.mul<T>(a, low), v128.mul<T>(aNext, lowNext)));
      const b = v128.load_splat<T>(tapB);
      const bNext = v128.load_splat<T>(tapB + size);
      lowB = v128.add<T>(lowB, v128.add<T>(v128.mul<T>(b, low), v128.mul<T>(bNext, lowNext)));
      const high = v128.load(row, 16);
      const highNext = v128.load(row, 48);
      highA = v128.add<T>(highA, v128.add<T>(v128.mul<T>(a, high), v128.mul<T>(aNext, highNext)));
      highB = v128.add<T>(highB, v128.add<T>(v128.mul<T>(b, high), v128.mul<T>(bNext, highNext)));
      row += 2 * ROW;
      tapB += 2 * size;
    }
    if (tapA < endA) {
      const tap = v128.load_splat<T>(tapA);
      lowA = v128.add<T>(lowA, v128.mul<T>(tap, v128.load(row)));
      highA = v128.add<T>(highA, v128.mul<T>(tap, v128.load(row, 16)));
    }
    for (; tapB < endB; tapB += size) {
      const tap = v128.load_splat<T>(tapB);
      lowB = v128.add<T>(lowB, v128.mul<T>(tap, v128.load(row)));
      highB = v128.add<T>(highB, v128.mul<T>(tap, v128.load(row, 16)));
      row += ROW;
    }
    v128.store(to, lowA);
    v128.store(to, highA, 16);
    v128.store(to, lowB, 32);
    v128.store(to, highB, 48);
    row = next + <usize>stepRows * ROW;
    phase += stepPhase;
    if (phase >= up) {
      phase -= up;
      row += ROW;
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
