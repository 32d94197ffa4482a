import { existsSync } from 'node:fs';
import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stride } from '@emgfm/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StrideSpool } from './stride-spool';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emgfm-spool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stride = (strideNumber: number, numRows: number): Stride =>
  ({
    strideNumber,
    trial: `trial ${strideNumber}`,
    startTimeS: NaN,
    emg: Float32Array.from({ length: numRows * 13 }, (_, i) => (i % 13 === 4 ? NaN : strideNumber + i)),
    kinematics: new Float32Array(18).fill(-strideNumber),
    // a view inside a larger buffer
    kinetics: new Float32Array(40).fill(strideNumber).subarray(11, 29),
    ...(strideNumber === 3
      ? { further: [2, 0].map((frames) => ({ frames: new Float32Array(6 * frames).fill(frames), mask: [1, 0] })) }
      : {}),
  }) as unknown as Stride;

test('strides come back as they were, in their order and as often as wanted; the file goes', () => {
  const path = join(folder, 'strides');
  const spool = new StrideSpool(path);
  const strides = [stride(1, 7), stride(2, 0), stride(3, 900)];
  for (const one of strides) spool.add(one);
  expect(spool.count).toBe(3);
  expect([...spool]).toEqual(strides);
  expect([...spool]).toEqual(strides);
  spool.close();
  expect(existsSync(path)).toBe(false);
});

test('a scratch file that was cut short is noticed', async () => {
  const path = join(folder, 'short');
  const spool = new StrideSpool(path);
  spool.add(stride(1, 100));
  await truncate(path, 500);
  expect(() => [...spool]).toThrow("short' ends at 500 bytes");
  spool.close();
});
