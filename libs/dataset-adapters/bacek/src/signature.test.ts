import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type BacekRightStart, type SourceFault, writeRawBacek } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function signatureWith(
  fault: SourceFault | null,
  rightStart: BacekRightStart = 'right-heel-strike',
): Promise<{ verdict: string; findings: SignatureFinding[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-bacek-fault-'));
  roots.push(root);
  await writeRawBacek(root, { subjects: 1, seed: 8, tests: [3], testS: 8, rightStart, fault });
  const { verdict, findings } = signatureOf('bacek', await runAdapter(adapter, root));
  return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)) };
}

test.each(['right-heel-strike', 'left-heel-strike'] as const)(
  'level walking passes, the right leg cut from %s',
  async (rightStart) => {
    expect(await signatureWith(null, rightStart)).toEqual({ verdict: 'pass', findings: [] });
  },
  20_000,
);

// moments in newton metres can't be: the source has no moments
describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', 'right-heel-strike', /hip flexion/, /not that of level walking: wrong column, axis or events/],
    ['sign-flip', 'right-heel-strike', /knee flexion/, /sign of knee flexion is reversed/],
    ['muscle-permutation', 'right-heel-strike', /activity/, /another muscle/],
    ['half-cycle-shift', 'left-heel-strike', /knee flexion/, /half a cycle off/],
    ['wrong-leg', 'right-heel-strike', /knee flexion/, /half a cycle off/],
  ] as const)(
    '%s, the right leg cut from %s',
    async (fault, rightStart, check, hint) => {
      const { verdict, findings } = await signatureWith(fault, rightStart);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
    },
    20_000,
  );
});
