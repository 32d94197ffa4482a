import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SourceFault, writeRawSiat } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { type AdapterRun, runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function runWith(fault: SourceFault): Promise<AdapterRun> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-siat-fault-'));
  roots.push(root);
  await writeRawSiat(root, { subjects: 1, seed: 8, cyclesPerLeg: 2, movements: ['WAK'], fault });
  return runAdapter(adapter, root);
}

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', /hip planes/, /flexion and adduction of the hip are swapped/],
    ['sign-flip', /hip flexion/, /sign of hip flexion is reversed/],
    ['moments-in-newton-metres', /possible values/, /divide by the body mass/],
    ['muscle-permutation', /activity/, /another muscle/],
  ] as const)('%s', async (fault, check, hint) => {
    const { verdict, findings } = signatureOf('siat', await runWith(fault));
    expect(['fail', 'flag']).toContain(verdict);
    expect(findings.filter((finding) => check.test(finding.check)).map((finding) => finding.hint)).toContainEqual(
      expect.stringMatching(hint),
    );
  });

  // the knees tell the leg of a cycle here, so that these are seen before the signature is judged
  test.each(['half-cycle-shift', 'wrong-leg'] as const)('%s', async (fault) => {
    const { notes, decisions } = await runWith(fault);
    expect(notes).toContainEqual(expect.stringMatching(/wrong leg, or signals half a cycle off/));
    expect(decisions.find(({ fact }) => fact === 'leg of the cycles')?.decided).toMatch(/exchanged/);
  });
});
