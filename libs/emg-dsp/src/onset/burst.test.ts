import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { burstsFromActivity } from './burst';
import { movingMaximum } from './smoothed-maximum';

const samplingRateHz = 1000;

function activity(length: number, ...ranges: [number, number][]): Uint8Array {
  const active = new Uint8Array(length);
  for (const [start, end] of ranges) active.fill(1, start, end);
  return active;
}

const borders = (active: Uint8Array, signal?: Float64Array) =>
  burstsFromActivity(active, { samplingRateHz }, signal).map(({ startSample, endSample }) => [startSample, endSample]);

describe('burstsFromActivity', () => {
  it('closes gaps below 30 ms and then drops bursts below 30 ms', () => {
    expect(borders(activity(500, [100, 120], [149, 200], [300, 329]))).toEqual([[100, 200]]);
    expect(borders(activity(500, [100, 150], [180, 230]))).toEqual([
      [100, 150],
      [180, 230],
    ]);
    expect(borders(activity(500, [0, 30]))).toEqual([[0, 30]]);
  });

  it('ends a burst with the last sample', () => {
    expect(burstsFromActivity(activity(100, [40, 100]), { samplingRateHz })).toEqual([
      { startSample: 40, endSample: 100, startS: 0.04, endS: 0.1 },
    ]);
  });

  it('never closes a gap over missing samples', () => {
    const signal = new Float64Array(300);
    signal[155] = NaN;
    expect(borders(activity(300, [100, 150], [160, 230]), signal)).toEqual([
      [100, 150],
      [160, 230],
    ]);
  });

  it('has nothing to say about nothing and refuses bad limits', () => {
    expect(borders(new Uint8Array(0))).toEqual([]);
    expect(() => burstsFromActivity([1], { samplingRateHz: -1 })).toThrow(InvalidArgumentError);
    expect(() => burstsFromActivity([1], { samplingRateHz, mergeGapS: -1 })).toThrow(InvalidArgumentError);
    expect(() => burstsFromActivity([1], { samplingRateHz, leastBurstS: NaN })).toThrow(InvalidArgumentError);
  });
});

describe('movingMaximum', () => {
  it('takes the largest of a centred window, cut at ends and gaps', () => {
    expect([...movingMaximum([1, 5, 2, 0, 0, 7], 3)]).toEqual([5, 5, 5, 2, 7, 7]);
    expect([...movingMaximum([1, NaN, 3, 2], 3)]).toEqual([1, NaN, 3, 3]);
    expect([...movingMaximum([4, 3, 2, 1], 99)]).toEqual([4, 4, 4, 4]);
    expect([...movingMaximum([], 3)]).toEqual([]);
  });
});
