import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractChecks } from '@emgfm/adapter-kit';
import { writeRawK2muse } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { adapter } from './index';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-k2muse-'));
  await writeRawK2muse(root, { subjects: [2, 10], seed: 5, trialS: 4, ultrasoundS: 1 });
});

afterAll(() => rm(root, { recursive: true, force: true }));

describe.each([
  ['processed', { layer: 'processed' }],
  ['strides of the processed', { layer: 'processed', adapterOptions: { signals: 'strides' } }],
  ['source', { layer: 'source' }],
])('the adapter contract, %s layer', (_, readOptions) => {
  for (const check of contractChecks({ adapter, root: () => root, readOptions })) test(check.name, check.run);
});
