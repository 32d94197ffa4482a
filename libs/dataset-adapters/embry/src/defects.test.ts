import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  emgChannelIndex,
  jointMotionIndex,
  missingReasonCode,
  qualityBitNames,
  strideEmgSamples,
  type MissingReason,
} from '@emgfm/schema';
import { type RawEmbryOptions, type RawEmbryTrial, writeRawEmbry } from '@emgfm/synthetic-gait';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdapterRun,
  envelopeCorrelations,
  expectedOf,
  type FoundStride,
  largestErrors,
  matchTruth,
  runAdapter,
} from '../../../../tools/adapter-run';
import { adapter } from './index';

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

interface Tree {
  readonly root: string;
  readonly truth: readonly RawEmbryTrial[];
}

async function treeOf(options: Partial<RawEmbryOptions>): Promise<Tree> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-embry-defects-'));
  roots.push(root);
  return { root, truth: await writeRawEmbry(root, { subjects: 1, seed: 11, trials: ['s1i0'], trialS: 6, ...options }) };
}

const ANKLE = jointMotionIndex('ankle', 'flexion');
const KNEE = jointMotionIndex('knee', 'flexion');

/** One joint motion of a stride. */
const curve = (samples: Float32Array, motion: number): Float32Array => samples.filter((_, i) => i % 9 === motion);
const least = (values: Float32Array): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const greatest = (values: Float32Array): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
const reasons = (...names: MissingReason[]): number[] => names.map(missingReasonCode);
const emgReasons = ({ reasons: { emg } }: FoundStride): number[] =>
  (['RF', 'TA', 'BF', 'GM'] as const).map((channel) => emg[emgChannelIndex(channel)] as number);

describe('what an earlier reader got wrong', () => {
  let tree: Tree;
  let run: AdapterRun;
  const strides = (sourceId: string, trial: string, side: string): FoundStride[] =>
    run.strides.filter((own) => own.sourceId === sourceId && own.trial === trial && own.side === side);

  beforeAll(async () => {
    tree = await treeOf({
      subjects: [4, 9],
      trials: ['s1i0', 's1x2i0', 's0x8i2x5'],
      faultyRightTa: [4],
      defects: {
        s1i0: ['zero-runs', 'outlier', 'emg-lacks-first'],
        s1x2i0: ['zero-last-stride', 'emg-padded'],
        s0x8i2x5: ['no-moments', 'no-right-calf'],
      },
    });
    run = await runAdapter(adapter, tree.root);
  }, 60_000);

  test('x is flexion and y adduction, of angles and of moments', () => {
    const found = strides('AB04', 's1x2i0', 'right')[1] as FoundStride;
    const ranges = [0, 1, 2].map((motion) => {
      const angle = curve(found.kinematics, 3 + motion);
      return greatest(angle) - least(angle);
    });
    expect(ranges[2]).toBeGreaterThan(2 * Math.max(ranges[0] as number, ranges[1] as number));
    expect(greatest(curve(found.kinematics, KNEE))).toBeGreaterThan(50);
    expect(least(curve(found.kinetics, ANKLE))).toBeLessThan(-0.8);
  });

  test('moments come from jointmoment, not from the forces of jointforce', () => {
    const expected = expectedOf(tree.truth.filter(({ trial }) => trial === 's1x2i0'));
    const found = run.strides.filter(({ trial }) => trial === 's1x2i0');
    expect(largestErrors(matchTruth(found, expected)).momentNmPerKg).toBeLessThan(0.02);
  });

  test('EMG on 150 points is not presented as 1 kHz', () => {
    for (const stride of run.strides) {
      expect(stride.emgSourceRateHz).toBeNaN();
      expect(qualityBitNames(stride.quality)).toContain('emg_time_normalised');
    }
  });

  test('EMG keeps the size that the source gives it: no scale is taken from a signed percentile', async () => {
    const { root } = await treeOf({ emg: 'bipolar' });
    for await (const recording of adapter.read(root, { datasetId: 'embry', sourceId: 'AB01' })) {
      if (recording.kind !== 'cut') throw new Error('expected strides');
      const samples = recording.strides[0]?.signals.emg?.samples.data as Float64Array;
      const finite = samples.filter(Number.isFinite);
      expect(Math.min(...finite)).toBeLessThan(-2e-5);
      expect(Math.max(...finite)).toBeLessThan(2e-3);
    }
  });

  test('an EMG array with a stride less is not cut to fit: all strides stay, its columns are masked', () => {
    const trial = tree.truth.find(({ sourceId, trial: name }) => sourceId === 'AB09' && name === 's1i0');
    expect(strides('AB09', 's1i0', 'right')).toHaveLength(
      trial?.strides.filter(({ side }) => side === 'right').length as number,
    );
    for (const stride of strides('AB09', 's1i0', 'right')) {
      expect(emgReasons(stride)).toEqual(reasons(...new Array<MissingReason>(4).fill('unresolvedConvention')));
    }
    for (const stride of strides('AB09', 's1i0', 'left')) expect(emgReasons(stride)).toEqual([0, 0, 0, 0]);
    expect(run.notes).toContainEqual(
      expect.stringMatching(/^s1i0 right: these can't be joined with the arrays of \d+ strides.*EMG RF \(150 x \d+\)/),
    );
    const { pairs, missing, extra } = matchTruth(
      run.strides.filter(({ sourceId, trial: name }) => sourceId === 'AB09' && name === 's1i0'),
      expectedOf([trial as RawEmbryTrial]),
    );
    expect([missing, extra]).toEqual([[], []]);
    expect(largestErrors({ pairs, missing, extra }).angleDeg).toBeLessThan(0.5);
  });

  test('a column of zeros behind the last stride is padding, and the others keep their places', () => {
    const found = strides('AB09', 's1x2i0', 'right');
    for (const stride of found) expect(emgReasons(stride)).toEqual([0, 0, 0, 0]);
    const trial = tree.truth.filter(({ sourceId, trial: name }) => sourceId === 'AB09' && name === 's1x2i0');
    for (const r of envelopeCorrelations(matchTruth(found, expectedOf(trial))).filter(Number.isFinite)) {
      expect(r).toBeGreaterThan(0.8);
    }
  });

  test('a last stride of zeros is no stride', () => {
    const trial = tree.truth.find(({ sourceId, trial: name }) => sourceId === 'AB09' && name === 's1x2i0');
    const left = trial?.strides.filter(({ side }) => side === 'left').length as number;
    expect(strides('AB09', 's1x2i0', 'left')).toHaveLength(left);
    const what = `InclineExperiment.mat AB09 s1x2i0 left stride ${left + 1}`;
    expect(run.drops).toContainEqual({ what, level: 'stride', reason: 'no-signal', detail: expect.any(String) });
  });

  test('runs of zeros are gaps of that channel in that stride, and of no other', () => {
    const [first, second] = strides('AB09', 's1i0', 'right') as [FoundStride, FoundStride];
    expect([second.masks.kinematics[KNEE], second.reasons.kinematics[KNEE]]).toEqual([0, missingReasonCode('gap')]);
    expect([second.masks.kinetics[ANKLE], second.reasons.kinetics[ANKLE]]).toEqual([0, missingReasonCode('gap')]);
    expect(second.masks.kinematics.filter((bit) => bit === 1)).toHaveLength(8);
    expect(second.masks.kinetics.filter((bit) => bit === 1)).toHaveLength(8);
    expect(first.masks.kinematics.every((bit) => bit === 1)).toBe(true);
  });

  test('strides that the authors marked are dropped under their name, or kept where the user wants them', async () => {
    const what = 'InclineExperiment.mat AB09 s1i0 right stride 3';
    const detail = 'the authors marked it as an outlier (stepsout.right names 3)';
    expect(run.drops).toContainEqual({ what, level: 'stride', reason: 'not-a-stride', detail });
    const all = await runAdapter(adapter, tree.root, { adapterOptions: { outliers: 'keep' } });
    expect(all.strides.length).toBe(run.strides.length + 2);
    expect(all.drops.some(({ reason }) => reason === 'not-a-stride')).toBe(false);
  });

  test('a trial that is unusable is skipped under its name', () => {
    expect(strides('AB09', 's0x8i2x5', 'left')).toEqual([]);
    const what = 'InclineExperiment.mat AB09 s0x8i2x5';
    expect(run.drops).toContainEqual({ what, level: 'trial', reason: 'bad-metadata', detail: expect.any(String) });
  });

  test('a suspected sensor is tested, and masked where it follows another muscle', () => {
    for (const stride of strides('AB04', 's1x2i0', 'right')) {
      expect(emgReasons(stride)).toEqual(reasons('present', 'sensorQuality', 'present', 'present'));
    }
    for (const stride of strides('AB04', 's1x2i0', 'left')) expect(emgReasons(stride)).toEqual([0, 0, 0, 0]);
    const decisions = run.decisions.filter(({ fact }) => fact.startsWith('right TA'));
    expect(decisions).toMatchObject([{ decided: 'masked (sensor failed quality)' }]);
  });

  test('what a trial lacks is missing in it, and nowhere else', () => {
    const [right] = strides('AB04', 's0x8i2x5', 'right') as [FoundStride];
    expect(right.reasons.kinetics.every((code) => code === missingReasonCode('notInTrial'))).toBe(true);
    expect(emgReasons(right)).toEqual(reasons('present', 'sensorQuality', 'present', 'notInTrial'));
    expect(right.masks.kinematics.every((bit) => bit === 1)).toBe(true);
  });

  test('one person is one patient in all trials and on both legs', () => {
    expect(new Set(run.recordings.map(({ subject }) => subject.sourceId))).toEqual(new Set(['AB04', 'AB09']));
    expect(run.recordings).toHaveLength(5);
  });
});

describe('the sign of the moments', () => {
  test.each([
    ['internal, kept', 1000],
    ['external, negated', -1000],
  ])('%s', async (decided, momentFactor) => {
    const { root, truth } = await treeOf({ momentFactor });
    const run = await runAdapter(adapter, root);
    expect(run.decisions).toContainEqual(
      expect.objectContaining({ fact: 'sign of the moments', decided: `${decided}, all nine` }),
    );
    expect(largestErrors(matchTruth(run.strides, expectedOf(truth))).momentNmPerKg).toBeLessThan(0.02);
  });

  test('is told by sloped walking where there is no level walking', async () => {
    const { root, truth } = await treeOf({ trials: ['s1d10', 's1i10'] });
    const run = await runAdapter(adapter, root);
    expect(run.decisions[0]?.evidence).toMatch(/^sloped walking of all persons, since there is no level walking/);
    expect(largestErrors(matchTruth(run.strides, expectedOf(truth))).momentNmPerKg).toBeLessThan(0.02);
  });

  test('that can not be told masks them with reason 8 and says so; an option gives it', async () => {
    const { root } = await treeOf({ momentFactor: 30 });
    const run = await runAdapter(adapter, root);
    for (const stride of run.strides) {
      expect(new Set(stride.reasons.kinetics)).toEqual(new Set([8]));
      expect(stride.masks.kinematics.every((bit) => bit === 1)).toBe(true);
    }
    expect(run.decisions.slice(0, 2)).toMatchObject([
      { fact: 'sign of the moments', decided: expect.stringMatching(/^not decided, all moments are masked/) },
      { fact: 'unit of the moments', decided: 'in doubt: N·mm/kg is documented' },
    ]);
    const given = await runAdapter(adapter, root, { adapterOptions: { momentSign: 'external' } });
    expect(given.strides.every(({ masks }) => masks.kinetics.every((bit) => bit === 1))).toBe(true);
    expect(greatest(curve(given.strides[0]?.kinetics as Float32Array, ANKLE))).toBeGreaterThan(0.02);
  });

  test('is not asked for where there are no moments', async () => {
    const { root } = await treeOf({ defects: { s1i0: ['no-moments'] } });
    const run = await runAdapter(adapter, root);
    expect(run.strides.length).toBeGreaterThan(5);
    expect(new Set(run.strides.flatMap(({ reasons: { kinetics } }) => [...kinetics]))).toEqual(
      new Set([missingReasonCode('notInTrial')]),
    );
  });
});

describe('facts that are not documented', () => {
  test('descriptions that contradict a name, and what others say of a trial, are noted', async () => {
    const { root } = await treeOf({
      subjects: [5],
      trials: ['s1i0', 's0x8i5'],
      defects: { s0x8i5: ['other-description'] },
    });
    const run = await runAdapter(adapter, root);
    const [described, poor] = run.notes.filter((note) => /^s(1|0x8)i/.test(note));
    expect(described).toBe('s0x8i5: its description says 1.6 m/s and 5 degree; its name is believed');
    expect(poor).toBe('s0x8i5: a user of this dataset calls the trials of AB05 at this speed poor');
    expect(run.decisions.find(({ fact }) => fact.startsWith('right TA'))).toMatchObject({ decided: 'kept' });
    expect(new Set(run.strides.map(({ speedMps }) => speedMps))).toEqual(new Set([0.8, 1]));
  });

  test('strides without times are kept, their duration unknown; a muscle on other points is masked', async () => {
    const { root, truth } = await treeOf({ continuousEmg: true, defects: { s1i0: ['no-times', 'points-differ'] } });
    const run = await runAdapter(adapter, root);
    expect(run.strides).toHaveLength(truth.flatMap(({ strides }) => strides).length);
    expect(run.notes).toContain('the EMG in Continuous is not used: some strides have no time');
    for (const stride of run.strides) {
      expect([stride.startTimeS, stride.durationS]).toEqual([NaN, NaN]);
      expect(qualityBitNames(stride.quality)).toContain('duration_unknown');
      expect(emgReasons(stride)).toEqual(stride.side === 'left' ? [0, 0, 0, 0] : [0, 8, 0, 0]);
    }
  });

  test('EMG with negative values on points per stride is bipolar and of low quality', async () => {
    const { root } = await treeOf({ emg: 'bipolar' });
    const run = await runAdapter(adapter, root);
    for (const { emgKind, quality } of run.strides) {
      expect(emgKind).toBe('filtered');
      expect(qualityBitNames(quality)).toContain('emg_undersampled');
    }
  });

  test('times that count from each strike get their place from the frames', async () => {
    const { root, truth } = await treeOf({ strideClock: 'stride' });
    const match = matchTruth((await runAdapter(adapter, root)).strides, expectedOf(truth));
    expect([match.missing, match.extra]).toEqual([[], []]);
    expect(largestErrors(match).durationS).toBeLessThan(0.001);
  });

  test.each(['trial', 'stride'] as const)(
    'EMG at 1000 Hz in Continuous is preferred and cut at the strikes, with the clock of the %s',
    async (strideClock) => {
      const { root, truth } = await treeOf({
        strideClock,
        continuousEmg: true,
        trialS: 8,
        defects: { s1i0: ['outlier', 'zero-last-stride'] },
      });
      const run = await runAdapter(adapter, root);
      const match = matchTruth(run.strides, expectedOf(truth));
      expect([match.missing, match.extra]).toEqual([[], []]);
      expect(run.recordings).toMatchObject([{ kind: 'continuous' }]);
      for (const stride of run.strides) {
        expect([stride.emgSourceRateHz, stride.kinematicSourceRateHz, stride.emgKind]).toEqual([1000, 100, 'envelope']);
        expect(strideEmgSamples(stride)).toBeGreaterThan(149 + 500);
      }
      const errors = largestErrors(match);
      expect(errors.angleDeg).toBeLessThan(0.5);
      expect(errors.momentNmPerKg).toBeLessThan(0.02);
      expect(errors.durationS).toBeLessThan(0.001);
      for (const r of envelopeCorrelations(match).filter(Number.isFinite)) expect(r).toBeGreaterThan(0.9);
      expect(run.drops.map(({ reason }) => reason).sort()).toEqual(['no-signal', 'not-a-stride']);
    },
  );
});
