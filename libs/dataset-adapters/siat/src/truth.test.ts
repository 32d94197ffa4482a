import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, jointMotionIndex, JOINT_MOTION_COUNT } from '@emgfm/schema';
import { type RawSiatTrial, writeRawSiat } from '@emgfm/synthetic-gait';
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
let truth: readonly RawSiatTrial[];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-siat-truth-'));
  truth = await writeRawSiat(root, { subjects: 2, seed: 3, cyclesPerLeg: 3, otherMovements: true });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a simulated tree of two persons', () => {
  test('every labelled cycle is a stride and nothing else is', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs).toHaveLength(2 * 3 * 6);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('masks: seven muscles on the left leg, four angles and moments on both', () => {
    const present = (['adduction', 'flexion'] as const)
      .map((motion) => jointMotionIndex('hip', motion))
      .concat(jointMotionIndex('knee', 'flexion'), jointMotionIndex('ankle', 'flexion'));
    for (const { side, masks, reasons } of run.strides) {
      const muscles = EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1);
      expect(muscles).toEqual(side === 'left' ? ['RF', 'VM', 'TA', 'STSM', 'GM', 'GL', 'SOL'] : []);
      expect(reasons.emg.filter((reason) => reason !== 0)).toEqual(
        side === 'left' ? new Uint8Array(6).fill(1) : new Uint8Array(13).fill(2),
      );
      for (const modality of ['kinematics', 'kinetics'] as const) {
        for (let i = 0; i < JOINT_MOTION_COUNT; i += 1) {
          expect([masks[modality][i], reasons[modality][i]]).toEqual(present.includes(i) ? [1, 0] : [0, 1]);
        }
      }
    }
  });

  test('metadata: person, movement, surface, rates', () => {
    expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['Sub01', 'Sub02']));
    for (const stride of run.strides) {
      const { activity, inclineDeg, surface, emgSourceRateHz, kinematicSourceRateHz } = stride;
      expect(activity).toBe({ WAK: 'walk', UPS: 'stair_up', DNS: 'stair_down' }[stride.trial]);
      expect([inclineDeg, surface, stride.population]).toEqual([0, 'overground', 'able-bodied']);
      if (stride.side === 'left') expect(emgSourceRateHz).toBeCloseTo(1920, 1);
      expect(kinematicSourceRateHz).toBeCloseTo(1920, 1);
    }
    for (const { subject } of run.recordings) {
      const person = truth.find(({ sourceId }) => sourceId === subject.sourceId)?.subject;
      expect([subject.ageY, subject.sex, subject.massKg]).toEqual([person?.ageY, person?.sex, person?.massKg]);
      expect(subject.heightM).toBeCloseTo(person?.heightM ?? NaN, 2);
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = match.pairs.filter(({ truth: { activity } }) => activity === 'walk');
    const correlations = envelopeCorrelations({ ...match, pairs: level }).filter(Number.isFinite);
    expect(correlations).toHaveLength(7);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('siat', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
