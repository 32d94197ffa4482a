import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  assertStride,
  qualityBitNames,
  signalBlock,
  strideEmgSamples,
  type CutRecording,
  type EmgSignals,
  type JointSignals,
  type SourceStride,
} from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { cutRecordingStrides } from './cut-source-strides';
import { emptyRecording } from './walker-fixture';

const options = { pointsPerStride: 200, emgRateHz: 1000 };

function emgOf(numSamples: number, samplingRateHz: number, value: (share: number) => number): EmgSignals {
  const samples = Float64Array.from({ length: numSamples }, (_, i) => value(i / (numSamples - 1)));
  return {
    ...signalBlock(new Array(EMG_CHANNEL_COUNT).fill(samples), { samplingRateHz, startS: 0 }),
    emgKind: 'rectified',
    unit: 'mV',
    channelReasons: new Array(EMG_CHANNEL_COUNT).fill(0),
    gapReason: 6,
  };
}

function anglesOf(numSamples: number, samplingRateHz = 100): JointSignals {
  const samples = Float64Array.from(
    { length: numSamples },
    (_, i) => 15 * Math.sin((2 * Math.PI * i) / (numSamples - 1)),
  );
  return {
    ...signalBlock(new Array(JOINT_MOTION_COUNT).fill(samples), { samplingRateHz, startS: 0 }),
    channelReasons: new Array(JOINT_MOTION_COUNT).fill(0),
    gapReason: 6,
  };
}

function cut(
  stride: Partial<SourceStride> & Pick<SourceStride, 'signals'>,
  further: { emgSourceRatesHz?: number[] } = {},
) {
  const {
    kind: _kind,
    legs: _legs,
    events: _events,
    forcePlates: _plates,
    markers: _markers,
    intervals: _intervals,
    ...context
  } = emptyRecording();
  const source: SourceStride = { side: 'left', startS: NaN, durationS: 1.1, interval: {}, quality: 0, ...stride };
  const recording: CutRecording = { ...context, kind: 'cut', strides: [source] };
  return cutRecordingStrides(recording, { ...options, ...further });
}

describe('cutRecordingStrides', () => {
  it('brings angles to K points, first and last kept', () => {
    const { strides } = cut({ signals: { emg: null, angles: anglesOf(111), moments: null } });
    const [stride] = strides;
    expect(() => assertStride(stride, 200)).not.toThrow();
    for (let k = 0; k < 200; k += 1) {
      expect(stride.kinematics[k * 9]).toBeCloseTo(15 * Math.sin((2 * Math.PI * k) / 199), 3);
    }
    expect(strideEmgSamples(stride)).toBe(1100);
    expect([...stride.reasons.emg]).toEqual(new Array(13).fill(3));
  });

  it('keeps EMG that is already at the rate of the store, without the sample of the next strike', () => {
    const emg = emgOf(1101, 1000, (share) => share);
    const [stride] = cut({ signals: { emg, angles: null, moments: null } }).strides;
    expect(strideEmgSamples(stride)).toBe(1100);
    for (const row of [0, 1, 550, 1099]) expect(stride.emg[row * 13]).toBeCloseTo(row / 1100, 6);
  });

  it('resamples EMG of another rate and leaves a magnitude above zero', () => {
    const emg = emgOf(2201, 2000, (share) => (share > 0.5 ? 1 : 0));
    const [stride] = cut({ signals: { emg, angles: null, moments: null } }).strides;
    expect(strideEmgSamples(stride)).toBe(1100);
    expect(Math.min(...stride.emg)).toBe(0);
    expect(stride.emg[900 * 13]).toBeCloseTo(1, 2);
    expect(stride.emgSourceRateHz).toBe(2000);
    const known = cut({ signals: { emg, angles: null, moments: null } }, { emgSourceRatesHz: [1920] });
    expect(known.strides[0].emgSourceRateHz).toBe(1920);
  });

  it('gives a grid of points its time back where the duration is known', () => {
    const emg = emgOf(101, NaN, (share) => share);
    const [stride] = cut({ durationS: 1.2, signals: { emg, angles: null, moments: null } }).strides;
    expect(strideEmgSamples(stride)).toBe(1200);
    expect(stride.emg[600 * 13]).toBeCloseTo(0.5, 6);
    expect(qualityBitNames(stride.quality)).toEqual(['emg_time_normalised']);
    expect(stride.emgSourceRateHz).toBeNaN();
  });

  it('filters out what fewer points than the source has cannot hold', () => {
    const rowsAt = (cyclesPerStride: number): number[] => {
      const emg = emgOf(1001, NaN, (share) => 0.5 + 0.4 * Math.sin(2 * Math.PI * cyclesPerStride * share));
      const [stride] = cut({ durationS: 0.65, signals: { emg, angles: null, moments: null } }).strides;
      expect(strideEmgSamples(stride)).toBe(650);
      return Array.from({ length: 650 }, (_, row) => stride.emg[row * 13]);
    };
    for (const value of rowsAt(400).slice(20, -20)) expect(Math.abs(value - 0.5)).toBeLessThan(0.01);
    rowsAt(50).forEach((value, row) =>
      expect(Math.abs(value - 0.5 - 0.4 * Math.sin((2 * Math.PI * 50 * row) / 650))).toBeLessThan(0.02),
    );
  });

  it("keeps the source's own points where it gives no duration, and says so", () => {
    const emg = emgOf(1001, NaN, (share) => share);
    const [stride] = cut({ durationS: NaN, signals: { emg, angles: anglesOf(101, NaN), moments: null } }).strides;
    expect(strideEmgSamples(stride)).toBe(1001);
    expect(stride.emg.at(-1)).toBe(1);
    expect(stride.durationS).toBeNaN();
    expect(qualityBitNames(stride.quality)).toEqual(['duration_unknown', 'emg_time_normalised']);
  });

  it('a stride without EMG and duration has one missing row', () => {
    const [stride] = cut({ durationS: NaN, signals: { emg: null, angles: anglesOf(101, NaN), moments: null } }).strides;
    expect(strideEmgSamples(stride)).toBe(1);
    expect(() => assertStride(stride, 200)).not.toThrow();
  });

  it('a stride whose EMG is missing as a whole has the rows of its duration and the reasons of the source', () => {
    const none = signalBlock(new Array(EMG_CHANNEL_COUNT).fill(null), { samplingRateHz: 800, startS: 0 });
    const reasons = new Array(EMG_CHANNEL_COUNT).fill(2);
    const emg: EmgSignals = { ...none, emgKind: 'rectified', unit: 'mV', channelReasons: reasons, gapReason: 6 };
    const [stride] = cut({ signals: { emg, angles: anglesOf(101, NaN), moments: null } }).strides;
    expect(strideEmgSamples(stride)).toBe(1100);
    expect([...stride.reasons.emg]).toEqual(reasons);
  });

  it('believes the source that people walk slowly', () => {
    const signals = { emg: null, angles: anglesOf(101, NaN), moments: null };
    expect(cut({ durationS: 2.95, signals }).strides).toHaveLength(1);
    expect(cut({ durationS: 3.1, signals }).drops.map(({ reason }) => reason)).toEqual(['stride-too-long']);
  });

  it('drops strides outside the limits and empty ones, with reasons', () => {
    const reasons = (stride: Parameters<typeof cut>[0]) => cut(stride).drops.map(({ reason }) => reason);
    const signals = { emg: null, angles: anglesOf(101), moments: null };
    expect(reasons({ durationS: 7, signals })).toEqual(['stride-too-long']);
    expect(reasons({ durationS: 0.2, signals })).toEqual(['stride-too-short']);
    expect(reasons({ signals: { emg: null, angles: null, moments: null } })).toEqual(['no-signal']);
    expect(reasons({ signals: { emg: null, angles: anglesOf(1), moments: null } })).toEqual(['no-signal']);
  });

  it('takes activity and speed from the interval of the stride', () => {
    const [stride] = cut({
      interval: { activity: 'stair_up', speedMps: 0.5 },
      signals: { emg: null, angles: anglesOf(101), moments: null },
    }).strides;
    expect(stride).toMatchObject({ activity: 'stair_up', speedMps: 0.5, inclineDeg: NaN });
  });
});
