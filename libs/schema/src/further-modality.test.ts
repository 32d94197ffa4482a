import { describe, expect, test } from 'vitest';
import {
  frameLength,
  frameMask,
  type FurtherModality,
  furtherModalitySchema,
  type StrideFrames,
  strideFramesProblems,
} from './index';

const modality: FurtherModality = {
  name: 'joint_positions',
  meaning: 'positions of joints',
  unit: 'm',
  channels: ['hip', 'knee'],
  valuesPerChannel: 3,
  valueAxis: 'x, y, z',
};

const sound: StrideFrames = {
  modality,
  frames: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, NaN),
  samplingRateHz: 100,
  firstFrameS: 1.5,
  mask: Uint8Array.of(1, 0),
  reasons: Uint8Array.of(0, 6),
};

test('a channel is present where every value of every frame is finite', () => {
  expect(frameLength(modality)).toBe(6);
  expect([...frameMask(sound.frames, modality)]).toEqual([1, 0]);
  expect([...frameMask(sound.frames.subarray(0, 6), modality)]).toEqual([1, 1]);
  expect([...frameMask(new Float32Array(0), modality)]).toEqual([0, 0]);
});

describe('frames of a stride', () => {
  test('sound ones pass, also without any frame', () => {
    expect(strideFramesProblems(sound)).toEqual([]);
    const none = {
      frames: new Float32Array(0),
      firstFrameS: NaN,
      mask: Uint8Array.of(0, 0),
      reasons: Uint8Array.of(3, 3),
    };
    expect(strideFramesProblems({ ...sound, ...none })).toEqual([]);
  });

  test.each<[string, Partial<StrideFrames>, RegExp]>([
    [
      'half a frame',
      { frames: new Float32Array(9), mask: Uint8Array.of(1, 1), reasons: Uint8Array.of(0, 0) },
      /9 values/,
    ],
    ['no rate', { samplingRateHz: 0 }, /0 frames a second/],
    ['an endless time', { firstFrameS: Infinity }, /at Infinity s/],
    ['a mask against the frames', { mask: Uint8Array.of(1, 1), reasons: Uint8Array.of(0, 0) }, /knee: mask 1 against/],
    ['a missing channel without reason', { reasons: Uint8Array.of(0, 0) }, /knee: reason 0 with mask 0/],
    ['a short mask', { mask: Uint8Array.of(1) }, /not 2 long/],
    ['a name that is none', { modality: { ...modality, name: 'Joint positions' } }, /modality name/],
  ])('%s is named', (_, change, problem) => {
    expect(strideFramesProblems({ ...sound, ...change }).join('; ')).toMatch(problem);
  });

  test('two channels of one name are refused', () => {
    expect(furtherModalitySchema.safeParse({ ...modality, channels: ['hip', 'hip'] }).success).toBe(false);
  });
});
