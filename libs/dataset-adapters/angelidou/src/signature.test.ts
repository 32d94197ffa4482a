import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignatureFinding } from '@emgfm/schema';
import { type RawAngelidouOptions, type SourceFault, writeRawAngelidou } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { type AdapterRun, runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Judged {
  readonly verdict: string;
  readonly findings: readonly SignatureFinding[];
  readonly run: AdapterRun;
}

async function judgedWith(fault: SourceFault | null, options: Partial<RawAngelidouOptions> = {}): Promise<Judged> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-angelidou-fault-'));
  roots.push(root);
  await writeRawAngelidou(root, {
    subjects: 1,
    seed: 8,
    conditionS: 5,
    cameraRateHz: 100,
    emgSamplingRateHz: 1000,
    speeds: { fast: 1.3 },
    stiffnesses: ['rigid'],
    fault,
    ...options,
  });
  const run = await runAdapter(adapter, root);
  const { verdict, findings } = signatureOf('angelidou', run);
  return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)), run };
}

const decided = ({ run }: Judged, fact: string): string =>
  run.decisions.find((decision) => decision.fact === fact)?.decided ?? '';

test('level walking passes', async () => {
  const judged = await judgedWith(null);
  expect([judged.verdict, judged.findings]).toEqual(['pass', []]);
}, 60_000);

describe('mistakes of the source are caught and named', () => {
  test('muscle-permutation: flagged by the signature', async () => {
    const { verdict, findings } = await judgedWith('muscle-permutation');
    expect(verdict).toBe('flag');
    expect(findings.some(({ check, hint }) => /activity/.test(check) && /another muscle/.test(hint))).toBe(true);
  }, 60_000);

  test('axis-swap: the knee hardly bends, so nothing is believed of the angles', async () => {
    const judged = await judgedWith('axis-swap');
    expect(decided(judged, 'unit of the angles')).toBe('not decided: masked');
    expect(judged.run.strides.length).toBeGreaterThan(4);
    for (const { masks, reasons } of judged.run.strides)
      expect([masks.kinematics[5], reasons.kinematics[5]]).toEqual([0, 8]);
  }, 60_000);

  test('sign-flip: turned back, and said', async () => {
    const judged = await judgedWith('sign-flip');
    expect(decided(judged, 'sign of the knee angle')).toBe('left negated, right negated');
    expect(decided(judged, 'sign of the hip angle')).toBe('left negated, right negated');
    expect(judged.verdict).toBe('pass');
  }, 60_000);

  test('moments-in-newton-metres: masked where the stated unit says otherwise, divided by the mass where it does not', async () => {
    const contradicted = await judgedWith('moments-in-newton-metres');
    expect(decided(contradicted, 'unit of the moments')).toBe('not decided: masked');
    for (const { masks, reasons } of contradicted.run.strides)
      expect([masks.kinetics[8], reasons.kinetics[8]]).toEqual([0, 8]);
    const unstated = await judgedWith('moments-in-newton-metres', { statesUnits: false });
    expect(decided(unstated, 'unit of the moments')).toBe('N.m');
    expect(unstated.verdict).toBe('pass');
  }, 60_000);

  test.each(['half-cycle-shift', 'wrong-leg'] as const)(
    '%s: angles and events contradict each other, so no stride is believed',
    async (fault) => {
      const judged = await judgedWith(fault);
      for (const side of ['left', 'right']) {
        expect(decided(judged, `strike that starts the cycles of the ${side} leg`)).toMatch(/contradict each other/);
      }
      expect(judged.run.strides).toEqual([]);
      expect(new Set(judged.run.drops.map(({ reason }) => reason))).toEqual(new Set(['no-events']));
    },
    60_000,
  );
});
