import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, missingReasonCode, qualityBitNames } from '@emgfm/schema';
import { type RawCriekingeStride, writeRawCriekinge } from '@emgfm/synthetic-gait';
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

const PRESENT = ['VL', 'RF', 'TA', 'BF', 'STSM', 'GM'];

let root = '';
let truth: RawCriekingeStride[] = [];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-criekinge-truth-'));
  truth = await writeRawCriekinge(root, { subjects: 2, seed: 3 });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, truth);
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

/** The written stride behind a stride that was found. */
const writtenOf = (own: TruthMatch['pairs'][number]): RawCriekingeStride =>
  truth.find(({ sourceId, truth: stride }) => sourceId === own.found.sourceId && stride === own.truth)!;

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    expect([match.missing, match.extra, run.drops]).toEqual([[], [], []]);
    expect(match.pairs.length).toBeGreaterThan(40);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(1e-9);
  });

  test('masks: six muscles and nine angles always, nine moments where the foot landed well', () => {
    for (const pair of match.pairs) {
      const { masks, reasons, quality, emgKind } = pair.found;
      expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1).sort()).toEqual([...PRESENT].sort());
      expect([...reasons.emg].filter((reason) => reason !== 0)).toEqual(new Array(7).fill(1));
      expect([...masks.kinematics]).toEqual(new Array(9).fill(1));
      const { goodLanding, population } = writtenOf(pair);
      expect([...masks.kinetics]).toEqual(new Array(9).fill(Number(goodLanding)));
      expect([...reasons.kinetics]).toEqual(new Array(9).fill(goodLanding ? 0 : missingReasonCode('notMeasurable')));
      const bits = qualityBitNames(quality);
      expect(bits).toContain('emg_time_normalised');
      expect(bits.includes('kinetics_unchecked')).toBe(goodLanding && population === 'stroke');
      expect(emgKind).toBe('normalised-envelope');
    }
  });

  test('leg, condition, activity, place and rates of each stride', () => {
    for (const pair of match.pairs) {
      const { found } = pair;
      expect([found.condition, found.population]).toEqual([writtenOf(pair).condition, writtenOf(pair).population]);
      expect([found.activity, found.surface, found.inclineDeg, found.stepHeightM]).toEqual([
        'walk',
        'overground',
        0,
        0,
      ]);
      expect([found.speedMps, found.emgSourceRateHz, found.kinematicSourceRateHz]).toEqual([NaN, NaN, NaN]);
    }
    const orders = run.strides.filter(({ sourceId, trial, side }) => `${sourceId}${trial}${side}` === 'able-0011left');
    expect(orders.map(({ strideNumber }) => strideNumber)).toEqual(orders.map((_, i) => i));
  });

  test('age, sex, mass and height of each person, and the impaired side after stroke', () => {
    const people = new Map(truth.map(({ sourceId, subject }) => [sourceId, subject]));
    for (const { subject } of run.recordings) {
      const simulated = people.get(subject.sourceId)!;
      expect(subject).toMatchObject({ ageY: simulated.ageY, sex: simulated.sex, massKg: simulated.massKg });
      expect(subject.heightM).toBeCloseTo(simulated.heightM, 9);
      const impaired = { 'stroke-01': 'right', 'stroke-02': 'left' }[subject.sourceId] ?? '';
      expect(subject.impairedSide).toBe(impaired);
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const correlations = envelopeCorrelations(match).filter(Number.isFinite);
    expect(correlations).toHaveLength(PRESENT.length);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('criekinge', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });

  test('decisions stand once per person, with their evidence; what has no field is a note', () => {
    const decided = (fact: string) => run.decisions.filter((own) => own.fact === fact).map((own) => own.decided);
    expect(decided('sign of the moments')).toEqual(new Array(4).fill('external, as documented; negated'));
    expect(decided('unit of the moments')).toEqual(new Array(4).fill('N·m/kg'));
    expect(decided('unit of the EMG')).toEqual(new Array(4).fill('share of the greatest value'));
    expect(decided('meaning of y and z')).toEqual(new Array(4).fill('adduction is y, rotation is z'));
    expect(
      run.notes.filter((note) => /^leg length \d+ mm, 22 days after the stroke, FAC 4, POMA 20, TIS 15$/.test(note)),
    ).toHaveLength(1);
  });
});
