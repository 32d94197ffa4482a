import { copyFile, cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  blockEndS,
  type ContinuousRecording,
  EMG_CHANNEL_COUNT,
  EMG_CHANNELS,
  emgChannelIndex,
  jointMotionIndex,
  MISSING_REASONS,
  strideEmgSamples,
} from '@emgfm/schema';
import {
  type RawGrimmerOptions,
  type RawGrimmerPass,
  type SimulatedSubject,
  writeRawGrimmer,
} from '@emgfm/synthetic-gait';
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

const GRIMMER_1 = { datasetId: 'grimmer', sourceId: '1' };
const SIDES = ['left', 'right'] as const;

let root = '';
let truth: readonly RawGrimmerPass[];
let run: AdapterRun;
const recordings: ContinuousRecording[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-defects-'));
  truth = await writeRawGrimmer(root, { subjects: 1, seed: 4, settings: 2, trials: 1 });
  run = await runAdapter(adapter, root);
  for await (const recording of adapter.read(root, GRIMMER_1)) recordings.push(recording as ContinuousRecording);
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('defects of the earlier pipeline', () => {
  test('EMG is cut by time, not with the sample numbers of the motion', () => {
    for (const stride of run.strides) expect(strideEmgSamples(stride) / 1000).toBeCloseTo(stride.durationS, 2);
    const match = matchTruth(run.strides, expectedOf(truth));
    for (const r of envelopeCorrelations(match).filter(Number.isFinite)) expect(r).toBeGreaterThan(0.9);
  });

  test('EMG comes raw, as long as the pass and longer, so that no filter begins within a stride', () => {
    for (const { legs, events } of recordings) {
      const times = events.map(({ timeS }) => timeS);
      for (const side of SIDES) {
        const emg = legs[side]?.emg;
        expect(emg?.emgKind).toBe('raw');
        expect(emg!.startS).toBeLessThanOrEqual(Math.max(0, Math.min(...times) - 0.9));
        expect(blockEndS(emg!)).toBeGreaterThan(Math.max(...times));
      }
    }
  });

  test('resampling leaves no ringing below zero in an envelope', () => {
    for (const { emg } of run.strides) expect(Math.min(...emg.filter(Number.isFinite))).toBeGreaterThanOrEqual(0);
  });

  test('stair settings and passes stay apart, and level strides are not called stairs', () => {
    const filed = new Set(run.strides.map(({ trial, subtrial }) => `${trial} ${subtrial}`));
    expect(filed).toEqual(
      new Set(['setting1_trial1', 'setting2_trial1'].flatMap((trial) => [`${trial} ascent`, `${trial} descent`])),
    );
    expect(new Set(run.strides.map(({ activity }) => activity))).toEqual(new Set(['other']));
    expect(signatureOf('grimmer', run).verdict).toBe('none');
  });

  test('masks of angles and moments are their own, not those of the muscles', () => {
    for (const { masks } of run.strides) {
      expect([masks.emg.length, masks.kinematics.length, masks.kinetics.length]).toEqual([13, 9, 9]);
      expect([...masks.kinematics]).toEqual([1, 0, 1, 0, 0, 1, 0, 0, 1]);
    }
  });

  test('strides end before the next touchdown: none shares a sample of EMG with the next', () => {
    for (const { trial, pass } of truth) {
      for (const side of SIDES) {
        const own = run.strides.filter(
          (stride) => stride.trial === trial && stride.subtrial === pass && stride.side === side,
        );
        const rows = own.reduce((sum, stride) => sum + strideEmgSamples(stride), 0);
        const [first, last] = [own[0]!, own[own.length - 1]!];
        const spanS = last.startTimeS + last.durationS - first.startTimeS;
        expect(Math.abs(rows - 1000 * spanS)).toBeLessThanOrEqual(1);
      }
    }
  });

  test('nothing lies between the last touchdown upstairs and the first one downstairs', () => {
    for (const trial of ['setting1_trial1', 'setting2_trial1']) {
      const ends = run.strides.filter((stride) => stride.trial === trial && stride.subtrial === 'ascent');
      const starts = run.strides.filter((stride) => stride.trial === trial && stride.subtrial === 'descent');
      const lastS = Math.max(...ends.map(({ startTimeS, durationS }) => startTimeS + durationS));
      expect(Math.min(...starts.map(({ startTimeS }) => startTimeS))).toBeGreaterThan(lastS + 1);
    }
  });

  test('an unspecified gastrocnemius goes to GM, not to GL, and foot and shank sensors to no muscle', () => {
    for (const { masks } of run.strides) {
      const present = EMG_CHANNELS.filter((_, channel) => masks.emg[channel] === 1);
      expect(present).toEqual(['VL', 'RF', 'TA', 'BF', 'GM', 'SOL']);
    }
    expect(run.notes).toContain("'gas' goes to GM: gastrocnemius-unspecified");
  });

  test('one person has one id for both legs, both passes and all settings', () => {
    expect(new Set(run.strides.map(({ sourceId }) => sourceId))).toEqual(new Set(['1']));
    expect(new Set(run.strides.map(({ side }) => side)).size).toBe(2);
  });

  test('missing channels are missing, not zero', () => {
    for (const { emg, kinematics } of run.strides) {
      const gl = emg.filter((_, i) => i % EMG_CHANNEL_COUNT === emgChannelIndex('GL'));
      expect(gl.every(Number.isNaN)).toBe(true);
      expect(Number.isNaN(kinematics[jointMotionIndex('knee', 'adduction')])).toBe(true);
    }
  });

  test('files are joined by the number of the person, not by their place in a list', async () => {
    const joined = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-join-'));
    try {
      await cp(root, joined, { recursive: true });
      const places = ['Joint_Kinematics/Kinematics_Subject', 'Joint_Kinetics/Kinetics_Subject', 'Touchdowns/TD_'];
      // person 10, whose name sorts before that of person 2, has no EMG
      for (const place of places) {
        await copyFile(join(root, 'Processed', `${place}1.mat`), join(joined, 'Processed', `${place}10.mat`));
        await rename(join(joined, 'Processed', `${place}1.mat`), join(joined, 'Processed', `${place}2.mat`));
      }
      const emg = join(joined, 'Preprocessed/EMG/EMG_prep_');
      await rename(`${emg}1.mat`, `${emg}2.mat`);
      const { strides } = await runAdapter(adapter, joined);
      const withEmg = (sourceId: string): boolean =>
        strides.some((stride) => stride.sourceId === sourceId && stride.masks.emg[emgChannelIndex('SOL')] === 1);
      expect(strides.filter(({ sourceId }) => sourceId === '10')).toHaveLength(run.strides.length);
      expect([withEmg('2'), withEmg('10')]).toEqual([true, false]);
    } finally {
      await rm(joined, { recursive: true, force: true });
    }
  }, 30_000);
});

describe('what the files leave open is decided, or masked and said', () => {
  const { unresolvedConvention } = MISSING_REASONS;

  interface Opened {
    readonly expected: readonly RawGrimmerPass[];
    readonly found: AdapterRun;
    readonly match: TruthMatch;
  }

  /** Writes one trial and reads it, once for each way that it is to be read. */
  async function opened(
    options: Partial<RawGrimmerOptions>,
    ...ways: ((subject: SimulatedSubject) => Parameters<typeof runAdapter>[2])[]
  ): Promise<Opened[]> {
    const folder = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-open-'));
    try {
      const expected = await writeRawGrimmer(folder, { subjects: 1, seed: 6, settings: 1, trials: 1, ...options });
      const read: Opened[] = [];
      for (const way of ways.length > 0 ? ways : [() => ({})]) {
        const found = await runAdapter(adapter, folder, way(expected[0]!.subject));
        read.push({ expected, found, match: matchTruth(found.strides, expectedOf(expected)) });
      }
      return read;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const decidedOf = ({ decisions }: AdapterRun, fact: string): string =>
    decisions.find((decision) => decision.fact === fact)?.decided ?? '';

  test('motion at 500 Hz is told by 2.22 EMG samples per sample', async () => {
    const { found, match } = (await opened({ motionRateHz: 500 }))[0]!;
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(largestErrors(match).durationS).toBeLessThan(0.01);
    expect(decidedOf(found, 'sampling rates')).toBe('motion 500 Hz; EMG 1111.1 Hz');
  }, 30_000);

  test('EMG that the source resampled is read at the rate of motion and marked', async () => {
    const { found, match } = (await opened({ emgRateHz: 200, emgForm: 'envelope' }))[0]!;
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(decidedOf(found, 'sampling rates')).toMatch(/^motion 200 Hz; EMG 200 Hz, resampled.*low-rate EMG$/);
    expect(decidedOf(found, 'EMG kind')).toBe('envelope');
    for (const { emgSourceRateHz } of found.strides) expect(emgSourceRateHz).toBe(200);
    for (const r of envelopeCorrelations(match).filter(Number.isFinite)) expect(r).toBeGreaterThan(0.9);
  }, 30_000);

  test('a ratio that has no meaning gives strides without EMG and without a time', async () => {
    const { found, expected } = (await opened({ motionRateHz: 100, emgRateHz: 333 }))[0]!;
    expect(found.strides).toHaveLength(expected.flatMap(({ strides }) => strides).length);
    for (const { durationS, reasons, masks } of found.strides) {
      expect(durationS).toBeNaN();
      expect(reasons.emg[emgChannelIndex('SOL')]).toBe(unresolvedConvention.code);
      expect(masks.kinematics[jointMotionIndex('knee', 'flexion')]).toBe(1);
    }
    const [rates] = found.decisions.filter(({ fact }) => fact === 'sampling rates');
    expect(rates?.decided).toMatch(/rate of motion not known.*EMG masked/);
    expect(rates?.evidence).toMatch(/ratio 3\.330/);
  }, 30_000);

  test('motion at another rate than the default, beside resampled EMG, is noticed by its strides; the options give the rate', async () => {
    const [refused, stated] = (await opened(
      { motionRateHz: 100, emgRateHz: 100 },
      () => ({}),
      () => ({ adapterOptions: { motionRateHz: 100 } }),
    )) as [Opened, Opened];
    for (const { durationS } of refused.found.strides) expect(durationS).toBeNaN();
    expect(refused.found.decisions.find(({ fact }) => fact === 'sampling rates')?.evidence).toMatch(
      /median stride lasts 0\.6\d s, 0\.9-1\.6 s is usual: set motionRateHz/,
    );
    expect([stated.match.missing, stated.match.extra]).toEqual([[], []]);
  }, 30_000);

  test('lists that name both feet in turn are thinned to the own foot', async () => {
    const { found, match } = (await opened({ touchdowns: 'both-feet', emgRateHz: 200 }))[0]!;
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(decidedOf(found, 'feet of a touchdown list')).toMatch(/^both in turn/);
    expect(largestErrors(match).angleDeg).toBeLessThan(0.5);
  }, 30_000);

  test('radians, N·m and opposite signs are turned, each with its evidence', async () => {
    const options = {
      angleUnit: 'radian',
      momentUnit: 'N.m',
      emgRateHz: 200,
      negated: ['knee_angle_flexion', 'hip_angle_adduction', 'hip_moment_flexion', 'ankle_moment_flexion'],
    } as const;
    const [read] = await opened(options, ({ massKg }) => ({
      subjectMassKg: { 'grimmer/1': massKg },
      adapterOptions: { hipRotationPositive: 'internal' },
    }));
    const { found, match } = read!;
    const errors = largestErrors(match);
    expect(errors.angleDeg).toBeLessThan(0.5);
    expect(errors.momentNmPerKg).toBeLessThan(0.02);
    for (const { masks } of found.strides) {
      expect([...masks.kinematics]).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 1]);
      expect([...masks.kinetics]).toEqual([1, 1, 1, 0, 0, 1, 0, 0, 1]);
    }
    expect(decidedOf(found, 'unit of the angles')).toBe('radian');
    expect(decidedOf(found, 'unit of the moments')).toMatch(/^N·m, divided by/);
    expect(decidedOf(found, 'sign of the knee flexion angle')).toBe('left negated, right negated');
    expect(decidedOf(found, 'sign of the hip flexion angle')).toBe('left as named, right as named');
    expect(decidedOf(found, 'sign of the ankle flexion moment')).toBe('left negated, right negated');
  }, 30_000);

  test('touchdowns that are none are left out and said', async () => {
    const defects = { setting1_trial1: 'stray-touchdowns' } as const;
    const { found, match } = (await opened({ defects, emgRateHz: 200 }))[0]!;
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(found.notes.filter((note) => note.startsWith('setting1_trial1 ascent right'))).toEqual([
      expect.stringMatching(/3 touchdowns lie outside the \d+ samples/),
      expect.stringMatching(/1 touchdowns are listed twice/),
      expect.stringMatching(/not in order/),
    ]);
  }, 30_000);

  test('without touchdowns a person gives nothing, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emgfm-grimmer-none-'));
    try {
      await cp(root, folder, { recursive: true });
      await rm(join(folder, 'Processed/Touchdowns/TD_1.mat'));
      const { strides, drops } = await runAdapter(adapter, folder);
      expect(strides).toEqual([]);
      expect(drops).toMatchObject([{ what: 'person 1', reason: 'no-events' }]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 30_000);
});
