import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawCamargo } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function signatureWith(fault?: SourceFault): Promise<{ verdict: string; findings: SignatureFinding[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-camargo-fault-'));
  roots.push(root);
  await writeRawCamargo(root, { subjects: 1, seed: 8, steadyS: 4, modes: ['treadmill'], fault });
  const { verdict, findings } = signatureOf('camargo', await runAdapter(adapter, root));
  return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)) };
}

test('level walking passes', async () => {
  expect(await signatureWith()).toEqual({ verdict: 'pass', findings: [] });
}, 20_000);

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', 'fail', /hip planes/, /flexion and adduction of the hip are swapped/],
    ['sign-flip', 'fail', /knee flexion/, /sign of knee flexion is reversed/],
    ['moments-in-newton-metres', 'fail', /possible values/, /moment looks like N\.m/],
    ['muscle-permutation', 'flag', /activity/, /another muscle/],
    ['half-cycle-shift', 'fail', /knee flexion/, /half a cycle off/],
    ['wrong-leg', 'fail', /knee flexion/, /half a cycle off/],
  ] as const)(
    '%s',
    async (fault, expected, check, hint) => {
      const { verdict, findings } = await signatureWith(fault);
      expect(verdict).toBe(expected);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
    },
    20_000,
  );
});
