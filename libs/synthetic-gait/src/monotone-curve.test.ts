import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hermite, monotoneCurve } from './monotone-curve';

describe('monotoneCurve', () => {
  it('reproduces a straight line, beyond its ends too', () => {
    const curve = monotoneCurve([0, 1, 3, 4], [0, 2, 6, 8]);
    for (const x of [-1, 0.5, 2, 3.9, 6]) expect(curve(x)).toBeCloseTo(2 * x, 12);
  });

  it('rests between equal points', () => {
    const curve = monotoneCurve([0, 1, 2, 3], [0, 1, 1, 2]);
    expect(curve(1.5)).toBe(1);
  });

  it('passes the points and never leaves the range between two of them', () => {
    const points = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 1, noNaN: true }), (ys, share) => {
        const curve = monotoneCurve(
          ys.map((_, index) => index),
          ys,
        );
        ys.slice(0, -1).forEach((y, index) => {
          expect(curve(index)).toBeCloseTo(y, 9);
          const between = curve(index + share);
          expect(between).toBeGreaterThanOrEqual(Math.min(y, ys[index + 1]) - 1e-9);
          expect(between).toBeLessThanOrEqual(Math.max(y, ys[index + 1]) + 1e-9);
        });
      }),
    );
  });
});

describe('hermite', () => {
  it('has the given ends', () => {
    expect(hermite(0, 3, 1, 7, -2)).toBe(3);
    expect(hermite(1, 3, 1, 7, -2)).toBe(7);
    expect((hermite(1e-6, 3, 1, 7, -2) - 3) / 1e-6).toBeCloseTo(1, 4);
  });
});
