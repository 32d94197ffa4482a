import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawGait120 } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-gait120-'));
  const subjects = ['S001', 'S012'];
  await writeRawGait120(root, { subjects, seed: 5, tasks: ['LevelWalking', 'SitToStand'], availableTrials: [2] });
}, 30_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run);
});
