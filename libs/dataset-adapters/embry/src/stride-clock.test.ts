import type { StrideColumns } from '@emgfm/adapter-kit';
import { describe, expect, test } from 'vitest';
import type { SourceLeg } from './source-leg';
import { firstFrameOf, strideTimes } from './stride-clock';

function leg(parts: Partial<SourceLeg>): SourceLeg {
  return {
    side: 'left',
    strideCount: parts.times?.length ?? 0,
    times: null,
    frames: new Float64Array(),
    angles: new Map(),
    moments: new Map(),
    emg: new Map(),
    fits: () => true,
    outliers: new Set(),
    notes: [],
    ...parts,
  };
}

const column = (from: number, to: number): Float64Array => Float64Array.of(from, (from + to) / 2, to);

describe('the times of strides', () => {
  test('on the clock of the trial', () => {
    const times = [column(0.5, 1.5), null, column(2.5, 3.75)];
    const { startS, durationS } = strideTimes(leg({ times }), 1);
    expect([...startS]).toEqual([0.5, NaN, 2.5]);
    expect([...durationS]).toEqual([1, NaN, 1.25]);
  });

  test('from each strike: the frames tell the start, counted from 1 or from 0', () => {
    const counting = leg({ times: [column(0, 1), column(0, 1.25)], frames: Float64Array.of(51, 151, 276) });
    expect([...strideTimes(counting, 1).startS]).toEqual([0.5, 1.5]);
    expect([...strideTimes(counting, 0).startS]).toEqual([0.51, 1.51]);
    expect([...strideTimes(counting, 1).durationS]).toEqual([1, 1.25]);
    expect([...strideTimes({ ...counting, frames: new Float64Array() }, 1).startS]).toEqual([NaN, NaN]);
  });

  test('that run backward or are not there are unknown', () => {
    expect([...strideTimes(leg({ times: [column(3, 2)] }), 1).durationS]).toEqual([NaN]);
    expect([...strideTimes(leg({ strideCount: 2 }), 1).durationS]).toEqual([NaN, NaN]);
  });
});

describe('the number of the first frame', () => {
  const angle = Float64Array.from({ length: 300 }, (_, frame) => frame * frame);
  const strides = (first: number): StrideColumns => [51, 151].map((frame) => column(angle[frame - first] as number, 0));
  const frames = Float64Array.of(51, 151);

  test.each([0, 1] as const)('is %i where the angles at the strikes say so', (first) => {
    expect(firstFrameOf(leg({ angles: new Map([['knee.x', strides(first)]]), frames }), 'knee.x', angle)).toBe(first);
  });

  test('is 1 where nothing tells it', () => {
    expect(firstFrameOf(leg({ frames }), 'knee.x', angle)).toBe(1);
    expect(firstFrameOf(leg({ angles: new Map([['knee.x', strides(0)]]) }), 'knee.x', angle)).toBe(1);
  });
});
