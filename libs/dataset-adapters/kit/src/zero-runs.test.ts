import { describe, expect, test } from 'vitest';
import { withoutZeroRuns } from './zero-runs';

describe('zeros in place of missing samples', () => {
  test('runs of four or more become NaN, shorter ones stay', () => {
    expect([...withoutZeroRuns([0, 1, 0, 0, 0, 2, 0, 0, 0, 0])]).toEqual([0, 1, 0, 0, 0, 2, NaN, NaN, NaN, NaN]);
    expect([...withoutZeroRuns([0, -0, 0, 0, 3, NaN, 0])]).toEqual([NaN, NaN, NaN, NaN, 3, NaN, 0]);
  });

  test('the input is not changed, and nothing stays nothing', () => {
    const samples = new Float64Array(5);
    expect(withoutZeroRuns(samples).every(Number.isNaN)).toBe(true);
    expect([...samples]).toEqual([0, 0, 0, 0, 0]);
    expect(withoutZeroRuns([])).toHaveLength(0);
  });
});
