import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelSamples, EMG_CHANNELS, jointMotionIndex, MISSING_REASONS, type SignalBlock } from '@emgfm/schema';
import { type RawMoghadamTrial, writeRawMoghadam } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  expectedOf,
  type FoundStride,
  largestErrors,
  matchTruth,
  runAdapter,
  signatureOf,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
let truth: readonly RawMoghadamTrial[];
let run: AdapterRun;
let match: TruthMatch;

/** Masses of both persons; the source has none. */
const massesOf = (trials: readonly RawMoghadamTrial[]): Record<string, number> =>
  Object.fromEntries(trials.map(({ sourceId, subject }) => [`moghadam/${sourceId}`, subject.massKg]));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-moghadam-truth-'));
  truth = await writeRawMoghadam(root, { subjects: 2, seed: 3, trials: 8, defects: { 5: 'partial-cycle' } });
  run = await runAdapter(adapter, root, { subjectMassKg: massesOf(truth) });
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** Largest difference between the curves of a stride and what was simulated at its own phases, over the masked-in channels. */
function curveError(found: FoundStride, quantity: 'angles' | 'moments'): number {
  const { simulated } = truth.find(
    ({ sourceId, trial }) => sourceId === found.sourceId && trial === found.trial,
  ) as RawMoghadamTrial;
  const block = simulated.legs[found.side][quantity];
  const [samples, mask] =
    quantity === 'angles' ? [found.kinematics, found.masks.kinematics] : [found.kinetics, found.masks.kinetics];
  const points = samples.length / 9;
  return samples.reduce((largest, value, i) => {
    if (mask[i % 9] !== 1) return largest;
    const timeS = found.startTimeS + (Math.floor(i / 9) / (points - 1)) * found.durationS;
    return Math.max(largest, Math.abs(value - valueAt(block, i % 9, timeS)));
  }, 0);
}

function valueAt(block: SignalBlock, channel: number, timeS: number): number {
  const samples = channelSamples(block, channel);
  const place = (timeS - block.startS) * block.samplingRateHz;
  const before = Math.floor(place);
  return samples[before]! + (place - before) * (samples[before + 1]! - samples[before]!);
}

describe('a simulated tree, body masses given', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs).toHaveLength(2 * 7 * 2);
  });

  test('strikes within 15 ms, durations within 10 ms', () => {
    for (const { found, truth: stride } of match.pairs) {
      expect(Math.abs(found.startTimeS - stride.startS)).toBeLessThan(0.015);
    }
    expect(largestErrors(match).durationS).toBeLessThan(0.01);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg of what was simulated at the phases of the stride', () => {
    for (const { found } of match.pairs) {
      expect(curveError(found, 'angles')).toBeLessThan(0.5);
      expect(curveError(found, 'moments')).toBeLessThan(0.02);
    }
  });

  test('masks: eight muscles, three angles of the hip, flexion of knee and ankle, on both legs', () => {
    const present = [0, 1, 2, jointMotionIndex('knee', 'flexion'), jointMotionIndex('ankle', 'flexion')];
    const { notInDataset } = MISSING_REASONS;
    for (const { masks, reasons } of run.strides) {
      const muscles = EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1);
      expect(muscles).toEqual(['VL', 'RF', 'TA', 'BF', 'STSM', 'GM', 'SOL', 'GMAX']);
      for (const modality of ['kinematics', 'kinetics'] as const) {
        expect([...masks[modality].keys()].filter((i) => masks[modality][i] === 1)).toEqual(present);
        expect(new Set(reasons[modality])).toEqual(new Set([0, notInDataset.code]));
      }
    }
  });

  test('metadata: person, trial, activity, surface, rates, mass', () => {
    expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['P1', 'P2']));
    for (const stride of run.strides) {
      expect([stride.activity, stride.surface, stride.population]).toEqual(['walk', 'overground', 'able-bodied']);
      expect([stride.emgSourceRateHz, stride.kinematicSourceRateHz]).toEqual([1000, 200]);
      expect(stride.speedMps).toBeNaN();
    }
    for (const { subject } of run.recordings) {
      expect(subject.massKg).toBe(massesOf(truth)[`moghadam/${subject.sourceId}`]);
    }
  });

  test('a trial without a whole cycle gives no stride and says why', () => {
    const partial = run.drops.filter(({ what }) => what.startsWith('5'));
    expect(partial.map(({ reason }) => reason)).toContain('too-few-events');
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const correlations = envelopeCorrelations(match).filter(Number.isFinite);
    expect(correlations).toHaveLength(8);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('moghadam', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});
