import { evenClock } from '@emgfm/adapter-kit';
import type { Drop } from '@emgfm/schema';
import { describe, expect, test } from 'vitest';
import { MOVEMENTS } from './channels';
import { eventsOf, labelledStrides, stretchesBetween, type LabelledStride } from './labelled-strides';
import type { LabelTable } from './named-columns';

const dataTimesS = Float64Array.from({ length: 100 }, (_, row) => row / 100);

/** Stairs: cycle 1 in rows 10-29 and cycle 2 in rows 30-49, without the rows that `lost` names. */
function strides(lost: (row: number) => boolean): { found: readonly LabelledStride[]; drops: Drop[] } {
  const rows = [...dataTimesS.keys()].filter((row) => !lost(row));
  const labelled = (row: number): boolean => row >= 10 && row < 50;
  const labels: LabelTable = {
    timesS: Float64Array.from(rows, (row) => dataTimesS[row]!),
    statuses: rows.map((row) => (labelled(row) ? String(1 + Math.floor(((row - 10) % 20) / 7)) : '')),
    groups: rows.map((row) => (labelled(row) ? (row < 30 ? '1' : '2') : '')),
  };
  const drops: Drop[] = [];
  const trial = { name: 'Sub01 UPS', movement: MOVEMENTS[1]!, labels, dataTimesS, clock: evenClock(dataTimesS) };
  const result = labelledStrides(trial, { left: null, right: null }, (drop) => void drops.push(drop));
  return { found: result?.strides ?? [], drops };
}

describe('cycles in time', () => {
  test('from the first row to the first row behind', () => {
    const { found, drops } = strides(() => false);
    expect(found).toEqual([
      { side: 'right', startS: 0.1, footOffS: 0.17, endS: 0.3 },
      { side: 'right', startS: 0.3, footOffS: 0.37, endS: 0.5 },
    ]);
    expect(drops).toEqual([]);
  });

  test.each([
    ['begins', (row: number) => row >= 8 && row < 12, 'group 1'],
    ['ends', (row: number) => row >= 48 && row < 52, 'group 2'],
    ['begins, at the start of the file', (row: number) => row < 12, 'group 1'],
    ['ends, at the end of the file', (row: number) => row >= 48, 'group 2'],
  ])('labels that are missing where a cycle %s drop it', (_, lost, group) => {
    const { found, drops } = strides(lost);
    expect(found).toHaveLength(1);
    expect(drops.map(({ what, reason }) => [what.includes(group), reason])).toEqual([[true, 'outside-recording']]);
  });

  test('labels that are missing within a cycle leave it as it is', () => {
    expect(strides((row) => row === 14 || row === 15).found[0]).toMatchObject({ startS: 0.1, endS: 0.3 });
  });
});

test('a strike that ends one cycle and begins the next is one event; what lies between others is excluded', () => {
  const [first, second] = [
    { side: 'left', startS: 1, footOffS: 1.6, endS: 2 },
    { side: 'left', startS: 2, footOffS: 2.6, endS: 3 },
  ] as const;
  expect(eventsOf([first, second]).map(({ timeS }) => timeS)).toEqual([1, 1.6, 2, 2.6, 3]);
  expect(stretchesBetween([first, second])).toEqual([]);
  expect(stretchesBetween([first, { ...second, startS: 2.4 }])).toMatchObject([
    { startS: 2, endS: 2.4, side: 'left', reason: 'not-a-stride' },
  ]);
});
