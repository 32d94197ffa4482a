import { expect, test } from 'vitest';
import { decideStart } from './shared-start';

test.each([
  ['a whole file', 60, 1, 0],
  ['a file whose frames do not begin with 1', 60, 501, 0],
  ['a file that was cropped at its beginning', 65, 501, -5],
  ['a file that was cropped by a moment', 60.2, 21, -0.2],
  ['a device that ran on for another time', 80, 501, 0],
])('%s', (_, durationS, firstFrame, startS) => {
  const decided = decideStart('EMG', durationS, { firstFrame, frameCount: 6000, pointRateHz: 100 });
  expect(decided.startS).toBe(startS);
  expect(decided.decisions).toHaveLength(startS === 0 ? 0 : 1);
});
