import { strideFramesProblems, type FurtherSignals, type LegSignals } from '@emgfm/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutFrames, sourceFrames } from './cut-frames';

/** Frames of two channels with three values: the number of the frame, plus 100 in the second channel. */
function signalsOf(numFrames: number, changes: Partial<FurtherSignals> = {}): FurtherSignals {
  return {
    modality: {
      name: 'ultrasound',
      meaning: 'echo profiles',
      unit: 'raw amplitude',
      channels: ['TA', 'GL'],
      valuesPerChannel: 3,
      valueAxis: 'echo sample',
    },
    frames: Float32Array.from({ length: numFrames * 6 }, (_, i) => Math.floor(i / 6) + (i % 6 < 3 ? 0 : 100)),
    samplingRateHz: 20,
    startS: 0,
    channelReasons: [0, 0],
    gapReason: 6,
    ...changes,
  };
}

const legOf = (...further: FurtherSignals[]): LegSignals => ({ emg: null, angles: null, moments: null, further });
const cut = (signals: FurtherSignals, startS: number, endS: number) => cutFrames(legOf(signals), startS, endS)[0];
const numbersOf = ({ frames }: { frames: Float32Array }) => [...frames].filter((_, i) => i % 6 === 0);

describe('cutFrames', () => {
  it('takes the frame in progress at the strike and stops before the one in progress at the next', () => {
    const stride = cut(signalsOf(40), 0.12, 0.37);
    expect(numbersOf(stride)).toEqual([2, 3, 4, 5, 6]);
    expect(stride.firstFrameS).toBeCloseTo(0.1, 12);
    expect([[...stride.mask], [...stride.reasons], stride.samplingRateHz]).toEqual([[1, 1], [0, 0], 20]);
    expect(strideFramesProblems(stride)).toEqual([]);
  });

  it('a strike on the first instant of a frame is in that frame, whatever the rounding', () => {
    for (const frame of [3, 7, 21, 33]) expect(numbersOf(cut(signalsOf(40), frame * 0.05, 2))[0]).toBe(frame);
  });

  it('consecutive strides share no frame and lose none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1999 }), { minLength: 2, maxLength: 6 }), (strikesMs) => {
        const strikes = strikesMs.sort((a, b) => a - b).map((ms) => ms / 1000);
        const together = strikes.slice(1).flatMap((endS, i) => numbersOf(cut(signalsOf(40), strikes[i], endS)));
        expect(together).toEqual(numbersOf(cut(signalsOf(40), strikes[0], strikes.at(-1) as number)));
      }),
    );
  });

  it('frames that the recording lacks are missing, not filled', () => {
    const stride = cut(signalsOf(10), 0.4, 0.6);
    expect(numbersOf(stride)).toEqual([8, 9, NaN, NaN]);
    expect([[...stride.mask], [...stride.reasons]]).toEqual([
      [0, 0],
      [6, 6],
    ]);
    const before = cut(signalsOf(10, { startS: 1 }), 0.9, 1.1);
    expect(numbersOf(before)).toEqual([NaN, NaN, 0, 1]);
    expect(before.firstFrameS).toBeCloseTo(0.9, 12);
  });

  it('a stride without a frame has none, and the reason', () => {
    for (const [signals, reason] of [
      [signalsOf(10), 6],
      [signalsOf(0, { channelReasons: [3, 3] }), 3],
    ] as const) {
      const stride = cut(signals, 2, 3);
      expect([stride.frames.length, [...stride.mask], [...stride.reasons]]).toEqual([0, [0, 0], [reason, reason]]);
      expect(stride.firstFrameS).toBeNaN();
      expect(strideFramesProblems(stride)).toEqual([]);
    }
  });

  it('a channel that is declared missing has no numbers, and the source keeps its own', () => {
    const signals = signalsOf(10, { channelReasons: [0, 4] });
    const stride = cut(signals, 0, 0.1);
    expect([...stride.frames]).toEqual([0, 0, 0, NaN, NaN, NaN, 1, 1, 1, NaN, NaN, NaN]);
    expect([[...stride.mask], [...stride.reasons]]).toEqual([
      [1, 0],
      [0, 4],
    ]);
    expect(signals.frames[3]).toBe(100);
  });

  it('a leg without further modalities gives none', () => {
    expect(cutFrames({ emg: null, angles: null, moments: null }, 0, 1)).toEqual([]);
  });
});

describe('sourceFrames', () => {
  it('keeps the frames of a stride that the source cut', () => {
    const [stride] = sourceFrames(legOf(signalsOf(3, { startS: NaN })));
    expect(numbersOf(stride)).toEqual([0, 1, 2]);
    expect(stride.firstFrameS).toBeNaN();
    const [empty] = sourceFrames(legOf(signalsOf(0, { gapReason: 3 })));
    expect([empty.frames.length, [...empty.reasons]]).toEqual([0, [3, 3]]);
  });
});
