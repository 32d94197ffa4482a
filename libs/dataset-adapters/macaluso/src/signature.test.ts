import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawMacaluso } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function signatureWith(fault: SourceFault | null): Promise<{ verdict: string; findings: SignatureFinding[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-macaluso-fault-'));
  roots.push(root);
  await writeRawMacaluso(root, { subjects: 1, seed: 8, tasks: ['level'], trialS: 5, fault });
  const { verdict, findings } = signatureOf('macaluso', await runAdapter(adapter, root));
  return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)) };
}

test('level walking passes', async () => {
  expect(await signatureWith(null)).toEqual({ verdict: 'pass', findings: [] });
}, 20_000);

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', /planes/, /flexion and adduction of the (hip|knee) are swapped/],
    ['sign-flip', /knee flexion/, /sign of knee flexion is reversed/],
    ['moments-in-newton-metres', /possible values/, /looks like N\.m/],
    ['muscle-permutation', /activity/, /another muscle/],
    ['half-cycle-shift', /knee flexion/, /half a cycle off/],
    ['wrong-leg', /knee flexion/, /half a cycle off/],
  ] as const)(
    '%s',
    async (fault, check, hint) => {
      const { verdict, findings } = await signatureWith(fault);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
    },
    20_000,
  );
});
