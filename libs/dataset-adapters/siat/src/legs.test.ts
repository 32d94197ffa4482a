import { describe, expect, test } from 'vitest';
import { legsOfCycles, type CycleSamples } from './legs';

/** Ten cycles of 100 samples with the foot-off after 60. */
const cycles: CycleSamples[] = Array.from({ length: 10 }, (_, i) => ({
  group: i + 1,
  start: 100 * i,
  footOff: 100 * i + 60,
  end: 100 * i + 100,
}));

/** Knees that flex most 72 % after the strike of their own leg; cycles of `rightFirst` belong to the right leg. */
function knees(isRight: (group: number) => boolean): { left: Float64Array; right: Float64Array } {
  const knee = (side: 'left' | 'right') =>
    Float64Array.from({ length: 1000 }, (_, i) => {
      const own = isRight(Math.floor(i / 100) + 1) === (side === 'right');
      const phase = (i % 100) / 100 - (own ? 0.72 : 0.22);
      return 60 * Math.exp(-200 * phase * phase);
    });
  return { left: knee('left'), right: knee('right') };
}

describe('the leg of a cycle', () => {
  test('is that of its number where the knees agree', () => {
    const { sides, decision, notes } = legsOfCycles(
      cycles,
      knees((group) => group <= 5),
    );
    expect(sides).toEqual([...new Array(5).fill('right'), ...new Array(5).fill('left')]);
    expect(decision.decided).toBe('as numbered: 1-5 right, 6-10 left');
    expect(decision.evidence).toContain('in 10 of the 10 cycles');
    expect(notes).toEqual([]);
  });

  test('is the other where all knees say so, with a note', () => {
    const { sides, decision, notes } = legsOfCycles(
      cycles,
      knees((group) => group > 5),
    );
    expect(sides).toEqual([...new Array(5).fill('left'), ...new Array(5).fill('right')]);
    expect(decision.decided).toMatch(/exchanged/);
    expect(notes.join()).toMatch(/10 of 10 .* wrong leg/);
  });

  test('follows the knees cycle by cycle where legs alternate', () => {
    const { sides, decision } = legsOfCycles(
      cycles,
      knees((group) => group % 2 === 1),
    );
    expect(sides.map((side) => side === 'right')).toEqual(cycles.map(({ group }) => group % 2 === 1));
    expect(decision.decided).toBe('by the knees, cycle by cycle');
  });

  test('is taken from the number, and said to be untested, where no knee is known', () => {
    const { sides, decision, notes } = legsOfCycles(cycles, { left: null, right: null });
    expect(sides).toEqual([...new Array(5).fill('right'), ...new Array(5).fill('left')]);
    expect(decision.decided).toBe('as numbered, untested');
    expect(notes).toHaveLength(1);
  });

  test('of a cycle with gaps in the knees follows the cycles that tell', () => {
    const exchanged = knees((group) => group > 5);
    for (const knee of Object.values(exchanged)) knee.fill(NaN, 210, 215);
    expect(legsOfCycles(cycles, exchanged).sides[2]).toBe('left');
  });

  test('with a number that nobody knows is told by the knees or not at all', () => {
    const unnumbered = cycles.map((cycle) => ({ ...cycle, group: NaN }));
    expect(
      legsOfCycles(
        unnumbered,
        knees((group) => group <= 5),
      ).sides[0],
    ).toBe('right');
    expect(legsOfCycles(unnumbered, { left: null, right: null }).sides).toEqual(new Array(10).fill(null));
  });
});
