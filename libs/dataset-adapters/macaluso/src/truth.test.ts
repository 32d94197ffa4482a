import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, missingReasonCode, qualityBitNames } from '@emgfm/schema';
import { type RawMacalusoTrial, writeRawMacaluso } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const RECORDED = ['RF', 'TA', 'BF', 'GM'];

let root = '';
let truth: readonly RawMacalusoTrial[];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-macaluso-truth-'));
  truth = await writeRawMacaluso(root, {
    subjects: ['AB02', 'AB10'],
    seed: 3,
    trialS: 4,
    withDetails: true,
    withDescription: true,
    perturbations: 'flags',
    otherTrial: 'warmup',
    strideDefects: {
      'level/part1 left 1': 'zero-stride',
      'uphill/part1 right 2': 'too-long',
      'downhill/part1 left 2': 'too-short',
    },
    legDefects: { 'uphill/part1 left': 'no-moments', 'uphill/part1 right': 'no-tibialis' },
  });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(match.pairs.length).toBeGreaterThan(20);
  });

  test('what is no stride is dropped with a reason', () => {
    const drops = run.drops.filter(({ what }) => what.startsWith('Subject/AB02.mat'));
    expect(drops.map(({ what, reason }) => [what.replace('Subject/AB02.mat ', ''), reason]).sort()).toEqual([
      ['downhill/part1 left stride 2', 'stride-too-short'],
      ['downhill/warmup', 'not-a-stride'],
      ['level/part1 left stride 1', 'no-signal'],
      ['level/warmup', 'not-a-stride'],
      ['uphill/part1 right stride 2', 'stride-too-long'],
      ['uphill/warmup', 'not-a-stride'],
    ]);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.001);
  });

  test('masks: nine angles, nine moments and four muscles, but for what a trial lacks', () => {
    for (const { masks, reasons, trial, side } of run.strides) {
      expect([...masks.kinematics]).toEqual(new Array(9).fill(1));
      const withoutMoments = trial === 'uphill/part1' && side === 'left';
      expect([...masks.kinetics]).toEqual(new Array(9).fill(withoutMoments ? 0 : 1));
      const withoutTibialis = trial === 'uphill/part1' && side === 'right';
      for (const [i, channel] of EMG_CHANNELS.entries()) {
        const missing = channel === 'TA' && withoutTibialis ? 'notInTrial' : 'present';
        expect(reasons.emg[i]).toBe(missingReasonCode(RECORDED.includes(channel) ? missing : 'notInDataset'));
      }
    }
  });

  test('activity, slope, speed, surface, rates and quality of each stride', () => {
    for (const { found, truth: true_ } of match.pairs) {
      expect([found.activity, found.inclineDeg]).toEqual([true_.activity, true_.inclineDeg]);
      expect([found.speedMps, found.surface, found.stepHeightM]).toEqual([1.2, 'treadmill', 0]);
      // the grid of a stride stands for another rate in every stride
      expect(found.emgSourceRateHz).toBeCloseTo(2999 / found.durationS, 6);
      expect(found.kinematicSourceRateHz).toBeNaN();
      expect(qualityBitNames(found.quality)).toEqual(
        expect.arrayContaining(['emg_time_normalised', 'weak_joint_planes']),
      );
    }
    expect(new Set(run.strides.map(({ activity }) => activity))).toEqual(new Set(['walk', 'ramp_up', 'ramp_down']));
  });

  test('perturbed strides are marked', () => {
    const perturbed = truth.flatMap((trial) => trial.perturbed);
    expect(perturbed.length).toBeGreaterThan(5);
    for (const { found, truth: true_ } of match.pairs) {
      expect(found.condition).toBe(perturbed.includes(true_) ? 'perturbed' : 'unperturbed');
    }
  });

  test('age, sex, mass and height of each person, one id through all tasks', () => {
    for (const { subject } of run.recordings) {
      const simulated = truth.find(({ sourceId }) => sourceId === subject.sourceId)?.subject;
      expect(subject).toMatchObject({
        ageY: simulated?.ageY,
        sex: simulated?.sex,
        massKg: simulated?.massKg,
        heightM: expect.closeTo(simulated?.heightM ?? NaN, 3),
        population: 'able-bodied',
      });
    }
    expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB02', 'AB10']));
  });

  test('what is decided from the data stands once per person, with its evidence', () => {
    const facts = ['sign of the moments', 'unit of the moments', 'EMG kind', 'EMG rate'];
    expect(run.decisions.map(({ fact }) => fact)).toEqual([...facts, ...facts]);
    expect(run.decisions.slice(0, 3).map(({ decided }) => decided)).toEqual([
      'internal, kept, all joints alike',
      'N·mm/kg, as documented',
      'raw',
    ]);
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = match.pairs.filter(({ truth: { activity } }) => activity === 'walk');
    const correlations = envelopeCorrelations({ ...match, pairs: level }).filter(Number.isFinite);
    expect(correlations).toHaveLength(RECORDED.length);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('macaluso', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
