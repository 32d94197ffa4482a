import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawK2muse } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function signatureWith(
  fault: SourceFault | null,
  layer: 'processed' | 'source' = 'processed',
): Promise<{ verdict: string; findings: SignatureFinding[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-k2muse-fault-'));
  roots.push(root);
  await writeRawK2muse(root, { subjects: 1, seed: 8, layers: [layer], trialS: 5, fault });
  const { verdict, findings } = signatureOf('k2muse', await runAdapter(adapter, root, { layer }));
  return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)) };
}

test.each(['processed', 'source'] as const)(
  'level walking passes, %s layer',
  async (layer) => {
    expect(await signatureWith(null, layer)).toEqual({ verdict: 'pass', findings: [] });
  },
  30_000,
);

describe('mistakes of the source are caught and named', () => {
  test.each([
    ['axis-swap', 'processed', /planes/, /flexion and adduction of the (hip|knee) are swapped/],
    ['sign-flip', 'source', /knee flexion/, /sign of knee flexion is reversed/],
    ['moments-in-newton-metres', 'processed', /possible values/, /looks like N\.m/],
    ['muscle-permutation', 'source', /activity/, /another muscle/],
    ['half-cycle-shift', 'processed', /knee flexion/, /half a cycle off/],
    ['wrong-leg', 'source', /knee flexion/, /half a cycle off/],
  ] as const)(
    '%s (%s layer)',
    async (fault, layer, check, hint) => {
      const { verdict, findings } = await signatureWith(fault, layer);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
    },
    30_000,
  );
});
