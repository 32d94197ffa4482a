import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawMoreira } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

describe.each(['ascii', 'mat'] as const)('the adapter contract, %s files', (format) => {
  let root = '';

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'emgfm-moreira-'));
    await writeRawMoreira(root, { subjects: [2, 10], seed: 5, speeds: ['V3'], trials: 1, format });
  }, 30_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run);
});
