import fc from 'fast-check';
import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  assertStride,
  blockEndS,
  jointMotionIndex,
  qualityBitNames,
  signalBlock,
  strideEmgSamples,
  type ContinuousRecording,
  type EmgSignals,
  type JointSignals,
} from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { cutStride, cutStrides } from './cut-strides';
import { segmentRecording, type SegmentedStride } from './segment-recording';
import { emptyRecording } from './walker-fixture';

const K = 200;

function emgOf(channel: (timeS: number) => number, samplingRateHz = 1000, startS = 0, durationS = 10): EmgSignals {
  const numSamples = Math.round(durationS * samplingRateHz);
  const samples = Float64Array.from({ length: numSamples }, (_, i) => channel(startS + i / samplingRateHz));
  return {
    ...signalBlock(
      Array.from({ length: EMG_CHANNEL_COUNT }, (_, c) => (c < 2 ? samples : null)),
      { samplingRateHz, startS },
    ),
    emgKind: 'rectified',
    unit: 'mV',
    channelReasons: Array.from({ length: EMG_CHANNEL_COUNT }, (_, c) => (c < 2 ? 0 : 1)),
    gapReason: 6,
  };
}

function jointsOf(channel: (timeS: number) => number, samplingRateHz = 100, startS = 0, durationS = 10): JointSignals {
  const numSamples = Math.round(durationS * samplingRateHz);
  const samples = Float64Array.from({ length: numSamples }, (_, i) => channel(startS + i / samplingRateHz));
  return {
    ...signalBlock(
      Array.from({ length: JOINT_MOTION_COUNT }, (_, c) => (c === 5 ? samples : null)),
      { samplingRateHz, startS },
    ),
    channelReasons: Array.from({ length: JOINT_MOTION_COUNT }, (_, c) => (c === 5 ? 0 : 3)),
    gapReason: 6,
  };
}

function strideOf(startS: number, endS: number): SegmentedStride {
  const strike = (timeS: number) =>
    ({ timeS, side: 'left', kind: 'foot_strike', source: 'source', confidence: 1 }) as const;
  const { strides } = segmentRecording(emptyRecording(), [strike(startS), strike(endS)], {
    minDurationS: 0.01,
    maxDurationS: 100,
  });
  return strides[0];
}

function recordingOf(angles: JointSignals | null, emg: EmgSignals | null = null): ContinuousRecording {
  return { ...emptyRecording(), legs: { left: { emg, angles, moments: null }, right: null } };
}

const options = (emg: EmgSignals | null) => ({ pointsPerStride: K, emgRateHz: 1000, emg: { left: emg, right: null } });

describe('cutStride', () => {
  const knee = (timeS: number): number => 30 + 30 * Math.sin(2 * Math.PI * timeS);

  it('reads angles at the exact phases of the stride, both strikes included', () => {
    const stride = cutStride(recordingOf(jointsOf(knee)), strideOf(1.2345, 2.3391), options(null));
    const channel = jointMotionIndex('knee', 'flexion');
    for (let k = 0; k < K; k += 1) {
      const timeS = 1.2345 + ((2.3391 - 1.2345) * k) / (K - 1);
      expect(stride.kinematics[k * JOINT_MOTION_COUNT + channel]).toBeCloseTo(knee(timeS), 3);
    }
    expect(stride.masks.kinematics[channel]).toBe(1);
    expect(() => assertStride(stride, K)).not.toThrow();
  });

  it('takes the EMG samples from the strike up to, not including, the next strike', () => {
    const emg = emgOf((timeS) => timeS);
    const stride = cutStride(recordingOf(null, emg), strideOf(1.04, 2.04), options(emg));
    expect(strideEmgSamples(stride)).toBe(1000);
    expect(stride.emg[0]).toBeCloseTo(1.04, 6);
    expect(stride.emg.at(-EMG_CHANNEL_COUNT)).toBeCloseTo(2.039, 6);
    expect([...stride.masks.emg]).toEqual([1, 1, ...new Array(11).fill(0)]);
    expect([...stride.reasons.emg]).toEqual([0, 0, ...new Array(11).fill(1)]);
  });

  it('consecutive strides share no EMG sample and lose none, whatever the strikes and rates', () => {
    const strikes = fc.array(fc.double({ min: 0.3, max: 1.9, noNaN: true }), { minLength: 2, maxLength: 6 });
    const rates = fc.constantFrom(1000, 999.999, 1111.1 / 1.1111);
    fc.assert(
      fc.property(strikes, rates, fc.double({ min: -3, max: 3, noNaN: true }), (durations, rateHz, startS) => {
        const emg = emgOf((timeS) => timeS, rateHz, startS, 12);
        const timesS = durations.reduce((list, d) => [...list, list.at(-1)! + d], [startS + 0.1]);
        const rows = timesS.slice(1).flatMap((endS, i) => {
          const stride = cutStride(recordingOf(null, emg), strideOf(timesS[i], endS), options(emg));
          return Array.from({ length: strideEmgSamples(stride) }, (_, row) => stride.emg[row * EMG_CHANNEL_COUNT]);
        });
        const expected = Array.from(emg.samples.data.subarray(0, emg.samples.shape[1])).filter(
          (timeS) => timeS > timesS[0] - 1e-8 && timeS < timesS.at(-1)! - 1e-8,
        );
        expect(rows).toEqual(expected.map(Math.fround));
      }),
      { numRuns: 40 },
    );
  });

  it('interpolates nothing over a gap: the points beside it are NaN, the others stay, and the mask says so', () => {
    const angles = jointsOf(knee);
    angles.samples.data.fill(NaN, 5 * 1000 + 150, 5 * 1000 + 160);
    const stride = cutStride(recordingOf(angles), strideOf(1, 2), options(null));
    const channel = Array.from({ length: K }, (_, k) => stride.kinematics[k * JOINT_MOTION_COUNT + 5]);
    const missing = channel.filter(Number.isNaN).length;
    expect(missing).toBeGreaterThanOrEqual(20);
    expect(missing).toBeLessThanOrEqual(23);
    channel.forEach((value, k) => {
      if (!Number.isNaN(value)) expect(Math.abs(value - knee(1 + k / (K - 1)))).toBeLessThan(0.1);
    });
    expect([stride.masks.kinematics[5], stride.reasons.kinematics[5]]).toEqual([0, 6]);
  });

  it('a stride without EMG has the rows of its duration, all missing, with a reason', () => {
    const stride = cutStride(recordingOf(jointsOf(knee)), strideOf(1, 2.1), options(null));
    expect(strideEmgSamples(stride)).toBe(1100);
    expect(stride.emg.every(Number.isNaN)).toBe(true);
    expect([...stride.reasons.emg]).toEqual(new Array(13).fill(3));
    expect(stride.emgSourceRateHz).toBeNaN();
  });

  it('a modality that only the other leg has is missing for that reason', () => {
    const emg = emgOf(() => 1);
    const stride = cutStride(recordingOf(jointsOf(knee)), strideOf(1, 2), {
      ...options(null),
      emg: { left: null, right: emg },
    });
    expect([...stride.reasons.emg]).toEqual(new Array(13).fill(2));
  });

  it('a channel that the source declares failed is missing even where it has numbers', () => {
    const emg = emgOf(() => 1);
    const stride = cutStride(recordingOf(null, emg), strideOf(1, 2), {
      ...options({ ...emg, channelReasons: [4, ...emg.channelReasons.slice(1)] }),
    });
    expect([stride.masks.emg[0], stride.reasons.emg[0], stride.emg[0]]).toEqual([0, 4, NaN]);
  });

  it('flags an angle beyond what joints can do', () => {
    const stride = cutStride(recordingOf(jointsOf(() => -40)), strideOf(1, 2), options(null));
    expect(qualityBitNames(stride.quality)).toContain('implausible_angle');
  });

  it('refuses raw EMG, EMG at another rate, and a grid that is none', () => {
    const emg = emgOf(() => 1);
    const recording = recordingOf(null, emg);
    const cut = (changed: Partial<Parameters<typeof cutStride>[2]>) => () =>
      cutStride(recording, strideOf(1, 2), { ...options(emg), ...changed });
    const notReady = expect.objectContaining({ tag: 'EmgNotReady' });
    expect(cut({ emg: { left: { ...emg, emgKind: 'raw' }, right: null } })).toThrow(notReady);
    expect(cut({ emgRateHz: 2000 })).toThrow(notReady);
    expect(cut({ pointsPerStride: 1 })).toThrow(expect.objectContaining({ tag: 'InvalidOption' }));
  });
});

describe('cutStrides', () => {
  const knee = (timeS: number): number => 30 + 30 * Math.sin(2 * Math.PI * timeS);

  it('drops strides beyond the recording, without signals, or with impossible values, each with its reason', () => {
    const at = (angles: JointSignals | null, startS: number, endS: number) =>
      cutStrides(recordingOf(angles), [strideOf(startS, endS)], options(null)).drops.map(({ reason }) => reason);
    expect(at(jointsOf(knee), 9.5, 10.5)).toEqual(['outside-recording']);
    expect(at(null, 1, 2)).toEqual(['no-signal']);
    expect(
      at(
        jointsOf(() => 400),
        1,
        2,
      ),
    ).toEqual(['implausible-values']);
    expect(at(jointsOf(knee), 1, 2)).toEqual([]);
  });

  it('keeps a stride that ends on the last sample', () => {
    const angles = jointsOf(knee);
    const lastS = blockEndS(angles) - 0.01;
    const { strides } = cutStrides(recordingOf(angles), [strideOf(lastS - 1, lastS)], options(null));
    expect(strides[0].masks.kinematics[5]).toBe(1);
  });

  it('numbers the strides that remain from 0', () => {
    const strides = [strideOf(0.5, 1.5), strideOf(9.6, 10.6), strideOf(1.5, 2.5)];
    const cut = cutStrides(recordingOf(jointsOf(knee)), strides, options(null));
    expect(cut.strides.map(({ strideNumber }) => strideNumber)).toEqual([0, 1]);
  });
});
