import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelSamples,
  EMG_CHANNELS,
  jointMotionIndex,
  qualityBitNames,
  sampleCount,
  type StrideFrames,
} from '@emgfm/schema';
import { MOCAP_MARKERS, type MocapPath, type RawMocapTrial, writeRawMocap } from '@emgfm/synthetic-gait';
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
import { REDUCED_JOINTS } from './channels';
import { adapter } from './index';

const DURATION_S = 6;
const mapping = { glutei: 'GMAX' };

let root = '';
let truth: readonly RawMocapTrial[];
let run: AdapterRun;
let match: TruthMatch;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-mocap-truth-'));
  truth = await writeRawMocap(root, { subjects: 2, seed: 3, trials: 2, durationS: DURATION_S, shuffled: true });
  run = await runAdapter(adapter, root, { adapterOptions: { mapping } });
  match = matchTruth(run.strides, expectedOf(truth));
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

const trialOf = ({ sourceId, trial }: FoundStride): RawMocapTrial =>
  truth.find((own) => own.sourceId === sourceId && own.trial === trial) as RawMocapTrial;

/** A value on an even clock at a time, read linearly. */
function valueAt(samples: Float64Array, place: number): number {
  const before = Math.min(samples.length - 2, Math.floor(place));
  return samples[before]! + (place - before) * (samples[before + 1]! - samples[before]!);
}

describe('a simulated tree', () => {
  test('every stride that must be there is there and no other', () => {
    // strikes closer than 0.3 s to the ends of a trial are not seen by every method
    const inner = match.missing.filter(({ truth: { startS, endS } }) => startS > 0.3 && endS < DURATION_S - 0.3);
    expect(inner).toEqual([]);
    expect(match.extra).toEqual([]);
    expect(match.pairs.length).toBeGreaterThan(24);
    expect(run.drops).toEqual([]);
  });

  test('strikes within 15 ms, durations within 10 ms', () => {
    for (const { found, truth: stride } of match.pairs)
      expect(Math.abs(found.startTimeS - stride.startS)).toBeLessThan(0.015);
    expect(largestErrors(match).durationS).toBeLessThan(0.01);
  });

  test('angles within 0.5 degree of what was simulated at the phases of the stride', () => {
    let largestDeg = 0;
    for (const { found } of match.pairs) {
      const { angles } = trialOf(found).simulated.legs[found.side];
      const points = found.kinematics.length / 9;
      found.kinematics.forEach((angleDeg, i) => {
        if (found.masks.kinematics[i % 9] !== 1) return;
        const timeS = found.startTimeS + (Math.floor(i / 9) / (points - 1)) * found.durationS;
        const place = Math.min(sampleCount(angles) - 1, timeS * angles.samplingRateHz);
        largestDeg = Math.max(largestDeg, Math.abs(angleDeg - valueAt(channelSamples(angles, i % 9), place)));
      });
    }
    expect(largestDeg).toBeLessThan(0.5);
  });

  test('masks: six angles on both legs, nine muscles on the right one, no moments', () => {
    const angles = [0, 1, 2, jointMotionIndex('knee', 'flexion'), jointMotionIndex('ankle', 'adduction'), 8];
    for (const { side, masks, reasons } of run.strides) {
      expect([...masks.kinematics.keys()].filter((i) => masks.kinematics[i] === 1)).toEqual(angles.sort());
      expect(EMG_CHANNELS.filter((_, i) => masks.emg[i] === 1)).toEqual(
        side === 'right' ? ['VL', 'RF', 'VM', 'TA', 'BF', 'STSM', 'GM', 'GL', 'GMAX'] : [],
      );
      if (side === 'left') expect(new Set(reasons.emg)).toEqual(new Set([2]));
      expect(masks.kinetics.every((bit) => bit === 0)).toBe(true);
    }
  });

  test('metadata: person, trial, condition, activity, rates', () => {
    expect(new Set(run.strides.map(({ sourceId, trial }) => `${sourceId} ${trial}`))).toEqual(
      new Set(['S4 Walking_Trial1', 'S4 Walking_Trial2', 'S5 Walking_Trial1', 'S5 Walking_Trial2']),
    );
    for (const stride of run.strides) {
      expect([stride.activity, stride.condition, stride.subtrial, stride.surface]).toEqual(['walk', 'Walking', '', '']);
      expect([stride.emgSourceRateHz, stride.kinematicSourceRateHz]).toEqual([
        stride.side === 'right' ? 1000 : NaN,
        100,
      ]);
      expect(stride.speedMps).toBeNaN();
      expect(qualityBitNames(stride.quality)).toContain('events_detected');
    }
  });

  test('EMG envelopes correlate with the truth by 0.9 or more, channel by channel', () => {
    const correlations = envelopeCorrelations(match).filter(Number.isFinite);
    expect(correlations).toHaveLength(9);
    for (const r of correlations) expect(r).toBeGreaterThan(0.9);
  });

  test('the signature of level walking passes', () => {
    const { verdict, findings } = signatureOf('mocap', run);
    expect(findings.filter((finding) => !['pass', 'not-applicable'].includes(finding.verdict))).toEqual([]);
    expect(verdict).toBe('pass');
  });
});

describe('joint coordinates beside each stride', () => {
  /** Largest distance (m) along an axis of a modality from the true positions at the stamps of its frames, over the channels present. */
  function largestErrorM(found: FoundStride, name: string, markersOf: (channel: string) => readonly string[]): number {
    const further = found.further?.find(({ modality }) => modality.name === name) as StrideFrames;
    const { markersM, frameTimesS } = trialOf(found);
    const { channels } = further.modality;
    const numFrames = further.frames.length / (3 * channels.length);
    const samples = Array.from({ length: numFrames }, (_, frame) => {
      const clockS = further.firstFrameS + frame / further.samplingRateHz;
      return Math.round(100 * (frameTimesS.find((timeS) => Math.abs(timeS - clockS) < 0.005) ?? NaN));
    });
    let largest = 0;
    channels.forEach((channel, c) => {
      if (further.mask[c] === 0) return;
      const own = markersOf(channel).flatMap((marker) => [markersM.get(marker) as MocapPath]);
      samples.forEach((sample, frame) => {
        for (let axis = 0; axis < 3; axis += 1) {
          const expected = own.reduce((sum, path) => sum + path[axis]![sample]!, 0) / own.length;
          const value = further.frames[(frame * channels.length + c) * 3 + axis] as number;
          largest = Math.max(largest, Math.abs(value - expected));
        }
      });
    });
    return largest;
  }

  test('42 markers in the order of the source, in metres, z up, at the stamps of the frames', () => {
    for (const found of run.strides) {
      const markers = found.further?.[0];
      expect(markers?.modality.channels).toEqual(MOCAP_MARKERS);
      expect(new Set(markers?.mask)).toEqual(new Set([1]));
      expect(markers?.samplingRateHz).toBeCloseTo(30, 1);
      const frames = (markers?.frames.length ?? 0) / (3 * 42);
      expect(Math.abs(frames - found.durationS * 30)).toBeLessThan(1.5);
      expect(largestErrorM(found, 'joints_42', (marker) => [marker])).toBeLessThan(2e-5);
    }
  });

  test('25 joints, each the mean of its markers; the right heel has none', () => {
    const markersOf = (joint: string): readonly string[] =>
      REDUCED_JOINTS.find(({ name }) => name === joint)?.markers ?? [];
    for (const found of run.strides) {
      const joints = found.further?.[1];
      expect(joints?.modality.channels).toHaveLength(25);
      const missing = joints?.modality.channels.filter((_, i) => joints.mask[i] === 0);
      expect([missing, joints?.reasons[joints.modality.channels.indexOf('right_heel')]]).toEqual([['right_heel'], 3]);
      expect(largestErrorM(found, 'joints_25', markersOf)).toBeLessThan(2e-5);
    }
  });

  test('modalities that are not wanted are not made', async () => {
    for await (const recording of adapter.read(
      root,
      { datasetId: 'mocap', sourceId: 'S4' },
      { furtherModalities: ['joints_25'] },
    )) {
      const further = recording.kind === 'continuous' ? recording.legs.left?.further : [];
      expect(further?.map(({ modality }) => modality.name)).toEqual(['joints_25']);
    }
  });
});

test.each([
  { lengthUnit: 'm', verticalAxis: '+y', kneeFlexion: 'negative', coordinates: 'every-row', emgSide: 'left' },
  { rightHeel: true, emgRateHz: 2000, frameRateHz: 60 },
] as const)(
  'the same from another table: %o',
  async (options) => {
    const other = await mkdtemp(join(tmpdir(), 'emgfm-mocap-other-'));
    try {
      const written = await writeRawMocap(other, { subjects: 1, seed: 3, trials: 1, durationS: 5, ...options });
      const found = await runAdapter(adapter, other);
      const own = matchTruth(found.strides, expectedOf(written));
      expect(own.extra).toEqual([]);
      expect(own.pairs.length).toBeGreaterThan(4);
      expect(largestErrors(own).durationS).toBeLessThan(0.01);
      expect(signatureOf('mocap', found).verdict).toBe('pass');
      const emgSide = 'emgSide' in options ? options.emgSide : 'right';
      for (const { side, masks } of found.strides) expect(masks.emg[0]).toBe(side === emgSide ? 1 : 0);
      const heel = found.strides[0]?.further?.[1];
      expect(heel?.mask[heel.modality.channels.indexOf('right_heel')]).toBe('rightHeel' in options ? 1 : 0);
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  },
  20_000,
);
