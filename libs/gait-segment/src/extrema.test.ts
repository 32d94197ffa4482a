import { describe, expect, it } from 'vitest';
import { findPeaks, findValleys } from './extrema';

const options = { minProminence: 0.5, minDistance: 1 };

describe('findPeaks', () => {
  it('finds the top of a parabola between samples', () => {
    const samples = Float64Array.from({ length: 20 }, (_, i) => 5 - (i - 8.3) ** 2);
    const [peak] = findPeaks(samples, options);
    expect(peak.sample).toBe(8);
    expect(peak.position).toBeCloseTo(8.3, 9);
  });

  it('takes the middle of a plateau and no maximum at the edge', () => {
    expect(findPeaks(Float64Array.of(3, 0, 2, 2, 2, 0, 3), options).map(({ sample }) => sample)).toEqual([3]);
  });

  it('measures prominence from the higher valley', () => {
    const peaks = findPeaks(Float64Array.of(0, 3, 2, 5, 0), { minProminence: 0, minDistance: 1 });
    expect(peaks.map(({ prominence }) => prominence)).toEqual([1, 5]);
  });

  it('of two close peaks keeps the higher one', () => {
    const samples = Float64Array.of(0, 3, 0, 4, 0, 0, 0, 2, 0);
    expect(findPeaks(samples, { minProminence: 1, minDistance: 3 }).map(({ sample }) => sample)).toEqual([3, 7]);
  });

  it('lets a peak stand whose valley lies outside the recording, when asked', () => {
    const samples = Float64Array.of(4.8, 5, 3, 0, 3, 5.5, 0);
    const found = (minEdgeDrop?: number) =>
      findPeaks(samples, { minProminence: 1, minDistance: 1, minEdgeDrop }).map(({ sample }) => sample);
    expect(found()).toEqual([5]);
    expect(found(0.1)).toEqual([1, 5]);
  });

  it('treats the stretches beside a gap each for itself', () => {
    const samples = Float64Array.of(0, 2, 0, NaN, 1, 3, 1, NaN, 9);
    expect(findPeaks(samples, options).map(({ sample }) => sample)).toEqual([1, 5]);
  });

  it('gives nothing for an empty or constant signal', () => {
    expect(findPeaks(new Float64Array(0), options)).toEqual([]);
    expect(findPeaks(new Float64Array(9).fill(2), { minProminence: 0, minDistance: 1 })).toEqual([]);
  });

  it('finds valleys with their own height', () => {
    expect(findValleys(Float64Array.of(1, -2, 1), options)).toMatchObject([{ sample: 1, height: -2, prominence: 3 }]);
  });
});
