import { describe, expect, test } from 'vitest';
import type { StrideLeg } from './stride-recording';
import { strikesOf } from './whole-trial';

const outlier = { reason: 'not-a-stride', detail: 'marked' } as const;

function leg(startS: number[], durationS: number[], problems: StrideLeg['problems']): StrideLeg {
  return {
    side: 'left',
    strides: [],
    startS: Float64Array.from(startS),
    durationS: Float64Array.from(durationS),
    problems,
  };
}

describe('the strikes of a whole trial', () => {
  test('a strike ends one stride and starts the next', () => {
    const { events, excluded } = strikesOf([leg([1, 2.01, 3], [1, 1, 1.5], [null, null, null])]);
    expect(events.map(({ timeS }) => timeS)).toEqual([1, 2.01, 3, 4.5]);
    expect(excluded).toEqual([]);
  });

  test('the time of strides that the source left out is none, nor are those that are to be dropped', () => {
    const { events, excluded } = strikesOf([leg([1, NaN, 3, 4], [1, NaN, 1, 1], [null, null, outlier, null])]);
    expect(events.map(({ timeS, side, kind }) => [timeS, side, kind])).toEqual(
      [1, 2, 3, 4, 5].map((timeS) => [timeS, 'left', 'foot_strike']),
    );
    expect(excluded).toEqual([
      { startS: 2, endS: 3, side: 'left', reason: 'not-a-stride', detail: 'the source has no stride here' },
      { startS: 3, endS: 4, side: 'left', ...outlier },
    ]);
  });

  test('a leg without times has none', () => {
    expect(strikesOf([leg([NaN], [NaN], [null]), leg([], [], [])])).toEqual({ events: [], excluded: [] });
  });
});
