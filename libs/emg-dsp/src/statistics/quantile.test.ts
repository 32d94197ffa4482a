import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { median, medianAbsolute, quantile } from './quantile';

describe('quantile', () => {
  it('interpolates between order statistics', () => {
    const signal = Float64Array.of(10, 0, 30, 20);
    expect(quantile(signal, 0)).toBe(0);
    expect(quantile(signal, 1)).toBe(30);
    expect(quantile(signal, 0.5)).toBe(15);
    expect(quantile(signal, 0.9)).toBeCloseTo(27, 12);
    expect([...signal]).toEqual([10, 0, 30, 20]);
  });

  it('equals the interpolated order statistic of a sorted copy', () => {
    fc.assert(
      fc.property(
        fc.float64Array({ minLength: 1, maxLength: 60, noNaN: true, min: -1e6, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (signal, fraction) => {
          const sorted = Float64Array.from(signal).sort();
          const position = fraction * (sorted.length - 1);
          const rank = Math.floor(position);
          const upper = sorted[Math.min(rank + 1, sorted.length - 1)];
          expect(quantile(signal, fraction)).toBeCloseTo(sorted[rank] + (upper - sorted[rank]) * (position - rank), 6);
        },
      ),
    );
  });

  it('leaves gaps out and says NaN when nothing is left', () => {
    expect(median(Float64Array.of(NaN, 3, Infinity, 1, 2))).toBe(2);
    expect(medianAbsolute(Float64Array.of(-5, 1, NaN, -2))).toBe(2);
    expect(median(new Float64Array(0))).toBeNaN();
    expect(median(Float64Array.of(NaN))).toBeNaN();
    expect(median(new Float64Array(1000).fill(7))).toBe(7);
  });

  it('refuses a fraction outside 0 to 1', () => {
    expect(() => quantile([1], 1.5)).toThrow(InvalidArgumentError);
    expect(() => quantile([1], NaN)).toThrow(InvalidArgumentError);
  });
});
