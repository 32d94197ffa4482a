import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMG_CHANNELS, jointMotionIndex, missingReasonCode, qualityBitNames } from '@emgfm/schema';
import { writeRawAngelidou, type RawAngelidouCondition, type RawAngelidouOptions } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  envelopeCorrelations,
  expectedOf,
  largestErrors,
  matchTruth,
  runAdapter,
  signatureOf,
  type AdapterRun,
  type TruthMatch,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Tree {
  readonly truth: readonly RawAngelidouCondition[];
  readonly run: AdapterRun;
  readonly match: TruthMatch;
}

async function readTree(options: Partial<RawAngelidouOptions>): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-angelidou-truth-'));
  roots.push(root);
  const truth = await writeRawAngelidou(root, {
    subjects: 1,
    seed: 3,
    conditionS: 5,
    emgSamplingRateHz: 1000,
    ...options,
  });
  const run = await runAdapter(adapter, root);
  return { truth, run, match: matchTruth(run.strides, expectedOf(truth)) };
}

function expectTruth({ match }: Tree): void {
  expect(match.missing).toEqual([]);
  expect(match.extra).toEqual([]);
  const errors = largestErrors(match);
  expect(errors.angleDeg).toBeLessThan(0.5);
  expect(errors.momentNmPerKg).toBeLessThan(0.02);
  expect(errors.durationS).toBeLessThan(0.01);
}

describe('a simulated tree', () => {
  const recorded = ['VL', 'RF', 'TA', 'BF', 'GM'];
  let tree: Tree;
  beforeAll(async () => {
    tree = await readTree({ subjects: 2, stiffnesses: ['k60'], emgSamplingRateHz: 2000 });
  }, 120_000);

  test('every stride that must be there is there and no other, angles, moments and durations as they were', () => {
    expect(tree.match.pairs.length).toBeGreaterThan(15);
    expectTruth(tree);
    expect(tree.run.drops).toEqual([]);
  });

  test('masks: five muscles and three sagittal joints of both legs', () => {
    const sagittal = ['hip', 'knee', 'ankle'].map((joint) => jointMotionIndex(joint as 'hip', 'flexion'));
    for (const { masks, reasons } of tree.run.strides) {
      for (const [i, channel] of EMG_CHANNELS.entries()) {
        const isRecorded = recorded.includes(channel);
        expect(masks.emg[i]).toBe(isRecorded ? 1 : 0);
        expect(reasons.emg[i]).toBe(missingReasonCode(isRecorded ? 'present' : 'notInDataset'));
      }
      for (const modality of ['kinematics', 'kinetics'] as const) {
        for (let i = 0; i < 9; i += 1) {
          expect(masks[modality][i]).toBe(sagittal.includes(i) ? 1 : 0);
          expect(reasons[modality][i]).toBe(missingReasonCode(sagittal.includes(i) ? 'present' : 'notInDataset'));
        }
      }
    }
  });

  test('speed and stiffness, person, rates and which strides were cut again', () => {
    for (const { found } of tree.match.pairs) {
      const stiffness = found.trial.split('/')[1];
      expect([found.activity, found.surface]).toEqual(['walk', 'treadmill']);
      expect(found.condition).toBe(`surface_stiffness=${stiffness} (left belt)`);
      expect(found.emgSourceRateHz).toBe(2000);
      expect(found.kinematicSourceRateHz).toBeNaN();
      expect(qualityBitNames(found.quality)).toEqual(found.side === 'left' ? ['recut'] : []);
    }
    expect([...new Set(tree.run.strides.map(({ trial }) => trial))]).toEqual(['slow/k60', 'fast/k60']);
    for (const { subject } of tree.run.recordings) {
      const { ageY, sex, massKg, heightM } = tree.truth.find((own) => own.sourceId === subject.sourceId)!.subject;
      expect(subject).toMatchObject({ ageY, sex, massKg, heightM: expect.closeTo(heightM, 9) });
    }
  });

  test('what is decided from the data stands once per person', () => {
    const rates = tree.run.decisions.filter(({ fact }) => fact === 'EMG rate');
    expect(rates.map(({ decided }) => decided)).toEqual(['2000 Hz', '2000 Hz']);
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const correlations = envelopeCorrelations(tree.match).filter(Number.isFinite);
    expect(correlations).toHaveLength(5);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    expect(signatureOf('angelidou', tree.run).verdict).toBe('pass');
  });
});

describe('the same walking in other forms that the source may have', () => {
  const oneSpeed = { speeds: { slow: 1.1 }, stiffnesses: ['rigid'] };

  test('cut by the left foot, events for the whole person in EMG samples, N·m, the knee bending the other way, v7.3', async () => {
    const tree = await readTree({
      ...oneSpeed,
      cutBy: 'left',
      eventLevel: 'participant',
      eventUnit: 'samples',
      emgSamplingRateHz: 2000,
      statesUnits: false,
      angleSigns: { knee: -1 },
      momentSign: 1,
      momentUnit: 'Nm',
      matVersion: 'v7.3',
    });
    expectTruth(tree);
    expect(new Set(tree.match.pairs.map(({ found }) => found.quality !== 0 && found.side))).toEqual(
      new Set([false, 'right']),
    );
  }, 60_000);

  test('each leg cut by its own foot, names with blanks, events in milliseconds at the level of the speed, radian', async () => {
    const tree = await readTree({
      ...oneSpeed,
      cutBy: 'each',
      eventLevel: 'speed',
      eventUnit: 'ms',
      paddedNames: true,
      angleUnit: 'rad',
      momentUnit: 'Nmm/kg',
      matVersion: 'v5',
    });
    expectTruth(tree);
    expect(tree.run.strides.every(({ quality }) => quality === 0)).toBe(true);
  }, 60_000);

  test('EMG on 300 points per cycle, with the start and end of every stride', async () => {
    const tree = await readTree({ ...oneSpeed, emg: { signal: 'envelope', points: 300 }, eventForm: 'pairs' });
    expectTruth(tree);
    for (const r of envelopeCorrelations(tree.match).filter(Number.isFinite)) expect(r).toBeGreaterThan(0.99);
    for (const { emgSourceRateHz, emgKind } of tree.run.strides) {
      expect([emgSourceRateHz, emgKind]).toEqual([NaN, 'envelope']);
    }
  }, 60_000);

  test.each([true, false])(
    'camera frames instead of percent, the last one that of the next cycle: %s',
    async (sharesEnds) => {
      const emg = { signal: 'envelope', points: 300 } as const;
      const tree = await readTree({ ...oneSpeed, jointPoints: null, cameraRateHz: 1000, sharesEnds, emg });
      expectTruth(tree);
      for (const { kinematicSourceRateHz } of tree.run.strides) expect(kinematicSourceRateHz).toBe(1000);
    },
    60_000,
  );

  test('an EMG rate other than the stated one', async () => {
    const tree = await readTree({ ...oneSpeed, emgSamplingRateHz: 1200 });
    expectTruth(tree);
    for (const { emgSourceRateHz } of tree.run.strides) expect(emgSourceRateHz).toBe(1200);
  }, 60_000);
});
