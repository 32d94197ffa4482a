import { expect, test } from 'vitest';
import { assertStride, finiteMask, type Stride, strideEmgSamples, strideProblems } from './index';

function soundStride(): Stride {
  const emg = new Float32Array(3 * 13).fill(0.5);
  for (let row = 0; row < 3; row += 1) emg[row * 13 + 4] = NaN;
  const maskOf = (channels: number): Uint8Array => new Uint8Array(channels).fill(1);
  const emgMask = maskOf(13);
  emgMask[4] = 0;
  const emgReasons = new Uint8Array(13);
  emgReasons[4] = 3;
  return {
    activity: 'walk',
    side: 'left',
    trial: 't1',
    subtrial: '',
    condition: '',
    surface: 'treadmill',
    population: '',
    strideNumber: 0,
    startTimeS: 1,
    durationS: 0.003,
    speedMps: NaN,
    inclineDeg: NaN,
    stepHeightM: NaN,
    emgKind: 'rectified',
    emgSourceRateHz: 1000,
    kinematicSourceRateHz: 100,
    quality: 0,
    emg,
    kinematics: new Float32Array(4 * 9),
    kinetics: new Float32Array(4 * 9).fill(1),
    masks: { emg: emgMask, kinematics: maskOf(9), kinetics: maskOf(9) },
    reasons: { emg: emgReasons, kinematics: new Uint8Array(9), kinetics: new Uint8Array(9) },
  };
}

test('a sound stride passes', () => {
  expect(strideProblems(soundStride(), 4)).toEqual([]);
  expect(strideEmgSamples(soundStride())).toBe(3);
  expect(() => assertStride(soundStride(), 4)).not.toThrow();
});

test('a mask is 1 only where every sample is finite; an empty signal is missing', () => {
  expect([...finiteMask(Float32Array.of(1, 2, NaN, 4, 5, 6), 3)]).toEqual([1, 1, 0]);
  expect([...finiteMask(Float32Array.of(1, 2, 3, Infinity, 5, 6), 3)]).toEqual([0, 1, 1]);
  expect([...finiteMask(new Float32Array(0), 2)]).toEqual([0, 0]);
});

test.each<[string, (stride: Stride) => Partial<Stride>, RegExp]>([
  [
    'a mask that the data contradict',
    (s) => ({ masks: { ...s.masks, emg: new Uint8Array(13).fill(1) } }),
    /mask 1 against/,
  ],
  [
    'a missing channel without reason',
    (s) => ({ reasons: { ...s.reasons, emg: new Uint8Array(13) } }),
    /reason 0 with mask 0/,
  ],
  ['another number of points', () => ({ kinematics: new Float32Array(9) }), /not 4 x 9/],
  ['an activity outside the vocabulary', () => ({ activity: 'jump' as never }), /vocabulary/],
  ['raw EMG', () => ({ emgKind: 'raw' as never }), /cannot be stored/],
  ['a torn EMG row', () => ({ emg: new Float32Array(14) }), /multiple of 13/],
  ['a duration of nothing', () => ({ durationS: 0 }), /duration/],
])('%s is named', (_, change, message) => {
  const stride = soundStride();
  const broken = { ...stride, ...change(stride) };
  expect(strideProblems(broken, 4).join('; ')).toMatch(message);
  expect(() => assertStride(broken, 4)).toThrow(message);
});
