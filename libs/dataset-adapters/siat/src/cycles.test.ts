import { describe, expect, test } from 'vitest';
import { MOVEMENTS, type Movement } from './channels';
import { cyclesOf } from './cycles';

const [WAK, UPS] = MOVEMENTS as readonly [Movement, Movement];

/** Rows from pieces such as `1x2 2 3` (status 1 twice, then 2 and 3), each piece with its group. */
function labels(...pieces: readonly (readonly [group: string, statuses: string])[]): {
  statuses: string[];
  groups: string[];
} {
  const rows = pieces.flatMap(([group, statuses]) =>
    statuses.split(' ').flatMap((token) => {
      const [status = '', times = '1'] = token.split('x');
      return Array.from({ length: Number(times) }, () => [group, status === '-' ? '' : status] as const);
    }),
  );
  return { statuses: rows.map(([, status]) => status), groups: rows.map(([group]) => group) };
}

describe('a cycle', () => {
  test('runs from its first row to the first row behind it, with the foot-off where swing begins', () => {
    const { cycles, broken } = cyclesOf(labels(['', '-x3'], ['1', '1x2 2x2 3x2 4x2 5x2'], ['', '-x3']), WAK);
    expect(cycles).toEqual([{ group: 1, startRow: 3, footOffRow: 9, endRow: 13 }]);
    expect(broken).toEqual([]);
  });

  test('of stairs has three statuses', () => {
    const { cycles } = cyclesOf(labels(['7', '1x4 2x2 3x2']), UPS);
    expect(cycles).toEqual([{ group: 7, startRow: 0, footOffRow: 4, endRow: 8 }]);
  });

  test('may begin in the first row and end in the last', () => {
    const { cycles } = cyclesOf(labels(['1', '1 2 3 4 5'], ['2', '1 2 3 4 5']), WAK);
    expect(cycles.map(({ startRow, endRow }) => [startRow, endRow])).toEqual([
      [0, 5],
      [5, 10],
    ]);
  });

  test('is told apart by the status falling back where the file gives no group, or one for several', () => {
    for (const group of ['', '3']) {
      const { cycles } = cyclesOf(labels([group, '1 2 3 4 5 1 2 3 4 5']), WAK);
      expect(cycles.map(({ startRow }) => startRow)).toEqual([0, 5]);
    }
  });

  test('is the same whether labels are written 1 or 1.0, with rows outside empty, A or R', () => {
    const { statuses, groups } = labels(['1', '1 2 3 4 5'], ['', 'R'], ['2', '1.0 2.0 3.0 4.0 5.0'], ['', 'A x']);
    expect(cyclesOf({ statuses, groups }, WAK).cycles.map(({ group }) => group)).toEqual([1, 2]);
  });
});

describe('no cycle', () => {
  test.each([
    ['a status left out', ['1', '1 2 4 5'], [1, 2, 4, 5]],
    ['the file beginning within one', ['1', '3 4 5'], [3, 4, 5]],
    ['the file ending within one', ['1', '1 2 3'], [1, 2, 3]],
  ] as const)('%s', (_, piece, found) => {
    const { cycles, broken } = cyclesOf(labels(piece), WAK);
    expect(cycles).toEqual([]);
    expect(broken.map(({ statuses }) => statuses)).toEqual([found]);
  });

  test('one that is cut in two by unlabelled rows, or changes its number on the way', () => {
    for (const pieces of [labels(['1', '1 2 3 - 4 5']), labels(['1', '1 2 3'], ['2', '4 5'])]) {
      expect(cyclesOf(pieces, WAK)).toMatchObject({ cycles: [], broken: [{}, {}] });
    }
  });

  test('movements that are labelled active and rest, or not at all', () => {
    expect(cyclesOf(labels(['1', 'Ax5 Rx5']), WAK)).toEqual({ cycles: [], broken: [] });
    expect(cyclesOf({ statuses: [], groups: [] }, WAK)).toEqual({ cycles: [], broken: [] });
  });
});
