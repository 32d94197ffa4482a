import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type SourceFault, writeRawMocap } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

async function findingsWith(fault: SourceFault | null): Promise<{ verdict: string; findings: SignatureFinding[] }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-mocap-fault-'));
  roots.push(root);
  await writeRawMocap(root, { subjects: 1, seed: 8, trials: 1, durationS: 5, emgRateHz: 500, fault });
  const run = await runAdapter(adapter, root, { furtherModalities: [] });
  const { verdict, findings } = signatureOf('mocap', run);
  return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)) };
}

test('level walking passes', async () => {
  expect(await findingsWith(null)).toEqual({ verdict: 'pass', findings: [] });
}, 20_000);

describe('mistakes of the source are caught and named', () => {
  // the source has no moments; the sign of the knee is decided from the data, so a flipped sign shows at the hip
  test.each([
    ['axis-swap', /planes/, /flexion and adduction of the (hip|knee) are swapped/],
    ['sign-flip', /hip flexion/, /sign of hip flexion is reversed/],
    ['muscle-permutation', /activity/, /another muscle/],
    ['half-cycle-shift', /./, /other foot|other leg|half a (cycle|stride)/],
    ['wrong-leg', /./, /other foot|other leg|half a (cycle|stride)/],
  ] as const)(
    '%s',
    async (fault, check, hint) => {
      const { verdict, findings } = await findingsWith(fault);
      expect(['fail', 'flag']).toContain(verdict);
      expect(findings.map((finding) => `${finding.check}: ${finding.hint}`).join('\n')).toMatch(hint);
      expect(findings.some((finding) => check.test(finding.check) && hint.test(finding.hint))).toBe(true);
    },
    20_000,
  );
});
