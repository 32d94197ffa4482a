import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawCriekinge } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Judged {
  readonly verdict: string;
  readonly findings: readonly SignatureFinding[];
  readonly unitOfMoments: string | undefined;
}

async function judgedWith(fault: SourceFault | null): Promise<Judged> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-criekinge-fault-'));
  roots.push(root);
  const small = { trials: 1, trialS: 5, unreadVariables: 0 };
  await writeRawCriekinge(root, { ...small, subjects: { 'able-bodied': 1, stroke: 0 }, seed: 8, fault });
  const run = await runAdapter(adapter, root);
  const { verdict, findings } = signatureOf('criekinge', run);
  return {
    verdict,
    findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)),
    unitOfMoments: run.decisions.find(({ fact }) => fact === 'unit of the moments')?.decided,
  };
}

test('level walking passes', async () => {
  expect(await judgedWith(null)).toEqual({ verdict: 'pass', findings: [], unitOfMoments: 'N·m/kg' });
}, 20_000);

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', /planes/, /flexion and adduction of the (hip|knee) are swapped/],
    ['sign-flip', /knee flexion/, /sign of knee flexion is reversed/],
    ['moments-in-newton-metres', /possible values|ankle moment/, /looks like N\.m/],
    ['muscle-permutation', /activity/, /another muscle/],
    ['half-cycle-shift', /knee flexion/, /half a cycle off/],
    ['wrong-leg', /knee flexion/, /half a cycle off/],
  ] as const)(
    '%s',
    async (fault, check, hint) => {
      const { verdict, findings, unitOfMoments } = await judgedWith(fault);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
      if (fault === 'moments-in-newton-metres') expect(unitOfMoments).toMatch(/^in doubt/);
    },
    20_000,
  );
});
