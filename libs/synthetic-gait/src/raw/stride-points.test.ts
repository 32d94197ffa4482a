import { describe, expect, test } from 'vitest';
import { onPoints } from './stride-points';

const ramp = Float64Array.from({ length: 11 }, (_, sample) => sample);
const block = { samplingRateHz: 10, startS: 0.5 };

describe('a channel on points', () => {
  test('both ends lie on the times asked for, the points between on equal steps', () => {
    expect([...onPoints(ramp, block, { startS: 0.6, endS: 1 }, 5)].map((value) => Number(value.toFixed(9)))).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(onPoints(ramp, block, { startS: 0.55, endS: 0.65 }, 2)[0]).toBeCloseTo(0.5, 9);
  });

  test('the outer samples hold beyond the ends', () => {
    expect([...onPoints(ramp, block, { startS: 0, endS: 0.5 }, 3)]).toEqual([0, 0, 0]);
    expect([...onPoints(ramp, block, { startS: 1.5, endS: 2 }, 3)]).toEqual([10, 10, 10]);
  });
});
