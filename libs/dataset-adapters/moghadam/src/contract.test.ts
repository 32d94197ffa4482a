import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawMoghadam } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-moghadam-'));
  await writeRawMoghadam(root, { subjects: 2, seed: 5, trials: 2, defects: { 2: 'missed-plate' } });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the adapter contract', () => {
  const readOptions = { subjectMassKg: { 'moghadam/P1': 70 } };
  for (const check of contractChecks({ adapter, root: () => root, readOptions })) test(check.name, check.run);
});
