import { channelSamples, jointMotionIndex } from '@emgfm/schema';
import { expect, test } from 'vitest';
import { type JointColumn, jointSignals } from './index';

const table: JointColumn[] = [
  { joint: 'knee', motion: 'flexion', column: 'knee_angle_r', factor: -1 },
  { joint: 'ankle', motion: 'flexion', column: 'ankle_angle_r', factor: 180 / Math.PI, offset: 8 },
  { joint: 'hip', motion: 'rotation', column: 'hip_rotation_r', factor: 1 },
];
const columns: Record<string, number[]> = { knee_angle_r: [-10, -60, NaN], ankle_angle_r: [0, Math.PI / 18, 0] };
const column = (name: string): number[] | null => columns[name] ?? null;

test('a table turns columns into canonical rows with a reason for each that is missing', () => {
  const block = jointSignals(table, column, { samplingRateHz: 200, startS: 2 });
  if (block === null) throw new Error('no block');
  expect([...channelSamples(block, jointMotionIndex('knee', 'flexion'))]).toEqual([10, 60, NaN]);
  expect(channelSamples(block, jointMotionIndex('ankle', 'flexion'))[1]).toBeCloseTo(18, 12);
  expect(block.channelReasons[jointMotionIndex('knee', 'flexion')]).toBe(0);
  expect(block.channelReasons[jointMotionIndex('hip', 'rotation')]).toBe(3);
  expect(block.channelReasons[jointMotionIndex('hip', 'flexion')]).toBe(1);
  expect([block.gapReason, block.startS, block.samplingRateHz]).toEqual([6, 2, 200]);
});

test('a column without a finite sample is missing as a whole', () => {
  const moments = (name: string): number[] | null => (name === 'ankle_angle_r' ? [NaN, NaN] : [1, 2]);
  const timing = { samplingRateHz: 200, startS: 0 };
  const block = jointSignals(table, moments, timing, { gap: 'notMeasurable' });
  expect(block?.channelReasons[jointMotionIndex('ankle', 'flexion')]).toBe(5);
  expect(jointSignals(table, () => [NaN], timing)).toBeNull();
});

test('no column at all is no block', () => {
  expect(jointSignals(table, () => null, { samplingRateHz: 200, startS: 0 })).toBeNull();
});

test('a column whose sign or unit is undecided is missing for that reason, not left out', () => {
  const undecided = table.map((row) => ({ ...row, factor: NaN }));
  const block = jointSignals(undecided, column, { samplingRateHz: 200, startS: 0 });
  expect(block?.samples.shape).toEqual([9, 3]);
  expect(block?.samples.data.every(Number.isNaN)).toBe(true);
  expect(block?.channelReasons[jointMotionIndex('knee', 'flexion')]).toBe(8);
  expect(block?.channelReasons[jointMotionIndex('hip', 'rotation')]).toBe(3);
});
