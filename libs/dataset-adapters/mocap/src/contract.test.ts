import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawMocap } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-mocap-'));
  await writeRawMocap(root, { subjects: 2, seed: 5, trials: 1, durationS: 3, emgRateHz: 500 });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run);
});
