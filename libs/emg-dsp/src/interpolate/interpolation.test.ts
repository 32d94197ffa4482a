import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError, SignalTooShortError } from '../errors';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import { interpolateAt } from './interpolate-at';
import { interpolateToPoints } from './interpolate-to-points';
import type { InterpolationMethod } from './knot-slopes';

const golden = readGolden<{
  even: { signal: GoldenNumbers; method: InterpolationMethod; numPoints: number; expected: GoldenNumbers }[];
  uneven: {
    times: GoldenNumbers;
    values: GoldenNumbers;
    queries: GoldenNumbers;
    method: InterpolationMethod;
    expected: GoldenNumbers;
  }[];
}>('interpolation');
const methods: InterpolationMethod[] = ['linear', 'pchip', 'akima', 'cubic'];

describe('interpolation against SciPy and NumPy', () => {
  it.each(golden.even.map((vector) => [vector.signal.length, vector.numPoints, vector.method, vector] as const))(
    '%i samples to %i points, %s',
    (_, numPoints, method, { signal, expected }) => {
      expectClose(interpolateToPoints(signalOf(signal), numPoints, { method, antiAlias: false }), expected, 1e-12);
      const times = signal.map((_, index) => index);
      const step = (signal.length - 1) / (numPoints - 1);
      const queries = expected.map((_, point) => (point === numPoints - 1 ? signal.length - 1 : point * step));
      expectClose(interpolateAt(times, signalOf(signal), queries, method), expected, 1e-12);
    },
  );

  it.each(golden.uneven)('at uneven times, $method', ({ times, values, queries, method, expected }) => {
    expectClose(interpolateAt(signalOf(times), signalOf(values), signalOf(queries), method), expected, 1e-12);
  });
});

describe('interpolateToPoints', () => {
  it('includes the first and the last sample and keeps its input', () => {
    const signals = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(
        signals,
        fc.integer({ min: 2, max: 120 }),
        fc.constantFrom(...methods),
        (values, numPoints, method) => {
          const signal = Float64Array.from(values);
          const copy = signal.slice();
          const points = interpolateToPoints(signal, numPoints, { method });
          expect(signal).toEqual(copy);
          expect(points[0]).toBe(signal[0]);
          expect(points[numPoints - 1]).toBe(signal[signal.length - 1]);
          expect(points.every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });

  it.each(methods)('reproduces a straight line, %s', (method) => {
    const line = Float64Array.from({ length: 37 }, (_, i) => 2 * i - 5);
    interpolateToPoints(line, 101, { method }).forEach((value, point) =>
      expect(value).toBeCloseTo(-5 + 0.72 * point, 11),
    );
    interpolateToPoints(line, 12, { method }).forEach((value, point) =>
      expect(value).toBeCloseTo(-5 + (72 / 11) * point, 10),
    );
  });

  it('reproduces a cubic with the spline and never overshoots with PCHIP', () => {
    const cubic = Float64Array.from({ length: 9 }, (_, i) => i ** 3 - 4 * i ** 2);
    interpolateToPoints(cubic, 17, { method: 'cubic' }).forEach((value, point) => {
      expect(value).toBeCloseTo((point / 2) ** 3 - 4 * (point / 2) ** 2, 10);
    });
    const steps = interpolateToPoints([0, 0, 0, 1, 1, 1], 200, { method: 'pchip' });
    expect(Math.max(...steps)).toBeLessThanOrEqual(1);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
  });

  it('removes what fewer points cannot show', () => {
    const fast = Float64Array.from({ length: 1001 }, (_, i) => Math.sin(i * 1.1));
    const points = interpolateToPoints(fast, 101);
    const folded = interpolateToPoints(fast, 101, { antiAlias: false });
    const largest = (values: Float64Array) => Math.max(...values.subarray(10, 90).map(Math.abs));
    expect(largest(points)).toBeLessThan(0.01);
    expect(largest(folded)).toBeGreaterThan(0.9);
  });

  it.each(methods)('leaves gaps open, %s', (method) => {
    const signal = [0, 1, 4, NaN, 2, NaN, 5, 6];
    const points = interpolateToPoints(signal, 15, { method });
    expect(Array.from(points, Number.isFinite)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((point) => point <= 4 || point === 8 || point >= 12),
    );
  });

  it('takes one sample as a constant, one point as the first sample', () => {
    expect(Array.from(interpolateToPoints([3], 4))).toEqual([3, 3, 3, 3]);
    expect(Array.from(interpolateToPoints([3, 9], 1))).toEqual([3]);
    expect(() => interpolateToPoints([], 4)).toThrow(SignalTooShortError);
    expect(() => interpolateToPoints([1, 2], 0)).toThrow(InvalidArgumentError);
    expect(() => interpolateToPoints([1, 2], 3, { method: 'spline' as 'cubic' })).toThrow(InvalidArgumentError);
  });
});

describe('interpolateAt', () => {
  it('is NaN outside, exact on samples and NaN beside a missing one', () => {
    const found = interpolateAt([0, 1, 3, 4], [10, 20, NaN, 40], [-0.1, 0, 0.5, 1, 2, 3, 4, 4.1, NaN], 'cubic');
    expect(Array.from(found)).toEqual([NaN, 10, 15, 20, NaN, NaN, 40, NaN, NaN]);
    expect(interpolateAt([], [], [1], 'linear')[0]).toBeNaN();
  });

  it('does not care in which order it is asked', () => {
    const times = Float64Array.from({ length: 50 }, (_, i) => i + 0.3 * Math.sin(i));
    const values = times.map((t) => Math.cos(t));
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 51, noNaN: true }), { maxLength: 30 }), (queries) => {
        const sorted = [...queries].sort((a, b) => a - b);
        const bySorted = new Map(
          sorted.map((query, index) => [query, interpolateAt(times, values, sorted, 'akima')[index]]),
        );
        const found = interpolateAt(times, values, queries, 'akima');
        queries.forEach((query, index) => expect(found[index]).toEqual(bySorted.get(query)));
      }),
      { numRuns: 30 },
    );
  });

  it('refuses times that do not ascend and lengths that differ', () => {
    expect(() => interpolateAt([0, 2, 2], [1, 2, 3], [1], 'linear')).toThrow('timesS[2]');
    expect(() => interpolateAt([0, NaN], [1, 2], [1], 'linear')).toThrow(InvalidArgumentError);
    expect(() => interpolateAt([0, 1], [1], [1], 'linear')).toThrow(LengthMismatchError);
  });
});
