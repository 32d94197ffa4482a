import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawMoreira } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Judged {
  readonly verdict: string;
  readonly findings: readonly SignatureFinding[];
  readonly unitOfTorques: string | undefined;
}

async function judgedWith(fault: SourceFault | null): Promise<Judged> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-moreira-fault-'));
  roots.push(root);
  const missingSignals = ['GRF', 'Torques', 'EMG filtered'] as const;
  await writeRawMoreira(root, { subjects: 1, seed: 8, speeds: ['V35', 'V4'], fault, missingSignals });
  const run = await runAdapter(adapter, root);
  const { verdict, findings } = signatureOf('moreira', run);
  return {
    verdict,
    findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)),
    unitOfTorques: run.decisions.find(({ fact }) => fact === 'unit of the torques')?.decided,
  };
}

test('level walking passes', async () => {
  expect(await judgedWith(null)).toEqual({ verdict: 'pass', findings: [], unitOfTorques: 'N.m/kg' });
}, 20_000);

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', /planes/, /flexion and adduction of the (hip|knee) are swapped/, 'N.m/kg'],
    ['sign-flip', /knee flexion/, /sign of knee flexion is reversed/, 'N.m/kg'],
    [
      'moments-in-newton-metres',
      /possible values|ankle moment/,
      /looks like N\.m/,
      'in doubt: larger than any ankle torque in N.m/kg',
    ],
    ['muscle-permutation', /activity/, /another muscle/, 'N.m/kg'],
    ['half-cycle-shift', /knee flexion/, /half a cycle off/, 'N.m/kg'],
    ['wrong-leg', /knee flexion/, /half a cycle off/, 'N.m/kg'],
  ] as const)(
    '%s',
    async (fault, check, hint, unit) => {
      const { verdict, findings, unitOfTorques } = await judgedWith(fault);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
      // swapped axes leave no push-off in the column of flexion, so nothing can be said of its size
      if (fault !== 'axis-swap') expect(unitOfTorques).toBe(unit);
    },
    20_000,
  );
});
