import { describe, expect, test } from 'vitest';
import { alignStrideColumns, strideColumns, type StrideColumns, stridePoints } from './index';

/** An array with a column of ones per `x` and an empty one per `o`. */
const columns = (pattern: string): StrideColumns =>
  Array.from(pattern, (letter) => (letter === 'x' ? Float64Array.of(1, 1) : null));

describe('columns of strides', () => {
  test('a matrix falls into its columns; zeros and NaN alone are nothing', () => {
    expect(strideColumns([1, 2, 0, 0, NaN, 0, 0, -3], 2)).toEqual([
      Float64Array.of(1, 2),
      null,
      null,
      Float64Array.of(0, -3),
    ]);
    expect(strideColumns(BigInt64Array.of(4n, 5n), 2)).toEqual([Float64Array.of(4, 5)]);
    expect(strideColumns([], 0)).toEqual([]);
  });

  test('arrays of one length fit, whatever is empty', () => {
    const [times, angles] = [columns('xxxx'), columns('xoxo')];
    const { strideCount, fits } = alignStrideColumns([[times], [angles]]);
    expect(strideCount).toBe(4);
    expect([times, angles].map(fits)).toEqual([true, true]);
  });

  test('one column less does not fit: the lost stride may be any', () => {
    const [times, angles, emg] = [columns('xxxx'), columns('xxxx'), columns('xxx')];
    const { strideCount, fits } = alignStrideColumns([[times], [angles], [emg, emg, emg]]);
    expect(strideCount).toBe(4);
    expect([times, angles, emg].map(fits)).toEqual([true, true, false]);
  });

  test('empty columns behind the last stride are padding on either side', () => {
    const { strideCount, fits } = alignStrideColumns([[columns('xxxo')], [columns('xxxo')], [columns('xxx')]]);
    expect(strideCount).toBe(4);
    expect(fits(columns('xxx'))).toBe(true);
    expect(fits(columns('xxxoo'))).toBe(true);
    expect(fits(columns('xxxxx'))).toBe(false);
  });

  test('an array on other points than most of its group does not fit', () => {
    const short = columns('xxx').map((column) => column && column.slice(1));
    const { fits } = alignStrideColumns([[columns('xxx')], [columns('xxx'), short, columns('xox')]]);
    expect([fits(short), fits(columns('xxx')), fits(columns('ooo'))]).toEqual([false, true, true]);
    expect([stridePoints(columns('ox')), stridePoints(columns('oo'))]).toEqual([2, 0]);
  });

  test('every modality has one vote, the first breaks a tie', () => {
    expect(alignStrideColumns([[columns('xx')], [columns('xxx')], [columns('xxx')]]).strideCount).toBe(3);
    expect(alignStrideColumns([[columns('xx')], [columns('xxx'), columns('xxx')]]).strideCount).toBe(2);
    expect(alignStrideColumns([[], []]).strideCount).toBe(0);
  });
});
