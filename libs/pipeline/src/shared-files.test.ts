import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '@emgfm/schema';
import { writeRawCriekinge } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run';
import { runInThisThread } from './subject-runner';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emgfm-shared-files-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a file that holds several persons is hashed for the first of them only', async () => {
  const root = join(folder, 'criekinge');
  const small = { seed: 1, trials: 1, trialS: 3.5, unreadVariables: 0 };
  await writeRawCriekinge(root, { ...small, subjects: { 'able-bodied': 2, stroke: 0 } });
  const known: number[] = [];
  const { report } = await run(parseConfiguration({ sources: [{ dataset: 'criekinge', root }] }), {
    storePath: join(folder, 'store.h5'),
    runSubject: (task, signal) => {
      known.push(task.knownInputs.length);
      return runInThisThread(task, signal);
    },
  });
  expect(known).toEqual([0, 1]);
  const [first, second] = report.subjects.map(({ inputs }) => inputs);
  expect(first?.[0]).toMatchObject({
    path: expect.stringMatching(/AbleBodied/),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(second).toEqual(first);
}, 30_000);
