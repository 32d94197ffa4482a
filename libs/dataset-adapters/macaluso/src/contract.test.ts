import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawMacaluso } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-macaluso-'));
  await writeRawMacaluso(root, {
    subjects: 2,
    seed: 5,
    tasks: ['uphill', 'level'],
    trialS: 3.5,
    withDetails: true,
    strideDefects: { 'level/part1 left 1': 'nan-moments', 'level/part1 right 1': 'zero-run' },
    legDefects: { 'level/part1 left': 'dead-tibialis', 'uphill/part1 right': 'emg-column-missing' },
  });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run);
});
