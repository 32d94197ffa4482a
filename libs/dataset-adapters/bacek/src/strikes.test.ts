import { describe, expect, test } from 'vitest';
import { inventedStrides, isAscending, strikesOf } from './strikes';

const strikes = (...timesS: number[]) => ({ timesS: Float64Array.from(timesS), resolutionS: 0.001 });

describe('strikes', () => {
  test('indices count from 1, at the rate of the file', () => {
    const fine = Float64Array.of(1, 1201, 2401);
    const coarse = Float64Array.of(1, 121, 241);
    expect(strikesOf({ fine, coarse }, 1000)).toEqual({ timesS: Float64Array.of(0, 1.2, 2.4), resolutionS: 0.001 });
    expect(strikesOf({ fine, coarse }, 2000)?.timesS[1]).toBe(0.6);
    expect(strikesOf({ fine: null, coarse }, 2000)).toEqual({
      timesS: Float64Array.of(0, 1.2, 2.4),
      resolutionS: 0.01,
    });
    expect(strikesOf({ fine: null, coarse: null }, 1000)).toBeNull();
  });

  test('ascend only without a gap and without a step back', () => {
    expect(isAscending(strikes(0, 1, 2))).toBe(true);
    expect(isAscending(strikes(0, 1, 1))).toBe(false);
    expect(isAscending(strikes(0, NaN, 2))).toBe(false);
  });
});

describe('invented strides', () => {
  test('two neighbours that take the mean of all before them look invented', () => {
    // 1.0, 1.1, 1.2, then the mean 1.1 twice
    expect(inventedStrides(strikes(0, 1, 2.1, 3.3, 4.4, 5.5, 6.7))).toEqual([false, false, false, true, true, false]);
  });

  test('one alone may be chance, and two strides have no mean yet', () => {
    expect(inventedStrides(strikes(0, 1, 2.1, 3.3, 4.4, 5.6))).toEqual(new Array(5).fill(false));
    expect(inventedStrides(strikes(0, 1, 2, 3))).toEqual(new Array(3).fill(false));
    expect(inventedStrides(strikes(0))).toEqual([]);
  });
});
