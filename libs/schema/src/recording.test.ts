import { describe, expect, test } from 'vitest';
import {
  assertRecording,
  blockEndS,
  channelCount,
  channelSamples,
  type ContinuousRecording,
  type EmgSignals,
  isRecording,
  isSignalBlock,
  type JointSignals,
  sampleCount,
  signalBlock,
} from './index';

describe('a signal block', () => {
  const block = signalBlock([Float64Array.of(1, 2, 3), null], { samplingRateHz: 100, startS: 0.5 });

  test('is planar, missing channels are NaN, and channels are views', () => {
    expect([channelCount(block), sampleCount(block)]).toEqual([2, 3]);
    expect([...channelSamples(block, 0)]).toEqual([1, 2, 3]);
    expect([...channelSamples(block, 1)]).toEqual([NaN, NaN, NaN]);
    expect(channelSamples(block, 0).buffer).toBe(block.samples.data.buffer);
    expect(blockEndS(block)).toBeCloseTo(0.53, 12);
    expect(isSignalBlock(block, 2)).toBe(true);
  });

  test('refuses channels of unequal length and channels that it does not have', () => {
    expect(() => signalBlock([[1], [1, 2]], { samplingRateHz: 1, startS: 0 })).toThrow(/channel 1 has 2 samples/);
    expect(() => channelSamples(block, 2)).toThrow(/channel 2/);
    expect(() => channelSamples(block, -1)).toThrow(/channel -1/);
  });

  test.each([
    ['another number of channels', block, 3],
    ['no rate', { ...block, samplingRateHz: 0 }, 2],
    ['sample-major', { ...block, samples: { ...block.samples, stride: [1, 2] } }, 2],
    ['plain arrays', { ...block, samples: { ...block.samples, data: [1, 2, 3, 4, 5, 6] } }, 2],
    ['nothing', null, 2],
  ])('is told from %s', (_, value, channels) => {
    expect(isSignalBlock(value, channels)).toBe(false);
  });
});

function walk(): ContinuousRecording {
  const angles: JointSignals = {
    ...signalBlock(new Array(9).fill(null), { samplingRateHz: 100, startS: 0, numSamples: 10 }),
    channelReasons: new Array(9).fill(1),
    gapReason: 6,
  };
  return {
    kind: 'continuous',
    subject: {
      datasetId: 'c3d',
      sourceId: 'P1',
      ageY: NaN,
      sex: '',
      massKg: 70,
      heightM: NaN,
      population: '',
      impairedSide: '',
    },
    trial: 'walk 1',
    subtrial: '',
    condition: '',
    activity: 'walk',
    surface: '',
    speedMps: NaN,
    inclineDeg: NaN,
    stepHeightM: NaN,
    provenance: { files: ['P1/walk.c3d'], adapter: 'a', adapterVersion: '1.0.0', decisions: [], notes: [] },
    legs: { left: { emg: null, angles, moments: null }, right: null },
    events: [{ timeS: 0.1, side: 'left', kind: 'foot_strike', source: 'source', confidence: 1 }],
    forcePlates: [],
    markers: null,
    intervals: [],
  };
}

describe('a recording', () => {
  test('that is sound passes', () => {
    expect(isRecording(walk())).toBe(true);
    expect(() => assertRecording(walk())).not.toThrow();
  });

  test('of strides with EMG on a grid of points, which have no rate, passes', () => {
    const {
      legs: _legs,
      events: _events,
      forcePlates: _plates,
      markers: _markers,
      intervals: _intervals,
      ...rest
    } = walk();
    const emg: EmgSignals = {
      ...signalBlock(new Array(13).fill([1, 2, 3]), { samplingRateHz: NaN, startS: 0 }),
      channelReasons: new Array(13).fill(0),
      gapReason: 6,
      emgKind: 'envelope',
      unit: 'mV',
    };
    const signals = { emg, angles: null, moments: null };
    const strides = [{ side: 'left' as const, startS: NaN, durationS: 1.1, signals, interval: {}, quality: 0 }];
    expect(() => assertRecording({ ...rest, kind: 'cut', strides })).not.toThrow();
    const unknownKind = { ...emg, emgKind: 'smooth' };
    const unsound = [{ ...strides[0], signals: { ...signals, emg: unknownKind } }];
    expect(() => assertRecording({ ...rest, kind: 'cut', strides: unsound })).toThrow(/emgKind/);
  });

  test.each<[string, Partial<Record<keyof ContinuousRecording, unknown>>, RegExp]>([
    ['an unknown activity', { activity: 'jump' }, /activity/],
    [
      'an event without side',
      { events: [{ timeS: 0, kind: 'foot_strike', source: 's', confidence: 1 }] },
      /events\.0\.side/,
    ],
    ['a mass below zero', { subject: { ...walk().subject, massKg: -1 } }, /subject\.massKg/],
    ['no provenance', { provenance: undefined }, /provenance/],
    [
      'angles of another shape',
      {
        legs: {
          left: {
            emg: null,
            moments: null,
            angles: { ...walk().legs.left?.angles, samples: walk().legs.left?.angles?.samples.data },
          },
          right: null,
        },
      },
      /legs\.left\.angles/,
    ],
    [
      'half a frame of a further modality',
      {
        legs: {
          left: {
            emg: null,
            angles: null,
            moments: null,
            further: [
              {
                modality: {
                  name: 'ultrasound',
                  meaning: 'echo profiles',
                  unit: 'raw amplitude',
                  channels: ['TA', 'GL'],
                  valuesPerChannel: 2,
                  valueAxis: 'echo sample',
                },
                frames: new Float32Array(6),
                samplingRateHz: 20,
                startS: 0,
                channelReasons: [0, 0],
                gapReason: 6,
              },
            ],
          },
          right: null,
        },
      },
      /legs\.left\.further\.0: .*frames/,
    ],
  ])('with %s is refused by name', (_, change, message) => {
    expect(() => assertRecording({ ...walk(), ...change })).toThrow(message);
  });
});
