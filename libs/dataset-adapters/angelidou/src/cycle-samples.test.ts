import { describe, expect, test } from 'vitest';
import { interpolated, recutOf, recutSamples, wholeCycle } from './cycle-samples';

const bounds = [
  { start: 10, end: 11 },
  { start: 11, end: 13 },
  { start: 14, end: 15 },
];
const onGrid = { samplingRateHz: NaN, sharesEnds: true };

test('interpolation keeps the ends, lines and gaps', () => {
  expect([...interpolated(Float64Array.of(0, 2, 4), 5)]).toEqual([0, 1, 2, 3, 4]);
  expect([...interpolated(Float64Array.of(0, 2, NaN, 4), 7)]).toEqual([0, 1, 2, NaN, NaN, NaN, 4]);
});

describe('a stride over two cycles', () => {
  test('lies within cycles that follow each other', () => {
    expect(recutOf({ start: 10.5, end: 12 }, bounds)).toEqual({ startS: 10.5, endS: 12, from: 0, to: 1 });
    expect(recutOf({ start: 12, end: 14.5 }, bounds)).toMatch(/pause after cycle 2/);
    expect(recutOf({ start: 9.5, end: 10.5 }, bounds)).toMatch(/none at one of its ends/);
  });

  test('runs evenly in time, though each cycle on a grid has its own pace', () => {
    // the value is the time itself
    const cycles = [
      Float64Array.from({ length: 11 }, (_, i) => 10 + 0.1 * i),
      Float64Array.from({ length: 11 }, (_, i) => 11 + 0.2 * i),
    ];
    const samples = recutSamples(cycles, { startS: 10.5, endS: 12, from: 0, to: 1 }, bounds, onGrid, 'between');
    expect(samples).toHaveLength(11);
    samples?.forEach((value, i) => expect(value).toBeCloseTo(10.5 + 0.15 * i, 9));
  });

  test.each([true, false])('keeps the samples of a signal in time, a shared one once: %s', (sharesEnds) => {
    const cycle = (first: number, steps: number): Float64Array =>
      Float64Array.from({ length: steps + (sharesEnds ? 1 : 0) }, (_, i) => first + i);
    const clock = { samplingRateHz: 10, sharesEnds };
    const recut = { startS: 10.5, endS: 12, from: 0, to: 1 };
    const samples = recutSamples([cycle(100, 10), cycle(110, 20)], recut, bounds, clock, 'samples');
    expect([...(samples ?? [])]).toEqual(Array.from({ length: 16 }, (_, i) => 105 + i));
  });

  test('is missing where one of its cycles is', () => {
    const recut = { startS: 10.5, endS: 12, from: 0, to: 1 };
    expect(recutSamples([Float64Array.of(1, 2), null], recut, bounds, onGrid, 'between')).toBeNull();
  });
});

test('a cycle without its last strike takes it from the next one, never across a pause', () => {
  const cycles = [Float64Array.of(1, 2), Float64Array.of(3, 4), Float64Array.of(9, 9)];
  const clock = { samplingRateHz: 10, sharesEnds: false };
  expect([...(wholeCycle(cycles, 0, clock, bounds) ?? [])]).toEqual([1, 2, 3]);
  expect([...(wholeCycle(cycles, 1, clock, bounds) ?? [])]).toEqual([3, 4]);
  expect([...(wholeCycle(cycles, 0, { ...clock, sharesEnds: true }, bounds) ?? [])]).toEqual([1, 2]);
  expect([...(wholeCycle(cycles, 0, clock, null) ?? [])]).toEqual([1, 2]);
});
