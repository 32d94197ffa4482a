import { describe, expect, it } from 'vitest';
import { boutActivity, boutSpeedMps, distanceAskedM, scheduleBouts, type Bout } from './bout';
import { isSyntheticGaitError } from './errors';

describe('scheduleBouts', () => {
  it('puts bouts one after the other and fills defaults', () => {
    const bouts = scheduleBouts([
      { gait: 'stand', durationS: 2 },
      { gait: 'stair_up', durationS: 3 },
    ]);
    expect(bouts.map(({ startS, endS }) => [startS, endS])).toEqual([
      [0, 2],
      [2, 5],
    ]);
    expect(bouts[1]).toMatchObject({ speedMps: 0.45, stepHeightM: 0.17, mode: 'stair_up' });
  });

  it.each<[string, Bout]>([
    ['an unknown gait', { gait: 'hop' as never, durationS: 1 }],
    ['no duration', { gait: 'walk', durationS: 0 }],
    ['a duration that is no number', { gait: 'walk', durationS: NaN }],
    ['a speed that nobody walks', { gait: 'walk', durationS: 1, speedMps: 9 }],
    ['a slope on stairs', { gait: 'stair_up', durationS: 1, inclineDeg: 5 }],
    ['a turn backward', { gait: 'walk_backward', durationS: 1, headingChangeDeg: 90 }],
    ['a stair while walking', { gait: 'walk', durationS: 1, stepHeightM: 0.2 }],
  ])('refuses %s, naming the bout', (_, bout) => {
    let caught: unknown;
    try {
      scheduleBouts([bout]);
    } catch (error) {
      caught = error;
    }
    expect(isSyntheticGaitError(caught)).toBe(true);
    expect(String(caught)).toContain('bouts[0].');
  });

  it('refuses an empty course', () => {
    expect(() => scheduleBouts([])).toThrow('at least one bout');
  });
});

describe('boutSpeedMps and distanceAskedM', () => {
  const bouts = scheduleBouts([
    { gait: 'walk', durationS: 10, speedMps: 1, endSpeedMps: 2 },
    { gait: 'stand', durationS: 5 },
    { gait: 'walk_backward', durationS: 2, speedMps: 1 },
  ]);

  it('change the speed evenly', () => {
    expect(boutSpeedMps(bouts[0], 5)).toBe(1.5);
  });

  it('add up the way', () => {
    expect(distanceAskedM(bouts, 10)).toBeCloseTo(15, 12);
    expect(distanceAskedM(bouts, 15)).toBeCloseTo(15, 12);
    expect(distanceAskedM(bouts, 17)).toBeCloseTo(13, 12);
    expect(distanceAskedM(bouts, -1)).toBeCloseTo(-1, 12);
    expect(distanceAskedM(bouts, 18)).toBeCloseTo(12, 12);
  });
});

describe('boutActivity', () => {
  it('names ramps, turns and what the vocabulary has no word for', () => {
    const activities = scheduleBouts([
      { gait: 'walk', durationS: 1 },
      { gait: 'walk', durationS: 1, inclineDeg: 5 },
      { gait: 'walk', durationS: 1, inclineDeg: -5 },
      { gait: 'walk', durationS: 1, headingChangeDeg: 90 },
      { gait: 'stand', durationS: 1 },
      { gait: 'run', durationS: 1 },
    ]).map(boutActivity);
    expect(activities).toEqual(['walk', 'ramp_up', 'ramp_down', 'turn', 'other', 'run']);
  });
});
