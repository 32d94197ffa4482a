import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawGrimmer } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-'));
  await writeRawGrimmer(root, { subjects: [10], seed: 5, settings: 1, trials: 1, vectors: 'column', emgRateHz: 200 });
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run, 30_000);
});
