import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawBacek } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-bacek-'));
  await writeRawBacek(root, {
    subjects: 2,
    seed: 5,
    tests: [3, 18],
    testS: 6,
    missingMuscles: ['Left_VastLat'],
    deadMuscles: ['Right_GlutMax'],
    gaps: [{ field: 'Right_RecFem', cycle: 1, points: [200, 300] }],
  });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  for (const check of contractChecks({ adapter, root: () => root })) test(check.name, check.run);
});
