import { describe, expect, it, test } from 'vitest';
import { evenClock, UnevenClockError } from './index';

const stamps = (count: number, samplingRateHz: number, digits: number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => Number((2 + row / samplingRateHz).toFixed(digits)));

describe('the clock behind written times', () => {
  it.each([
    [1920, 6],
    [1920, 9],
    [1000 / 0.9, 4],
    [100, 2],
  ])('%d Hz, written with %d digits', (samplingRateHz, digits) => {
    const clock = evenClock(stamps(20_000, samplingRateHz, digits));
    expect(Math.abs(clock.samplingRateHz / samplingRateHz - 1)).toBeLessThan(1e-5);
    expect([clock.startS, clock.numSamples, clock.lostRows]).toEqual([2, 20_000, 0]);
  });

  test('lost rows leave a gap and do not change the rate', () => {
    const timesS = stamps(4000, 1920, 6).filter((_, row) => row < 1000 || row >= 1500);
    const clock = evenClock(timesS);
    expect(clock.samplingRateHz).toBeCloseTo(1920, 1);
    expect([clock.numSamples, clock.lostRows]).toEqual([4000, 500]);
    const column = clock.spread(timesS);
    expect(column.slice(1000, 1500).every(Number.isNaN)).toBe(true);
    expect([column[999], column[1500]]).toEqual([timesS[999], timesS[1000]]);
  });

  test('a column of a whole table is handed on as it is', () => {
    const timesS = stamps(10, 100, 2);
    expect(evenClock(timesS).spread(timesS)).toBe(timesS);
  });
});

test.each([
  ['a single row', [0]],
  ['time that goes back', [0, 0.01, 0.005, 0.02]],
  ['a row twice', [0, 0.01, 0.01, 0.02]],
  ['a row without a time', [0, NaN, 0.02]],
  ['an endless pause', [0, 0.01, 0.02, 100]],
  ['a rate that changes', Array.from({ length: 40 }, (_, row) => row * 0.008 + Math.max(0, row - 20) * 0.003)],
])('%s is no even clock', (_, timesS) => {
  expect(() => evenClock(Float64Array.from(timesS))).toThrow(UnevenClockError);
});
