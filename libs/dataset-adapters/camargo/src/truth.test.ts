import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, jointMotionIndex } from '@emgfm/schema';
import { type RawCamargoStride, type RawCamargoTrial, writeRawCamargo } from '@emgfm/synthetic-gait';
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
let trials: readonly RawCamargoTrial[];
let run: AdapterRun;
let match: TruthMatch;

/** Strides to keep of the given trials. */
function keptStrides(of: readonly RawCamargoTrial[]): ReturnType<typeof expectedOf> {
  return expectedOf(
    of.map(({ subject, trial, strides }) => ({
      sourceId: subject.sourceId,
      trial,
      strides: strides.filter(({ dropped }) => dropped === ''),
    })),
  );
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-camargo-truth-'));
  trials = await writeRawCamargo(root, {
    // the files of AB25 are capitalised
    subjects: ['AB25'],
    seed: 3,
    steadyS: 5,
    ankleOffsetDeg: 0,
    defects: { treadmill_01_01: [{ kind: 'deleted_strike', strike: 3 }] },
  });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, keptStrides(trials));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a simulated tree of treadmill, level ground, ramp and stairs', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(60);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    // where one kind of walking becomes another the simulated angles jump between two samples
    const steady = match.pairs.filter(({ truth }) => truth.activity !== 'transition');
    const errors = largestErrors({ ...match, pairs: steady });
    expect(steady.length).toBeGreaterThan(40);
    expect(largestErrors(match).durationS).toBeLessThan(0.01);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
  });

  test('what is dropped has the reason that the source gives', () => {
    const expected = trials.flatMap(({ strides }) =>
      strides.flatMap(({ dropped }) => (dropped === '' ? [] : [dropped as string])),
    );
    // and the two edges of every trial
    expected.push(...trials.flatMap(() => ['not-a-stride', 'not-a-stride']));
    expect(run.drops.map(({ reason }) => reason).sort()).toEqual(expected.sort());
  });

  test('activity, speed, incline and step height of every stride', () => {
    for (const { found, truth } of match.pairs) {
      const { activity, speedMps, inclineDeg, stepHeightM } = found;
      expect(activity).toBe(truth.activity);
      expect([speedMps, inclineDeg]).toEqual([truth.speedMps, truth.inclineDeg]);
      if (Number.isNaN(truth.stepHeightM)) expect(stepHeightM).toBeNaN();
      else expect(stepHeightM).toBeCloseTo(truth.stepHeightM, 9);
    }
    expect([...new Set(run.strides.map(({ activity }) => activity))].sort()).toEqual(
      ['ramp_down', 'ramp_up', 'stair_down', 'stair_up', 'transition', 'turn', 'walk'].sort(),
    );
  });

  test('person, session, trial, surface and rates', () => {
    expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB25']));
    for (const { subject, subtrial, surface, trial } of run.recordings) {
      const { ageY, sex, massKg, heightM } = trials[0].subject;
      expect(subject).toMatchObject({ ageY, sex, massKg, heightM, population: 'able-bodied' });
      expect(subtrial).toBe('10_09_18');
      expect(surface).toBe(/^treadmill/i.test(trial) ? 'treadmill' : 'overground');
      expect(trial).toMatch(/^[TLRS]/);
    }
    for (const stride of run.strides) {
      expect([stride.emgSourceRateHz, stride.kinematicSourceRateHz]).toEqual([1000, 200]);
    }
  });

  test('masks: nine muscles, six angles, moments of the measured strides', () => {
    const present = [0, 1, 2, 5, 6, 8];
    for (const { found, truth } of match.pairs) {
      const { masks, reasons } = found;
      expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1)).toEqual([
        'VL',
        'RF',
        'VM',
        'TA',
        'BF',
        'STSM',
        'GM',
        'SOL',
        'GMED',
      ]);
      expect([...reasons.emg].filter((reason) => reason !== 0)).toEqual([1, 1, 1, 1]);
      expect([...masks.kinematics.keys()].filter((i) => masks.kinematics[i] === 1)).toEqual(present);
      const { measured } = truth as RawCamargoStride;
      for (const channel of masks.kinetics.keys()) {
        const recorded = present.includes(channel);
        expect(reasons.kinetics[channel]).toBe(recorded ? (measured ? 0 : 5) : 1);
      }
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = match.pairs.filter(({ truth }) => truth.activity === 'walk');
    const correlations = envelopeCorrelations({ ...match, pairs: level }).filter(Number.isFinite);
    expect(correlations).toHaveLength(9);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('camargo', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});

test('the option legs gives the left leg too, with angles and moments and without EMG', async () => {
  const both = await runAdapter(adapter, root, { adapterOptions: { legs: 'both' } });
  const left = both.strides.filter(({ side }) => side === 'left');
  expect(both.strides.length - left.length).toBe(run.strides.length);
  expect(left.length).toBeGreaterThan(40);
  const treadmill = left.filter(({ surface }) => surface === 'treadmill');
  const truths = trials.flatMap(({ subject, trial, truth }) =>
    expectedOf([{ sourceId: subject.sourceId, trial, strides: truth.strides.filter(({ side }) => side === 'left') }]),
  );
  const matched = matchTruth(treadmill, truths);
  expect(matched.extra).toEqual([]);
  const knee = jointMotionIndex('knee', 'flexion');
  for (const { found, truth } of matched.pairs) {
    expect(Math.abs(found.kinematics[140 * 9 + knee] - truth.anglesDeg[knee][140])).toBeLessThan(4);
    expect(new Set(found.reasons.emg)).toEqual(new Set([2]));
    expect(found.masks.kinetics[knee]).toBe(1);
  }
}, 30_000);
