import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MISSING_REASONS } from '@emgfm/schema';
import { type SourceFault, writeRawGrimmer } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import { type AdapterRun, expectedOf, matchTruth, runAdapter, signatureOf } from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

/** Level strides are told apart, so that the signature has something to judge. */
const adapterOptions = { levelWalking: 'by-angles' };

async function runWith(fault: SourceFault): Promise<AdapterRun> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-fault-'));
  roots.push(root);
  await writeRawGrimmer(root, { subjects: 1, seed: 8, settings: 1, trials: 1, emgRateHz: 200, fault });
  return runAdapter(adapter, root, { adapterOptions });
}

const decidedOf = ({ decisions }: AdapterRun, fact: string): string =>
  decisions.find((decision) => decision.fact === fact)?.decided ?? '';
const { unresolvedConvention } = MISSING_REASONS;

test('strides of level walking are told apart by their angles, and pass', async () => {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-level-'));
  roots.push(root);
  const truth = await writeRawGrimmer(root, { subjects: 1, seed: 8, settings: 2, trials: 1, emgRateHz: 200 });
  const run = await runAdapter(adapter, root, { adapterOptions });
  const { verdict, findings } = signatureOf('grimmer', run);
  expect(findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict))).toEqual([]);
  expect(verdict).toBe('pass');

  const doneIn = new Map(truth.flatMap(({ strides, activities }) => strides.map((own, i) => [own, activities[i]])));
  const { pairs, extra } = matchTruth(run.strides, expectedOf(truth));
  expect(extra).toEqual([]);
  for (const { found, truth: stride } of pairs) {
    expect(found.activity === 'walk').toBe(doneIn.get(stride) === 'walk');
    expect(found.condition).toBe(
      { walk: 'level, by its angles', transition: '' }[found.activity as string] ?? 'stair sequence',
    );
  }
}, 30_000);

describe('mistakes of the source are named, and no number of them gets through', () => {
  test('axis-swap', async () => {
    const run = await runWith('axis-swap');
    expect(decidedOf(run, 'planes of the hip')).toMatch(/flexion looks swapped/);
    expect(decidedOf(run, 'unit of the angles')).toMatch(/angles masked; the knee field is of another unit or axis/);
    for (const { reasons } of run.strides) {
      expect(new Set([...reasons.kinematics])).toEqual(new Set([1, unresolvedConvention.code]));
    }
  }, 30_000);

  test('sign-flip: turned back, and said', async () => {
    const run = await runWith('sign-flip');
    expect(decidedOf(run, 'sign of the knee flexion angle')).toBe('left negated, right negated');
    expect(decidedOf(run, 'sign of the hip flexion angle')).toBe('left negated, right negated');
    expect(signatureOf('grimmer', run).verdict).toBe('pass');
  }, 30_000);

  test('moments-in-newton-metres: masked without a body mass', async () => {
    const run = await runWith('moments-in-newton-metres');
    expect(decidedOf(run, 'unit of the moments')).toMatch(/^N·m, masked: .*subjectMassKg/);
    for (const { reasons } of run.strides) {
      expect(new Set([...reasons.kinetics])).toEqual(new Set([1, unresolvedConvention.code]));
    }
  }, 30_000);

  test('muscle-permutation', async () => {
    const run = await runWith('muscle-permutation');
    expect(decidedOf(run, 'muscles fire in their phase')).toBe(
      'not left TA, right TA, left GM, right GM: may be another muscle, or of the other leg',
    );
    const { verdict, findings } = signatureOf('grimmer', run);
    expect(verdict).toBe('flag');
    const hints = findings.filter((finding) => finding.verdict === 'flag').map(({ hint }) => hint);
    expect(hints).toContain('TA may be another muscle, or of the other leg');
  }, 30_000);

  test.each(['half-cycle-shift', 'wrong-leg'] as const)(
    '%s: every stride dropped',
    async (fault) => {
      const { strides, drops, decisions } = await runWith(fault);
      expect(strides).toEqual([]);
      expect(new Set(drops.map(({ reason }) => reason))).toEqual(new Set(['event-order']));
      expect(drops[0]?.detail).toMatch(/knee swings half a cycle beside/);
      const decided = decisions.filter(({ fact }) => fact.endsWith('leg are of its own foot'));
      expect(decided.map(({ decided: text }) => text.slice(0, 26))).toEqual(
        new Array(2).fill('no: they are half a cycle '),
      );
    },
    30_000,
  );
});
