import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, jointMotionIndex } from '@emgfm/schema';
import { writeRawHu } from '@emgfm/synthetic-gait';
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
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-hu-truth-'));
  const truth = await writeRawHu(root, {
    subjects: 2,
    seed: 3,
    circuits: 2,
    deletedStrikes: { left: [4], right: [9] },
  });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('a simulated tree with deleted events', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(100);
  });

  test('angles within 0.5 degree, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('activities, transitions, incline and step height as the events say', () => {
    for (const { found, truth } of match.pairs) {
      expect([found.activity, found.side]).toEqual([truth.activity, truth.side]);
      if (truth.activity === 'transition') continue;
      expect(found.inclineDeg).toBe(truth.inclineDeg);
      expect(found.stepHeightM).toBeCloseTo(truth.stepHeightM, 6);
    }
    const activities = new Set(run.strides.map(({ activity }) => activity));
    expect([...activities].sort()).toEqual(
      ['ramp_down', 'ramp_up', 'stair_down', 'stair_up', 'transition', 'walk'].sort(),
    );
  });

  test('masks: seven muscles, knee and ankle flexion, no moments, on both legs', () => {
    const present = [jointMotionIndex('knee', 'flexion'), jointMotionIndex('ankle', 'flexion')];
    for (const { masks, reasons } of run.strides) {
      expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1)).toEqual(['VL', 'RF', 'TA', 'BF', 'STSM', 'GM', 'SOL']);
      expect([...masks.kinematics.keys()].filter((i) => masks.kinematics[i] === 1)).toEqual(present);
      expect(masks.kinetics.every((bit) => bit === 0)).toBe(true);
      expect([...reasons.emg].filter((reason) => reason !== 0)).toEqual(new Array(6).fill(1));
    }
  });

  test('metadata: person, circuit, surface, rates', () => {
    expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['AB156', 'AB185']));
    expect(new Set(run.strides.map(({ trial }) => trial))).toEqual(new Set(['Circuit_001', 'Circuit_002']));
    for (const stride of run.strides) {
      expect(stride.surface).toBe('overground');
      expect(stride.population).toBe('able-bodied');
      expect([stride.emgSourceRateHz, stride.kinematicSourceRateHz]).toEqual([1000, 1000]);
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const level = match.pairs.filter(({ truth }) => truth.activity === 'walk');
    for (const r of envelopeCorrelations({ ...match, pairs: level }).filter(Number.isFinite)) {
      expect(r).toBeGreaterThan(0.9);
    }
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('hu', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
