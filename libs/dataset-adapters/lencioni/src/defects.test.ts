import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  emgChannelIndex,
  jointMotionIndex,
  MISSING_REASONS,
  type CutRecording,
  type Drop,
} from '@emgfm/schema';
import { type RawLencioniElement, type RawLencioniOptions, writeRawLencioni } from '@emgfm/synthetic-gait';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { envelopeCorrelations, expectedOf, matchTruth, runAdapter } from '../../../../tools/adapter-run';
import { adapter } from './index';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-lencioni-defects-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const ANKLE = jointMotionIndex('ankle', 'flexion');

interface Tree {
  readonly truth: readonly RawLencioniElement[];
  readonly recordings: readonly CutRecording[];
  readonly drops: readonly Drop[];
}

/** Writes a small tree and reads its first person. */
async function tree(options: Partial<RawLencioniOptions> = {}, adapterOptions = {}): Promise<Tree> {
  const truth = await writeRawLencioni(root, { subjects: 1, seed: 4, tasks: ['Walking'], taskS: 3, ...options });
  const recordings: CutRecording[] = [];
  const drops: Drop[] = [];
  const subject = { datasetId: 'lencioni', sourceId: truth[0]?.sourceId ?? '' };
  const reading = adapter.read(root, subject, { adapterOptions, onDrop: (drop) => void drops.push(drop) });
  for await (const recording of reading) recordings.push(recording as CutRecording);
  return { truth, recordings, drops };
}

const decided = ({ recordings }: Tree, fact: string): string =>
  recordings[0]?.provenance.decisions.find((decision) => decision.fact === fact)?.decided ?? '';
const reasonsOf = (recording: CutRecording | undefined): number[] => [
  ...new Set(recording?.strides[0]?.signals.emg?.channelReasons ?? []),
];
const momentReason = (recording: CutRecording | undefined, joint: 'hip' | 'knee' | 'ankle'): number | undefined =>
  recording?.strides[0]?.signals.moments?.channelReasons[jointMotionIndex(joint, 'flexion')];

describe('defects of the earlier pipeline', () => {
  test('left-foot strides are not paired with right-leg EMG', async () => {
    const { truth, recordings } = await tree();
    const sides = new Set(recordings.map(({ strides }) => strides[0]?.side));
    expect(sides).toEqual(new Set(['left', 'right']));
    for (const [i, { strides }] of recordings.entries()) {
      const [stride] = strides;
      expect(stride?.side).toBe(truth[i]?.strides[0]?.side);
      if (stride?.side === 'right') continue;
      expect(reasonsOf(recordings[i])).toEqual([MISSING_REASONS.notInDataset.code, MISSING_REASONS.notOnThisLeg.code]);
      expect([...(stride?.signals.emg?.samples.data ?? [])].every(Number.isNaN)).toBe(true);
    }
  });

  test.each(['EMGFreq', 'EMGFeq', 'emgfreq'])('the EMG rate is found in a field %s', async (emgRateField) => {
    const { truth, recordings } = await tree({ emgRateField });
    const right = recordings.find(({ strides }) => strides[0]?.side === 'right');
    expect(right?.strides[0]?.signals.emg?.samplingRateHz).toBe(truth[0]?.rates.emgHz);
  });

  test('EMG comes raw and signed, with its offset: neither rectified nor scaled', async () => {
    const { recordings } = await tree();
    const emg = recordings.find(({ strides }) => strides[0]?.side === 'right')?.strides[0]?.signals.emg;
    expect([emg?.emgKind, emg?.unit]).toEqual(['raw', 'mV']);
    for (const [i, reason] of (emg?.channelReasons ?? []).entries()) {
      if (reason === 0) expect(Math.min(...channelSamples(emg!, i))).toBeLessThan(0);
    }
  });

  test('EMG is filtered before it is rectified and resampled, so offset and drift do not reach the envelope', async () => {
    const { truth } = await tree({ taskS: 5 });
    const { strides } = await runAdapter(adapter, root);
    const r = envelopeCorrelations(matchTruth(strides, expectedOf(truth)));
    expect(r[emgChannelIndex('SOL')]).toBeGreaterThan(0.9);
  });

  test('masks of angles are those of nine joint motions, not those of the muscles', async () => {
    await tree();
    const { strides } = await runAdapter(adapter, root);
    for (const { masks } of strides) {
      expect([masks.emg.length, masks.kinematics.length, masks.kinetics.length]).toEqual([13, 9, 9]);
      expect([...masks.kinematics]).toEqual(new Array(9).fill(1));
    }
  });

  test('angles stay in degree', async () => {
    const { recordings } = await tree();
    const angles = recordings[0]?.strides[0]?.signals.angles;
    const knee = channelSamples(angles!, jointMotionIndex('knee', 'flexion'));
    expect(Math.max(...knee)).toBeGreaterThan(45);
  });

  test('tasks are compared as a whole: toe and heel walking are not walking', async () => {
    const { recordings } = await tree({ tasks: ['ToeWalking', 'HeelWalking', 'StepUp', 'Walking'] });
    const activities = Object.fromEntries(recordings.map(({ condition, activity }) => [condition, activity]));
    expect(activities).toEqual({
      ToeWalking: 'toe_walk',
      HeelWalking: 'heel_walk',
      StepUp: 'stair_up',
      Walking: 'walk',
    });
  });

  test('the offset of the ankle angle is kept and said, and corrected only on request', async () => {
    const offset = await tree({ ankleOffsetDeg: -22.5 });
    expect(decided(offset, 'ankleOffsetSuspected')).toBe('true');
    const atStrike = ({ recordings }: Tree): number[] =>
      recordings.map(({ strides }) => channelSamples(strides[0]!.signals.angles!, ANKLE)[0] as number);
    expect(Math.max(...atStrike(offset))).toBeLessThan(-15);
    const corrected = await tree({ ankleOffsetDeg: -22.5 }, { ankleOffset: 'correct' });
    for (const angle of atStrike(corrected)) expect(Math.abs(angle)).toBeLessThan(5);
    expect(decided(await tree({ ankleOffsetDeg: 0 }), 'ankleOffsetSuspected')).toBe('false');
  });

  test('a wrong cadence changes no duration and is noted', async () => {
    const { truth, recordings } = await tree({ defects: { 2: 'wrong-cadence' } });
    const { startS, endS } = truth[1]!.strides[0]!;
    expect(recordings[1]?.strides[0]?.durationS).toBeCloseTo(endS - startS, 2);
    expect(recordings[0]?.provenance.notes).toEqual([expect.stringMatching(/cadence contradicts.*: Data\(2\)$/)]);
  });

  test('one person has one id through all tasks', async () => {
    const { recordings } = await tree({ tasks: ['Walking', 'StepUp', 'StepDown'] });
    expect(new Set(recordings.map(({ subject }) => subject.sourceId))).toEqual(new Set(['Subject1']));
    expect(new Set(recordings.map(({ trial }) => trial)).size).toBe(recordings.length);
  });

  test('missing values stay missing under a mask, they do not become zeros', async () => {
    await tree({ defects: { 1: 'nan-moments' } });
    const { strides } = await runAdapter(adapter, root);
    const knee = jointMotionIndex('knee', 'flexion');
    expect([strides[0]?.masks.kinetics[knee], strides[0]?.reasons.kinetics[knee]]).toEqual([0, 6]);
    const values = strides[0]!.kinetics.filter((_, i) => i % 9 === knee);
    expect(values.some(Number.isNaN)).toBe(true);
    expect(values.some(Number.isFinite)).toBe(true);
    expect(strides[0]?.masks.kinetics[ANKLE]).toBe(1);
  });
});

describe('what the source leaves open', () => {
  test('rows are found by name, in any order and either form of list', async () => {
    const plain = await tree();
    const turned = await tree({ reversedRows: true, names: 'cellstr' });
    const signals = ({ recordings }: Tree) => recordings.map(({ strides }) => strides[0]?.signals);
    expect(signals(turned)).toEqual(signals(plain));
  });

  test('no EMG side, or an empty EMG, masks the EMG as not recorded', async () => {
    const unsided = await tree({ subjects: [18] });
    const { notInDataset, notInTrial, notOnThisLeg } = MISSING_REASONS;
    for (const recording of unsided.recordings)
      expect(reasonsOf(recording)).toEqual([notInDataset.code, notInTrial.code]);
    const { truth, recordings } = await tree({ defects: { 1: 'no-emg', 2: 'no-emg' } });
    for (const [i, recording] of recordings.slice(0, 2).entries()) {
      const right = truth[i]?.strides[0]?.side === 'right';
      expect(reasonsOf(recording)).toEqual([notInDataset.code, (right ? notInTrial : notOnThisLeg).code]);
      // markers tell the time where there is no EMG
      const { startS, endS } = truth[i]!.strides[0]!;
      expect(recording.strides[0]?.durationS).toBeCloseTo(endS - startS, 1);
    }
  });

  test('a moment of the opposite sign is turned, with its evidence', async () => {
    const asDocumented = await tree();
    const turned = await tree({ momentFactor: 1 });
    expect(decided(asDocumented, 'sign of the ankle flexion moment')).toBe('as tabulated');
    expect(decided(turned, 'sign of the ankle flexion moment')).toBe('opposite to the table');
    for (const [i, { strides }] of turned.recordings.entries()) {
      const ankle = (recording: CutRecording): Float64Array =>
        channelSamples(recording.strides[0]!.signals.moments!, ANKLE);
      expect(ankle({ ...turned.recordings[i]!, strides })).toEqual(ankle(asDocumented.recordings[i]!));
    }
  });

  test('moments too small to tell their sign are masked, the others stay', async () => {
    const { recordings } = await tree({ momentFactor: -0.02 });
    const { present, unresolvedConvention } = MISSING_REASONS;
    for (const joint of ['hip', 'knee', 'ankle'] as const) {
      expect(momentReason(recordings[0], joint)).toBe(unresolvedConvention.code);
    }
    const hipAdduction =
      recordings[0]?.strides[0]?.signals.moments?.channelReasons[jointMotionIndex('hip', 'adduction')];
    expect(hipAdduction).toBe(present.code);
  });

  test('an EMG rate that camera and cadence contradict masks the EMG, and the time comes from the camera', async () => {
    const { truth, recordings } = await tree({ statedEmgRateFactor: 2 });
    const right = recordings.findIndex(({ strides }) => strides[0]?.side === 'right');
    expect(reasonsOf(recordings[right])).toEqual([
      MISSING_REASONS.notInDataset.code,
      MISSING_REASONS.unresolvedConvention.code,
    ]);
    const { startS, endS } = truth[right]!.strides[0]!;
    expect(recordings[right]?.strides[0]?.durationS).toBeCloseTo(endS - startS, 1);
  });

  test('signs that no walking stride can test stay as tabulated, and say so', async () => {
    const read = await tree({ tasks: ['StepUp'] });
    expect(decided(read, 'sign of the knee flexion moment')).toBe('as tabulated, untested');
    expect(momentReason(read.recordings[0], 'knee')).toBe(0);
  });

  test('mean curves of the rows without a documented sign are in the report', async () => {
    const { recordings } = await tree();
    const printed = recordings[0]?.provenance.decisions.find(({ fact }) => fact === 'signs of adduction and rotation');
    for (const row of ['HipAdd', 'KneeRot', 'AnkleAdd', 'HipRotMom']) expect(printed?.evidence).toContain(`${row} `);
  });
});
