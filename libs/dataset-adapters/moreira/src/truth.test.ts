import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, qualityBitNames } from '@emgfm/schema';
import { type RawMoreiraStride, writeRawMoreira } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  largestErrors,
  matchTruth,
  runAdapter,
  signatureOf,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

const PRESENT = ['VL', 'TA', 'BF', 'GL'];

describe.each(['ascii', 'mat'] as const)('a simulated tree of %s files', (format) => {
  let root = '';
  let truth: RawMoreiraStride[] = [];
  let run: AdapterRun;
  let match: TruthMatch;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'emgfm-moreira-truth-'));
    // the fourth person lacks 4 km/h
    truth = await writeRawMoreira(root, { subjects: [1, 4], seed: 3, speeds: ['V15', 'V3', 'V4'], trials: 1, format });
    run = await runAdapter(adapter, root);
    match = matchTruth(run.strides, truth);
  }, 60_000);

  afterAll(() => rm(root, { recursive: true, force: true }));

  test('every stride that must be there is there and no other', () => {
    expect([match.missing, match.extra, run.drops]).toEqual([[], [], []]);
    expect(match.pairs).toHaveLength((3 + 2) * 3);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.001);
  });

  test('speed, place and person of each stride', () => {
    for (const { found, truth: stride } of match.pairs) {
      expect(found.speedMps).toBeCloseTo(stride.speedMps, 9);
      expect([found.activity, found.surface, found.inclineDeg, found.stepHeightM]).toEqual([
        'walk',
        'overground',
        0,
        0,
      ]);
    }
    const expected = new Map(truth.map(({ sourceId, subject }) => [sourceId, subject]));
    for (const { subject } of run.recordings) {
      const { ageY, sex, massKg, heightM } = expected.get(subject.sourceId)!;
      expect([subject.ageY, subject.sex, subject.massKg]).toEqual([ageY, sex, massKg]);
      expect(subject.heightM).toBeCloseTo(heightM, 2);
    }
  });

  test('masks: four muscles, nine angles and nine moments on both legs', () => {
    for (const { masks, reasons, quality, emgKind } of run.strides) {
      expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1)).toEqual(PRESENT);
      expect([...reasons.emg].filter((reason) => reason !== 0)).toEqual(new Array(9).fill(1));
      expect([...masks.kinematics, ...masks.kinetics]).toEqual(new Array(18).fill(1));
      expect(qualityBitNames(quality)).toContain('emg_time_normalised');
      expect(emgKind).toBe('envelope');
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const correlations = envelopeCorrelations(match).filter(Number.isFinite);
    expect(correlations).toHaveLength(PRESENT.length);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('moreira', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });

  test('decisions are taken once and told', () => {
    const decided = (fact: string) => new Set(run.decisions.filter((own) => own.fact === fact).map((d) => d.decided));
    expect(decided('torques are internal')).toEqual(new Set(['internal, kept']));
    expect(decided('unit of the torques')).toEqual(new Set(['N.m/kg']));
    expect(decided('EMG unit')).toEqual(new Set(['mV']));
  });
});
