import { ROW } from './rows';

/**
 * Parts rows into those of even and of odd index: the even ones move together in place, the odd ones go elsewhere.
 * @param count - number of odd rows; there are as many even ones
 * @param alternating - gets the sum of the even rows with alternating signs
 */
export function partRows<T>(rows: usize, odd: usize, count: i32, alternating: usize): void {
  let low = v128.splat<T>(0);
  let high = v128.splat<T>(0);
  let from = rows;
  const end = odd + <usize>count * ROW;
  for (; odd < end; odd += ROW) {
    const lowEven = v128.load(from);
    const highEven = v128.load(from, 16);
    // The difference from the sum so far changes the sign of all that came before.
    low = v128.sub<T>(lowEven, low);
    high = v128.sub<T>(highEven, high);
    v128.store(odd, v128.load(from, 32));
    v128.store(odd, v128.load(from, 48), 16);
    v128.store(rows, lowEven);
    v128.store(rows, highEven, 16);
    rows += ROW;
    from += 2 * ROW;
  }
  const isOdd = count & 1;
  v128.store(alternating, isOdd ? low : v128.neg<T>(low));
  v128.store(alternating, isOdd ? high : v128.neg<T>(high), 16);
}

/**
 * Half of every even row, plus the odd rows moved by half a step (real and imaginary parts exchanged), plus what the alternating
 * sum adds at the new Nyquist frequency.
 */
export function joinHalves<T>(even: usize, moved: usize, to: usize, count: i32, alternating: usize): void {
  const half = v128.splat<T>(<T>0.5);
  let low = v128.load(alternating);
  let high = v128.load(alternating, 16);
  const end = to + <usize>count * ROW;
  for (; to < end; to += ROW) {
    const first = v128.load(even);
    const second = v128.load(even, 16);
    const lowMoved = v128.load(moved, 16);
    const highMoved = v128.load(moved);
    v128.store(to, v128.add<T>(v128.add<T>(v128.mul<T>(half, first), lowMoved), low));
    v128.store(to, v128.add<T>(v128.add<T>(v128.mul<T>(half, second), highMoved), high), 16);
    low = v128.neg<T>(low);
    high = v128.neg<T>(high);
    even += ROW;
    moved += ROW;
  }
}
