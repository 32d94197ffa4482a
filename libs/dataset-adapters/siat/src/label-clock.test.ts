import { expect, test } from 'vitest';
import { labelClock } from './label-clock';
import type { LabelTable } from './named-columns';

const STEP_S = 0.01;
const clockFrom = (startS: number, rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => startS + row * STEP_S);
const labels = (timesS: Float64Array | null, rows = timesS?.length ?? 0): LabelTable => ({
  timesS,
  statuses: new Array(rows).fill(''),
  groups: new Array(rows).fill(''),
});
const data = clockFrom(2, 100);

test.each([
  ['the same rows', labels(clockFrom(2, 100)), 'by time', 2.5],
  ['fewer rows at the end', labels(clockFrom(2, 80)), 'by time', 2.5],
  ['rows that begin later', labels(clockFrom(2.2, 80)), 'by time', 2.7],
  ['more rows at the end', labels(clockFrom(2, 120)), 'by time', 2.5],
  ['a clock of their own', labels(clockFrom(0, 100)), 'by row: the clocks differ', 2.5],
  ['no clock', labels(null, 100), 'by row: the labels have no time', 2.5],
])('labels with %s', (_, table, decided, fiftiethS) => {
  const clock = labelClock(table, data, STEP_S);
  expect(clock?.decision.decided).toBe(decided);
  expect(clock?.timeOfRow(50)).toBeCloseTo(fiftiethS, 9);
});

test('the row behind the last is as late as the last', () => {
  expect(labelClock(labels(clockFrom(2, 100)), data, STEP_S)?.timeOfRow(100)).toBeCloseTo(2.99, 9);
});

test('labels of another trial cannot be joined', () => {
  expect(labelClock(labels(clockFrom(0, 90)), data, STEP_S)).toBeNull();
});
