import { matCell, matNumeric, matStruct } from '@emgfm/matfile';
import { describe, expect, test } from 'vitest';
import { cycleMatrix, fieldOf, meanCurve, meanCycle, median, numbersOf, windowMean } from './cycle-matrix';

describe('matrices of cycles', () => {
  // two cycles of three points: 1 2 3 and 4 5 6
  const upright = matNumeric(Float64Array.of(1, 4, 2, 5, 3, 6), [2, 3]);

  test('give one cycle after the other, whichever way they lie', () => {
    const turned = matNumeric(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    for (const value of [upright, turned]) {
      const matrix = cycleMatrix(value, 3)!;
      expect([matrix.cycles, matrix.points]).toEqual([2, 3]);
      expect([matrix.cycle(0), matrix.cycle(1)]).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
    }
    expect(cycleMatrix(matNumeric(Float32Array.of(1, 2, 3), [1, 3]), 3)?.cycle(0)).toEqual(Float64Array.of(1, 2, 3));
  });

  test('are none without a cycle, with other points, or of another class', () => {
    expect(cycleMatrix(matNumeric(new Float64Array(0), [0, 3]), 3)).toBeNull();
    expect(cycleMatrix(upright, 4)).toBeNull();
    expect(cycleMatrix(matCell([1, 2, 3], [1, 3]), 3)).toBeNull();
    expect(cycleMatrix(undefined, 3)).toBeNull();
  });

  test('fields are found without regard to case, in structs of one element', () => {
    expect(numbersOf(fieldOf(matStruct({ GRF: matStruct({ v_left: upright }) }), 'grf'))).toBeNull();
    expect(
      numbersOf(fieldOf(fieldOf(matStruct({ GRF: matStruct({ v_left: upright }) }), 'grf'), 'V_Left')),
    ).toHaveLength(6);
    expect(fieldOf(upright, 'V_Left')).toBeUndefined();
  });
});

test('means leave missing points out', () => {
  const matrix = cycleMatrix(matNumeric(Float64Array.of(1, 3, 2, NaN, NaN, NaN), [2, 3]), 3)!;
  expect(meanCycle(matrix)).toEqual(Float64Array.of(2, 2, NaN));
  expect(meanCurve([])).toEqual(new Float64Array(0));
  expect(windowMean(Float64Array.of(1, 2, NaN, 4, 5), [25, 75])).toBe(3);
  expect(windowMean(new Float64Array(0), [20, 40])).toBeNaN();
  expect([median([3, NaN, 1, 2]), median([1, 4]), median([])]).toEqual([2, 2.5, NaN]);
});
