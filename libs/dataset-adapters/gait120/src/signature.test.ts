import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawGait120 } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Judged {
  readonly verdict: string;
  readonly findings: readonly SignatureFinding[];
  /** What was decided on the sign of the knee and on the start of the strides. */
  readonly decided: readonly string[];
}

async function judgedWith(fault: SourceFault | null): Promise<Judged> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-gait120-fault-'));
  roots.push(root);
  await writeRawGait120(root, {
    subjects: 1,
    seed: 8,
    tasks: ['LevelWalking'],
    availableTrials: [1, 2],
    withoutProcessedData: true,
    fault,
  });
  const configuration = { emg: { representation: 'envelope', quality: 'off' } } as const;
  const run = await runAdapter(adapter, root, { configuration });
  const { verdict, findings } = signatureOf('gait120', run);
  const facts = run.decisions.filter(({ fact }) => /^sign of|starts at/.test(fact));
  return {
    verdict,
    findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)),
    decided: [...new Set(facts.map(({ decided }) => decided))],
  };
}

const asDocumented = ['negated, as documented', 'yes, as the files behave'];

test('level walking passes', async () => {
  expect(await judgedWith(null)).toEqual({ verdict: 'pass', findings: [], decided: asDocumented });
}, 20_000);

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', /knee|hip/, /swapped|not that of level walking|another axis/, null],
    ['sign-flip', /hip flexion/, /sign of hip flexion is reversed/, 'kept: flexion positive'],
    ['muscle-permutation', /activity/, /another muscle/, 'negated, as documented'],
    ['half-cycle-shift', /knee flexion/, /half a cycle off/, 'in doubt: the strikes have a low confidence'],
    ['wrong-leg', /knee flexion/, /half a cycle off/, 'in doubt: the strikes have a low confidence'],
  ] as const)(
    '%s',
    async (fault, check, hint, decision) => {
      const { verdict, findings, decided } = await judgedWith(fault);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
      if (decision !== null) expect(decided).toContain(decision);
    },
    20_000,
  );
});
