import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emgChannelIndex, EMG_CHANNELS, MISSING_REASONS, qualityBitNames } from '@emgfm/schema';
import { type RawGrimmerPass, writeRawGrimmer } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  expectedOf,
  type FoundStride,
  largestErrors,
  matchTruth,
  runAdapter,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

const DEFECTS = {
  setting1_trial2: 'no-emg',
  setting1_trial3: 'short-emg',
  setting1_trial4: 'odd-fields',
  setting2_trial1: 'nan-moments',
  setting2_trial2: 'missed-touchdown',
  setting2_trial3: 'no-descent',
  setting2_trial4: 'zero-length',
} as const;
const PRESENT_EMG = ['VL', 'RF', 'TA', 'BF', 'GM', 'SOL'];
const { notInDataset, notInTrial, unresolvedConvention, gap } = MISSING_REASONS;

let root = '';
let truth: readonly RawGrimmerPass[];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-truth-'));
  truth = await writeRawGrimmer(root, { subjects: [7], seed: 3, settings: 2, trials: 4, defects: DEFECTS });
  run = await runAdapter(adapter, root);
  match = matchTruth(run.strides, expectedOf(truth));
}, 120_000);

afterAll(() => rm(root, { recursive: true, force: true }));

const stridesOf = (trial: string): FoundStride[] => run.strides.filter((stride) => stride.trial === trial);
const emgReasons = (stride: FoundStride): Record<string, number> =>
  Object.fromEntries(EMG_CHANNELS.map((channel, i) => [channel, stride.reasons.emg[i] as number]));

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    expect(match.missing).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(90);
  });

  test('angles within 0.5 degree, moments within 0.02 N·m/kg, durations within 10 ms', () => {
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    expect(errors.durationS).toBeLessThan(0.01);
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const correlations = envelopeCorrelations(match).filter(Number.isFinite);
    expect(correlations).toHaveLength(PRESENT_EMG.length);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('masks: six muscles, and the sagittal joints with hip adduction; hip rotation is not decided', () => {
    for (const stride of stridesOf('setting1_trial1')) {
      for (const [channel, reason] of Object.entries(emgReasons(stride))) {
        expect(reason).toBe(PRESENT_EMG.includes(channel) ? 0 : notInDataset.code);
      }
      const joints = [0, unresolvedConvention.code, 0, 1, 1, 0, 1, 1, 0];
      expect([...stride.reasons.kinematics]).toEqual(joints);
      expect([...stride.reasons.kinetics]).toEqual(joints);
    }
  });

  test('what is done, where, in which pass and setting, at which rates', () => {
    for (const stride of run.strides) {
      const { activity, condition, surface, population, sourceId } = stride;
      expect({ activity, condition, surface, population, sourceId }).toEqual({
        activity: 'other',
        condition: 'stair sequence',
        surface: 'overground',
        population: 'able-bodied',
        sourceId: '7',
      });
      expect([stride.speedMps, stride.stepHeightM]).toEqual([NaN, NaN]);
      expect(stride.kinematicSourceRateHz).toBe(200);
    }
    const passes = new Set(run.strides.map(({ trial, subtrial }) => `${trial} ${subtrial}`));
    const expected = truth.filter(({ strides }) => strides.length > 0).map(({ trial, pass }) => `${trial} ${pass}`);
    expect(passes).toEqual(new Set(expected));
    for (const { emgSourceRateHz } of stridesOf('setting1_trial1')) expect(emgSourceRateHz).toBeCloseTo(1111.11, 2);
  });

  test('decisions stand once per person, the rates of every trial with its counts', () => {
    const facts = run.decisions.map(({ fact }) => fact).filter((fact) => fact !== 'gait events');
    expect(facts.filter((fact) => fact === 'sampling rates')).toHaveLength(run.recordings.length);
    const others = facts.filter((fact) => fact !== 'sampling rates');
    expect(new Set(others).size).toBe(others.length);
    expect(others.length).toBeGreaterThan(12);
  });
});

describe('awkward trials', () => {
  test('without EMG: angles and moments stay', () => {
    const strides = stridesOf('setting1_trial2');
    expect(strides.length).toBeGreaterThan(10);
    for (const { masks, reasons } of strides) {
      expect(masks.kinematics[5]).toBe(1);
      expect([...reasons.emg]).toEqual(new Array(13).fill(notInTrial.code));
    }
  });

  test('EMG that was cut short is masked as unresolved, with the counts that say so', () => {
    for (const stride of stridesOf('setting1_trial3')) {
      expect(emgReasons(stride).SOL).toBe(unresolvedConvention.code);
      expect(emgReasons(stride).PB).toBe(notInDataset.code);
      expect(stride.masks.kinematics[5]).toBe(1);
    }
    const masked = run.decisions.filter(({ decided }) => /rate of EMG not known/.test(decided));
    expect(masked).toHaveLength(2);
    expect(masked[0]?.evidence).toMatch(/ratio 5\.00/);
  });

  test('a field of another length, or none, is missing and the others stay', () => {
    for (const stride of stridesOf('setting1_trial4')) {
      expect(stride.masks.emg[emgChannelIndex('VL')]).toBe(stride.side === 'right' ? 1 : 0);
      expect(stride.masks.emg[emgChannelIndex('RF')]).toBe(1);
    }
    expect(run.notes).toContain('setting1_trial4: vas_l has another length than the other fields and is not used');
    for (const stride of stridesOf('setting1_trial4')) {
      expect(emgReasons(stride).SOL).toBe(stride.side === 'right' ? notInTrial.code : 0);
    }
  });

  test('a gap in a moment masks the strides that it lies in', () => {
    const knees = stridesOf('setting2_trial1').map(({ side, startTimeS, durationS, reasons }) => ({
      // samples 400 to 419 at 200 Hz
      hit: side === 'right' && startTimeS < 2.1 && startTimeS + durationS > 2,
      reason: reasons.kinetics[5],
    }));
    expect(knees.some(({ hit }) => hit)).toBe(true);
    for (const { hit, reason } of knees) expect(reason).toBe(hit ? gap.code : 0);
  });

  test('a touchdown that is not listed drops the double stride', () => {
    const dropped = run.drops.filter(({ what }) => what.startsWith('setting2_trial2'));
    expect(dropped.map(({ reason, level }) => [reason, level])).toEqual([['stride-too-long', 'stride']]);
  });

  test('empty lists and empty trials are counted', () => {
    const counted = (trial: string): string[] =>
      run.drops.filter(({ what }) => what.startsWith(trial)).map(({ what, reason }) => `${what} ${reason}`);
    expect(counted('setting2_trial3')).toEqual([
      'setting2_trial3/descent left too-few-events',
      'setting2_trial3/descent right too-few-events',
    ]);
    expect(counted('setting2_trial4')).toHaveLength(4);
    expect(stridesOf('setting2_trial4')).toEqual([]);
  });

  test('events of the source are no detections', () => {
    for (const { quality } of run.strides) expect(qualityBitNames(quality)).not.toContain('events_detected');
  });
});
