import { describe, expect, test } from 'vitest';
import {
  ACTIVITIES,
  compareDatasetIds,
  compareNaturally,
  DROP_REASONS,
  EMG_CHANNELS,
  emgChannelIndex,
  isActivity,
  isDropReason,
  isEmgChannel,
  JOINT_MOTION_TABLE,
  JOINTS,
  jointMotionIndex,
  MISSING_REASONS,
  missingReasonCode,
  missingReasonOfCode,
  MOTIONS,
  oppositeSide,
  parseSubjectKey,
  QUALITY_BITS,
  qualityBitNames,
  qualityFlags,
  subjectKey,
} from './index';

describe('channels and joints', () => {
  test('stand in the published order', () => {
    expect(EMG_CHANNELS.join(' ')).toBe('VL RF VM TA BF STSM GM GL SOL PL PB GMED GMAX');
    expect(emgChannelIndex('SOL')).toBe(8);
    expect(isEmgChannel('SOL')).toBe(true);
    expect(isEmgChannel('soleus')).toBe(false);
  });

  test('the flat index is joint * 3 + motion, and the table stands in that order', () => {
    expect(jointMotionIndex('hip', 'adduction')).toBe(0);
    expect(jointMotionIndex('knee', 'flexion')).toBe(5);
    expect(jointMotionIndex('ankle', 'flexion')).toBe(8);
    const order = JOINTS.flatMap((joint) => MOTIONS.map((motion) => `${joint} ${motion}`));
    expect(JOINT_MOTION_TABLE.map(({ joint, motion }) => `${joint} ${motion}`)).toEqual(order);
  });
});

test('activities carry no speed, incline or surface', () => {
  expect(ACTIVITIES).toHaveLength(15);
  expect(isActivity('ramp_up')).toBe(true);
  expect(isActivity('rampup')).toBe(false);
  expect(oppositeSide('left')).toBe('right');
});

test('reason codes are those of the store', () => {
  expect(Object.values(MISSING_REASONS).map(({ code }) => code)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(missingReasonOfCode(missingReasonCode('notMeasurable'))).toBe('notMeasurable');
  expect(missingReasonOfCode(9)).toBeUndefined();
});

test('quality bits round-trip and fit in 32 bits', () => {
  expect(QUALITY_BITS.length).toBeLessThanOrEqual(32);
  expect(new Set(QUALITY_BITS.map(({ name }) => name)).size).toBe(QUALITY_BITS.length);
  const all = QUALITY_BITS.map(({ name }) => name);
  expect(qualityBitNames(qualityFlags(...all))).toEqual(all);
  expect(qualityFlags()).toBe(0);
  expect(qualityFlags('turning', 'turning')).toBe(qualityFlags('turning'));
});

test('drop reasons are words of the vocabulary', () => {
  expect(isDropReason('no-events')).toBe(true);
  expect(isDropReason('toString')).toBe(false);
  for (const meaning of Object.values(DROP_REASONS)) expect(meaning.length).toBeGreaterThan(10);
});

describe('order and names of persons', () => {
  test('numbers in names count as numbers', () => {
    const names = ['P10', 'P2', 'P02', 'A', 'P2b', 'P', 'P99999999999999999999', 'P100000000000000000000'];
    expect([...names].sort(compareNaturally)).toEqual([
      'A',
      'P',
      'P2',
      'P2b',
      'P02',
      'P10',
      'P99999999999999999999',
      'P100000000000000000000',
    ]);
  });

  test('natural order is a total order', () => {
    const names = ['a1', 'a01', 'a1b', 'a01b', 'a', 'b', 'a2', '1a', '01a', '', '10', '9', 'é'];
    for (const a of names) {
      expect(compareNaturally(a, a)).toBe(0);
      for (const b of names) {
        expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0);
        for (const c of names) {
          if (compareNaturally(a, b) < 0 && compareNaturally(b, c) < 0) expect(compareNaturally(a, c)).toBeLessThan(0);
        }
      }
    }
  });

  test('datasets stand in the order of the vocabulary, strangers after them by name', () => {
    const ids = ['zlab', 'c3d', 'alab', 'bacek', 'hu'];
    expect(ids.sort(compareDatasetIds)).toEqual(['bacek', 'hu', 'c3d', 'alab', 'zlab']);
  });

  test('a key is dataset and source id', () => {
    expect(subjectKey(parseSubjectKey('camargo/AB06'))).toBe('camargo/AB06');
    expect(parseSubjectKey('c3d/lab/P1')).toEqual({ datasetId: 'c3d', sourceId: 'lab/P1' });
    expect(() => parseSubjectKey('AB06')).toThrow(/dataset/);
    expect(() => parseSubjectKey('/AB06')).toThrow(/dataset/);
  });
});
