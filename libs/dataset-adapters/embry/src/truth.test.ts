import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, missingReasonCode, qualityBitNames } from '@emgfm/schema';
import { type RawEmbryTrial, writeRawEmbry } from '@emgfm/synthetic-gait';
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

let root = '';
let truth: readonly RawEmbryTrial[];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-embry-truth-'));
  truth = await writeRawEmbry(root, {
    subjects: [2, 10],
    seed: 3,
    trials: ['s1i0', 's0x8i10', 's1x2d7x5'],
    trialS: 9,
    defects: { s1i0: ['zero-last-stride', 'outlier'], s0x8i10: ['no-right-calf'] },
  });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(60);
  });

  test('what is no stride is dropped with a reason', () => {
    expect(run.drops.map(({ what, level, reason }) => [what, level, reason])).toEqual(
      ['AB02', 'AB10'].flatMap((sourceId) => [
        [expect.stringMatching(`^InclineExperiment.mat ${sourceId} s1i0 left stride \\d+$`), 'stride', 'no-signal'],
        [`InclineExperiment.mat ${sourceId} s1i0 right stride 3`, 'stride', 'not-a-stride'],
      ]),
    );
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('masks: nine angles and moments and four muscles on either leg', () => {
    const recorded = ['RF', 'TA', 'BF', 'GM'];
    for (const { masks, reasons, trial, side, quality } of run.strides) {
      expect([...masks.kinematics, ...masks.kinetics].every((bit) => bit === 1)).toBe(true);
      for (const [i, channel] of EMG_CHANNELS.entries()) {
        const lacksCalf = channel === 'GM' && trial === 's0x8i10' && side === 'right';
        const expected = !recorded.includes(channel) ? 'notInDataset' : lacksCalf ? 'notInTrial' : 'present';
        expect(reasons.emg[i]).toBe(missingReasonCode(expected));
      }
      expect(qualityBitNames(quality)).toEqual(['emg_time_normalised', 'weak_joint_planes']);
    }
  });

  test('activity, speed, incline, surface; no rate where the source has points per stride', () => {
    for (const { found, truth: true_ } of match.pairs) {
      expect([found.activity, found.speedMps, found.inclineDeg]).toEqual([
        true_.activity,
        true_.speedMps,
        true_.inclineDeg,
      ]);
      expect([found.surface, found.population, found.emgKind]).toEqual(['treadmill', 'able-bodied', 'envelope']);
      expect([found.emgSourceRateHz, found.kinematicSourceRateHz, found.stepHeightM]).toEqual([NaN, NaN, NaN]);
    }
    expect(new Set(run.strides.map(({ inclineDeg }) => inclineDeg))).toEqual(new Set([0, 10, -7.5]));
  });

  test('age, sex, mass and height of each person', () => {
    for (const { subject } of run.recordings) {
      const simulated = truth.find(({ sourceId }) => sourceId === subject.sourceId)?.subject;
      expect(subject).toMatchObject({
        ageY: simulated?.ageY,
        sex: simulated?.sex,
        massKg: simulated?.massKg,
        heightM: expect.closeTo(simulated?.heightM ?? NaN, 9),
      });
    }
  });

  test('what is decided stands once per person, with its evidence', () => {
    expect(run.decisions).toEqual(
      ['AB02', 'AB10'].flatMap(() => [
        {
          fact: 'sign of the moments',
          decided: 'external, negated, all nine',
          evidence: expect.stringMatching(/^level walking of all persons, ankle flexion: .* of \d+ strides/),
        },
        {
          fact: 'unit of the moments',
          decided: 'N·mm/kg, as documented',
          evidence: expect.stringContaining('peaks at'),
        },
        {
          fact: 'kind of EMG on points per stride',
          decided: 'envelope',
          evidence: expect.stringContaining('smallest'),
        },
      ]),
    );
    expect(run.notes.filter((note) => note.includes('gastrocnemius-unspecified'))).toHaveLength(2);
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = match.pairs.filter(({ truth: { activity } }) => activity === 'walk');
    const correlations = envelopeCorrelations({ ...match, pairs: level }).filter(Number.isFinite);
    expect(correlations).toHaveLength(4);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('embry', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
