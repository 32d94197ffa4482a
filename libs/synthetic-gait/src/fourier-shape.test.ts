import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fourierValue, sineSeriesMean, sineSeriesValue } from './fourier-shape';

const coefficients = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 });

describe('fourierValue', () => {
  it('is the series written out', () => {
    const shape = { mean: 1, cosine: [2, 0.5], sine: [-1, 0.25] };
    const angle = 2 * Math.PI * 0.3;
    const expected = 1 + 2 * Math.cos(angle) - Math.sin(angle) + 0.5 * Math.cos(2 * angle) + 0.25 * Math.sin(2 * angle);
    expect(fourierValue(shape, 0.3)).toBeCloseTo(expected, 12);
  });

  it('repeats after one cycle', () => {
    fc.assert(
      fc.property(coefficients, fc.double({ min: -2, max: 2, noNaN: true }), (terms, phase) => {
        const shape = { mean: 0.5, cosine: terms, sine: terms };
        expect(fourierValue(shape, phase + 1)).toBeCloseTo(fourierValue(shape, phase), 9);
      }),
    );
  });
});

describe('sineSeriesValue', () => {
  it('is the series written out within stance and nothing outside', () => {
    const s = 0.37;
    expect(sineSeriesValue([1, -2, 0.5], s)).toBeCloseTo(
      Math.sin(Math.PI * s) - 2 * Math.sin(2 * Math.PI * s) + 0.5 * Math.sin(3 * Math.PI * s),
      12,
    );
    expect([-0.1, 0, 1, 1.2, NaN].map((outside) => sineSeriesValue([1, 2], outside))).toEqual([0, 0, 0, 0, 0]);
  });

  it('has the mean that integration finds', () => {
    fc.assert(
      fc.property(coefficients, (terms) => {
        const steps = 2000;
        let sum = 0;
        for (let i = 0; i < steps; i += 1) sum += sineSeriesValue(terms, (i + 0.5) / steps);
        expect(sineSeriesMean(terms)).toBeCloseTo(sum / steps, 4);
      }),
    );
  });
});
