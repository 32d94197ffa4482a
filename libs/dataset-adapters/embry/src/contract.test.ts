import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawEmbry } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-embry-'));
  await writeRawEmbry(root, {
    subjects: 2,
    seed: 5,
    trials: ['s1i0', 's1i5'],
    trialS: 6,
    defects: { s1i0: ['zero-runs', 'emg-lacks-first', 'zero-last-stride'] },
  });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run);
});
