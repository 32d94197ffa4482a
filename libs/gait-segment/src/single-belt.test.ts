import { describe, expect, it } from 'vitest';
import { BELT_S, beltOf } from './belt-fixture';
import { singleBeltDetector } from './single-belt';
import { emptyRecording } from './walker-fixture';

const STEP_S = 0.55;
const SUPPORT_S = 0.12;

/** The butterfly: back by the belt in single support, forward and across in double support. Left strikes at 0.5 s and every 1.1 s. */
function butterfly(timeS: number): [number, number] {
  const step = Math.floor((timeS - 0.5) / STEP_S);
  const sinceS = timeS - 0.5 - step * STEP_S;
  const towards = step % 2 === 0 ? 0.1 : -0.1;
  if (sinceS >= SUPPORT_S) return [0.2 - (0.4 * (sinceS - SUPPORT_S)) / (STEP_S - SUPPORT_S), towards];
  const share = sinceS / SUPPORT_S;
  return [-0.2 + 0.4 * share, towards * (2 * share - 1)];
}

const always = [[-1, BELT_S + 1]] as const;

function detect(
  centreM: (timeS: number) => readonly [number, number],
  contacts: readonly (readonly [number, number])[] = always,
) {
  return singleBeltDetector.detect({ ...emptyRecording(), forcePlates: [beltOf(null, contacts, centreM)] });
}

describe('single belt', () => {
  it.each([
    ['+x', (timeS: number) => butterfly(timeS)],
    ['-y', (timeS: number) => [butterfly(timeS)[1], -butterfly(timeS)[0]] as const],
    [
      '+x, wandering on the belt',
      (timeS: number) => [butterfly(timeS)[0] + 0.2 * Math.sin(timeS / 4), butterfly(timeS)[1]] as const,
    ],
  ])('finds strikes and foot-offs of a person walking along %s', (_, centreM) => {
    const { events, issues } = detect(centreM);
    expect(issues).toEqual([]);
    const inside = events.filter(({ timeS }) => timeS > 1 && timeS < BELT_S - 1);
    expect(inside.length).toBeGreaterThanOrEqual(34);
    for (const { timeS, side, kind } of inside) {
      const strikeS = timeS - (kind === 'foot_off' ? SUPPORT_S : 0);
      const step = Math.round((strikeS - 0.5) / STEP_S);
      expect(Math.abs(strikeS - 0.5 - step * STEP_S)).toBeLessThan(0.03);
      const striking = step % 2 === 0 ? 'left' : 'right';
      expect(side === striking).toBe(kind === 'foot_strike');
    }
  });

  it('invents no step for a person who stands and sways, nor from the single step on a floor plate', () => {
    const sway = detect((timeS) => [0.03 * Math.sin(timeS), 0.03 * Math.cos(1.3 * timeS)]);
    expect(sway).toMatchObject({ events: [], issues: [{ reason: 'not-walking' }, { reason: 'not-walking' }] });
    const step = detect(butterfly, [[2, 2.7]]);
    expect(step).toMatchObject({
      events: [],
      issues: [{ reason: 'no-strikes-found' }, { reason: 'no-strikes-found' }],
    });
  });
});
