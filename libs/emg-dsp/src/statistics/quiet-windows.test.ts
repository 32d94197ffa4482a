import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { gaussianNoise } from '../simulation/emg-simulation';
import { quietestWindows } from './quiet-windows';

describe('quietestWindows', () => {
  it('finds the rest between two bursts', () => {
    const signal = gaussianNoise(3000, 1).map((value, i) => (i >= 1000 && i < 2000 ? 0.1 * value : value));
    const { windows, quietMeanSquare, loudMeanSquare } = quietestWindows(signal, { samplingRateHz: 1000 });
    expect(windows.every(({ startSample, endSample }) => startSample >= 1000 && endSample <= 2000)).toBe(true);
    expect(quietMeanSquare).toBeGreaterThan(0.008);
    expect(quietMeanSquare).toBeLessThan(0.0105);
    expect(loudMeanSquare).toBeGreaterThan(1);
  });

  it('leaves out windows that are mostly missing, and has none when all are', () => {
    const signal = new Float64Array(1000).fill(1);
    signal.fill(0, 300, 500);
    signal.fill(NaN, 300, 440);
    const { windows } = quietestWindows(signal, { samplingRateHz: 1000 });
    expect(windows).toContainEqual({ startSample: 400, endSample: 500 });
    expect(windows.some(({ startSample }) => startSample === 300)).toBe(false);
    const everyTenth = gaussianNoise(1000, 3).map((value, i) => (i % 10 === 0 ? NaN : value));
    expect(quietestWindows(everyTenth, { samplingRateHz: 1000 }).quietMeanSquare).toBeGreaterThan(0.5);
    expect(quietestWindows([NaN, NaN, NaN], { samplingRateHz: 1000 }).quietMeanSquare).toBeNaN();
    expect(quietestWindows([], { samplingRateHz: 1000 }).windows).toEqual([]);
  });

  it('takes a recording shorter than a window as one window', () => {
    expect(quietestWindows([2, 2], { samplingRateHz: 1000 })).toEqual({
      windows: [{ startSample: 0, endSample: 2 }],
      quietMeanSquare: 4,
      loudMeanSquare: 4,
    });
    expect(quietestWindows([3], { samplingRateHz: 1000 }).quietMeanSquare).toBe(9);
  });

  it('refuses impossible options', () => {
    expect(() => quietestWindows([1], { samplingRateHz: 0 })).toThrow(InvalidArgumentError);
    expect(() => quietestWindows([1], { samplingRateHz: 1, share: 0.6 })).toThrow(InvalidArgumentError);
    expect(() => quietestWindows([1], { samplingRateHz: 1, windowS: NaN })).toThrow(InvalidArgumentError);
  });
});
