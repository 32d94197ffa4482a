import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadOptions } from '@emgfm/adapter-kit';
import { EMG_CHANNELS, jointMotionIndex } from '@emgfm/schema';
import { type RawOpensimOptions, type SourceFault, writeRawOpensim } from '@emgfm/synthetic-gait';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  expectedOf,
  largestErrors,
  matchTruth,
  runAdapter,
  signatureOf,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

const DURATION_S = 6;
const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

/** Reads a simulated tree; strides at the ends of a trial, whose events lie less than 0.15 s inside it, are not asked for. */
async function readTree(
  options: Partial<RawOpensimOptions>,
  readOptions: Pick<ReadOptions, 'adapterOptions' | 'subjectMassKg'> = {},
): Promise<{ run: AdapterRun; match: TruthMatch }> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-opensim-truth-'));
  roots.push(root);
  const truth = await writeRawOpensim(root, {
    subjects: 1,
    seed: 4,
    trials: 1,
    durationS: DURATION_S,
    plates: 8,
    ...options,
  });
  const run = await runAdapter(adapter, root, readOptions);
  const match = matchTruth(run.strides, expectedOf(truth));
  const inner = match.missing.filter(({ truth: { startS, endS } }) => startS > 0.3 && endS < DURATION_S - 0.3);
  return { run, match: { ...match, missing: inner } };
}

const decisionOf = (run: AdapterRun, fact: string): string | undefined =>
  run.decisions.find((decision) => decision.fact === fact)?.decided;

describe('trials with angles, moments, forces, markers and EMG', () => {
  test.each<[string, Partial<RawOpensimOptions>]>([
    ['flat names, knee positive, degrees', {}],
    ['folders by role, knee negative, radians', { layout: 'by-role', kneeFlexion: 'negative', angleUnit: 'radians' }],
    ['paths as labels, EMG as CSV', { pathLabels: true, emgFile: 'csv' }],
  ])(
    '%s',
    async (_, options) => {
      const { run, match } = await readTree(options);
      expect(match.missing).toEqual([]);
      expect(match.extra).toEqual([]);
      expect(match.pairs.length).toBeGreaterThan(5);
      const { angleDeg, momentNmPerKg, durationS } = largestErrors(match);
      // strikes are found, not given: 10 ms at 400 degrees per second
      expect(angleDeg).toBeLessThan(5);
      expect(momentNmPerKg).toBeLessThan(0.25);
      expect(durationS).toBeLessThan(0.02);
      for (const r of envelopeCorrelations(match).filter(Number.isFinite)) expect(r).toBeGreaterThan(0.9);
      expect(decisionOf(run, 'moment unit')).toBe('N.m');
      expect(decisionOf(run, 'sign of knee flexion')).toMatch(
        options.kneeFlexion === 'negative' ? 'negative, turned' : 'positive',
      );
      const { verdict, findings } = signatureOf('opensim', run);
      expect(findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict))).toEqual([]);
      expect(verdict).toBe('pass');
    },
    30_000,
  );

  test('moments are there where a plate carried the stance, and missing as not measurable elsewhere', async () => {
    const { run, match } = await readTree({ plates: 3 });
    const ankle = jointMotionIndex('ankle', 'flexion');
    const measured = match.pairs.filter(({ truth }) => truth.plate !== null);
    expect(measured.length).toBeGreaterThan(1);
    for (const { found, truth } of match.pairs) {
      expect(found.masks.kinetics[ankle], `${truth.side} ${truth.startS}`).toBe(truth.plate === null ? 0 : 1);
      expect(found.reasons.kinetics[ankle]).toBe(truth.plate === null ? 5 : 0);
    }
    expect(run.notes.join('\n')).toMatch(/stance\(s\) without a measured force/);
  }, 20_000);
});

describe('what the files do not say', () => {
  test('the body mass comes from the ground force, within 3 %', async () => {
    const { run, match } = await readTree({});
    const [recording] = run.recordings;
    const massKg = match.pairs[0] && recording!.subject.massKg;
    const { simulatedSubject } = await import('@emgfm/synthetic-gait');
    const trueKg = simulatedSubject(4000, { sourceId: 'subject01' }).massKg;
    expect(Math.abs(massKg! / trueKg - 1)).toBeLessThan(0.03);
    expect(decisionOf(run, 'body mass')).toMatch(/kg/);
  }, 20_000);

  test('a given body mass wins', async () => {
    const { run } = await readTree({}, { subjectMassKg: { 'opensim/subject01': 70 } });
    expect(run.recordings[0]!.subject.massKg).toBe(70);
    expect(decisionOf(run, 'body mass')).toBeUndefined();
  }, 20_000);

  test('without forces and mass the moments are missing, and a note says what to do', async () => {
    const { run, match } = await readTree({ omit: ['grf'] });
    expect(match.pairs.length).toBeGreaterThan(5);
    for (const { masks, reasons } of run.strides) {
      expect(masks.kinetics.every((bit) => bit === 0)).toBe(true);
      expect(reasons.kinetics[jointMotionIndex('hip', 'flexion')]).toBe(8);
    }
    expect(run.notes.join('\n')).toMatch(/no body mass.*massKg/);
  }, 20_000);

  test('EMG columns without a side go to the leg in whose push-off the calf works', async () => {
    const { run } = await readTree({ emgLegs: 'unnamed' });
    expect(decisionOf(run, 'leg of the EMG')).toBe('right');
    const soleus = EMG_CHANNELS.indexOf('SOL');
    for (const { side, masks, reasons } of run.strides) {
      expect(masks.emg[soleus]).toBe(side === 'right' ? 1 : 0);
      expect(reasons.emg[soleus]).toBe(side === 'right' ? 0 : 2);
    }
  }, 20_000);

  test('EMG whose leg the data do not tell is missing, reason 8', async () => {
    const emg = ['soleus', 'gastrocnemius_medialis'].map((label) => ({ label, ignore: true }));
    const { run } = await readTree({ emgLegs: 'unnamed' }, { adapterOptions: { mapping: { emg } } });
    const anterior = EMG_CHANNELS.indexOf('TA');
    for (const { masks, reasons } of run.strides) expect([masks.emg[anterior], reasons.emg[anterior]]).toEqual([0, 8]);
    expect(run.notes.join('\n')).toMatch(/name no leg.*no calf muscle.*emgSide/);
    const told = await readTree({ emgLegs: 'unnamed' }, { adapterOptions: { mapping: { emg, emgSide: 'left' } } });
    expect(told.run.strides.filter(({ masks }) => masks.emg[anterior] === 1).map(({ side }) => side)).toContain('left');
  }, 30_000);
});

describe('mistakes of the source are caught by the signature', () => {
  test.each<SourceFault>(['axis-swap', 'sign-flip', 'muscle-permutation', 'half-cycle-shift', 'wrong-leg'])(
    '%s',
    async (fault) => {
      const { run } = await readTree({ fault });
      expect(['fail', 'flag']).toContain(signatureOf('opensim', run).verdict);
    },
    20_000,
  );
});
