import { describe, expect, it } from 'vitest';
import { stretchesAbove } from './crossings';

const limits = { minLength: 2, maxDip: 1 };

describe('stretchesAbove', () => {
  it('finds rise and fall between samples', () => {
    expect(stretchesAbove(Float64Array.of(0, 1, 3, 3, 1, 0), 2, limits)).toEqual([{ rise: 1.5, fall: 3.5 }]);
  });

  it('bridges short dips and leaves out short stretches', () => {
    const samples = Float64Array.of(0, 4, 4, 0, 4, 4, 0, 0, 4, 0, 0);
    expect(stretchesAbove(samples, 2, limits)).toEqual([{ rise: 0.5, fall: 5.5 }]);
  });

  it('has no border where the signal begins, ends or is missing above the level', () => {
    expect(stretchesAbove(Float64Array.of(3, 3, 0, 0, 3, 3), 2, limits)).toEqual([
      { rise: NaN, fall: expect.closeTo(1 + 1 / 3) },
      { rise: expect.closeTo(3 + 2 / 3), fall: NaN },
    ]);
    expect(stretchesAbove(Float64Array.of(NaN, 3, 3, NaN), 2, limits)).toEqual([{ rise: NaN, fall: NaN }]);
    expect(stretchesAbove(new Float64Array(0), 2, limits)).toEqual([]);
  });
});
