import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IMPUTATION_METHODS, imputeGaps } from './imputation';

const fill = (
  samples: readonly number[],
  method: (typeof IMPUTATION_METHODS)[number],
  longestGap: number,
): number[] => [...imputeGaps(Float64Array.from(samples), method, longestGap).samples];

describe('worked values', () => {
  test('linear: a straight line', () => {
    expect(fill([1, NaN, NaN, 4], 'linear', 2)).toEqual([1, 2, 3, 4]);
  });

  test('neighbour-mean: up to five recorded samples before and four after', () => {
    const samples = [100, 1, 2, 3, 4, 5, NaN, NaN, 6, 7, 8, 9, 100];
    expect(fill(samples, 'neighbour-mean', 2)[6]).toBe((1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9) / 9);
  });

  test('neighbour-mean: imputed values do not feed later ones', () => {
    const filled = fill([0, NaN, 6, NaN, 0], 'neighbour-mean', 1);
    expect(filled).toEqual([0, 2, 6, 2, 0]);
  });

  test('none: gaps stay', () => {
    expect(fill([1, NaN, 3], 'none', 5)).toEqual([1, NaN, 3]);
  });

  test('counts what it filled', () => {
    expect(imputeGaps(Float64Array.of(1, NaN, 3, NaN, NaN, 6), 'linear', 1).imputed).toBe(1);
  });
});

describe('what stays missing', () => {
  test('a gap that is too long, ends without a sample behind them, a column that was never recorded', () => {
    expect(fill([NaN, 1, NaN, NaN, 2, NaN], 'linear', 1)).toEqual([NaN, 1, NaN, NaN, 2, NaN]);
    for (const method of IMPUTATION_METHODS) expect(fill([NaN, NaN], method, 9)).toEqual([NaN, NaN]);
    expect(fill([], 'linear', 9)).toEqual([]);
  });
});

test('recorded samples are never changed, filled ones lie between the samples beside them, and nothing is mutated', () => {
  const sample = fc.oneof(fc.constant(NaN), fc.double({ min: -1e3, max: 1e3, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 40 }),
      fc.constantFrom(...IMPUTATION_METHODS),
      fc.nat(10),
      (samples, method, longestGap) => {
        const source = Float64Array.from(samples);
        const { samples: filled, imputed } = imputeGaps(source, method, longestGap);
        expect([...source]).toEqual(samples);
        const recorded = samples.filter((value) => !Number.isNaN(value));
        const added = [...filled].filter((value, i) => Number.isNaN(samples[i]) && !Number.isNaN(value));
        expect(added).toHaveLength(imputed);
        samples.forEach((value, i) => Number.isNaN(value) || expect(filled[i]).toBe(value));
        for (const value of added) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...recorded) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...recorded) + 1e-9);
        }
      },
    ),
  );
});
