import { expect, test } from 'vitest';
import { trialsSizeBytes } from './survey';

test('a file that holds several trials counts once', () => {
  const shared = { path: 'all.mat', sizeBytes: 6000 };
  const own = { path: 'T2.csv', sizeBytes: 50 };
  const trials = [
    { name: 'T1', files: [shared], contents: '' },
    { name: 'T2', files: [shared, own], contents: '' },
  ];
  expect(trialsSizeBytes(trials)).toBe(6050);
  expect(trialsSizeBytes([])).toBe(0);
});
