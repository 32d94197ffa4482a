import fc from 'fast-check';
import type { GaitEvent } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { evaluateEvents, matchTimes, poolAgreements } from './evaluate-events';

const strike = (timeS: number, side: 'left' | 'right' = 'left'): GaitEvent => ({
  timeS,
  side,
  kind: 'foot_strike',
  source: 'source',
  confidence: 1,
});

describe('matchTimes', () => {
  it('gives up the nearest pair when that leaves more pairs', () => {
    // 1.00 is nearest to 1.02, but then 1.10 would have no partner within 0.05.
    expect(matchTimes([0.96, 1], [1, 1.02], 0.05)).toEqual([
      { detectedS: 0.96, referenceS: 1 },
      { detectedS: 1, referenceS: 1.02 },
    ]);
  });

  it('among equally many pairs takes the smallest sum of differences', () => {
    expect(matchTimes([1, 1.1], [1.09], 0.2)).toEqual([{ detectedS: 1.1, referenceS: 1.09 }]);
  });

  it('includes a difference equal to the tolerance', () => {
    expect(matchTimes([1.15], [1], 0.15)).toHaveLength(1);
    expect(matchTimes([1.1501], [1], 0.15)).toHaveLength(0);
  });

  it('is as good as trying every assignment', () => {
    const times = fc
      .array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 })
      .map((list) => [...new Set(list)].sort((a, b) => a - b).map((value) => value / 10));
    fc.assert(
      fc.property(times, times, (detectedS, referenceS) => {
        const found = matchTimes(detectedS, referenceS, 0.35);
        const best = bestByTrying(detectedS, referenceS, 0.35);
        expect(found.length).toBe(best.pairs);
        const sum = found.reduce((total, pair) => total + Math.abs(pair.detectedS - pair.referenceS), 0);
        expect(sum).toBeCloseTo(best.sum, 9);
      }),
    );
  });

  it('matches ten thousand events without a table of all pairs', () => {
    const referenceS = Array.from({ length: 10_000 }, (_, i) => i);
    expect(
      matchTimes(
        referenceS.map((timeS) => timeS + 0.01),
        referenceS,
        0.15,
      ),
    ).toHaveLength(10_000);
  });
});

function bestByTrying(
  detectedS: readonly number[],
  referenceS: readonly number[],
  toleranceS: number,
): { pairs: number; sum: number } {
  const [first, ...rest] = detectedS;
  if (first === undefined) return { pairs: 0, sum: 0 };
  let best = bestByTrying(rest, referenceS, toleranceS);
  referenceS.forEach((timeS, j) => {
    const difference = Math.abs(first - timeS);
    if (difference > toleranceS + 1e-9) return;
    const others = bestByTrying(
      rest,
      referenceS.filter((_, k) => k !== j),
      toleranceS,
    );
    const pairs = others.pairs + 1;
    const sum = others.sum + difference;
    if (pairs > best.pairs || (pairs === best.pairs && sum < best.sum - 1e-12)) best = { pairs, sum };
  });
  return best;
}

describe('evaluateEvents', () => {
  it('counts recall and precision and gives mean and SD in milliseconds', () => {
    const { foot_strike: strikes, foot_off: offs } = evaluateEvents(
      [strike(1.01), strike(2.03), strike(2.5), strike(4, 'right')],
      [strike(1), strike(2), strike(3)],
      { toleranceS: 0.15 },
    ).perKind;
    expect(strikes).toMatchObject({ numReference: 3, numDetected: 4, numMatched: 2, recall: 2 / 3, precision: 0.5 });
    expect(strikes.meanErrorMs).toBeCloseTo(20, 9);
    expect(strikes.sdErrorMs).toBeCloseTo(Math.SQRT2 * 10, 9);
    expect(offs).toMatchObject({ numReference: 0, numDetected: 0, recall: NaN, precision: NaN, meanErrorMs: NaN });
  });

  it('judges only the stretch it is told to', () => {
    const { foot_strike: strikes } = evaluateEvents(
      [strike(0.12), strike(1), strike(2.6)],
      [strike(0.16), strike(1), strike(3)],
      { toleranceS: 0.15, withinS: [0.15, 2.5] },
    ).perKind;
    expect(strikes).toMatchObject({ numReference: 2, numDetected: 2, recall: 1, precision: 1 });
  });

  it('pools trials by their events, not by their shares', () => {
    const one = evaluateEvents([strike(1)], [strike(1)], { toleranceS: 0.1 }).perKind.foot_strike;
    const none = evaluateEvents([], [strike(1), strike(2), strike(3)], { toleranceS: 0.1 }).perKind.foot_strike;
    expect(poolAgreements([one, none])).toMatchObject({ numReference: 4, recall: 0.25, precision: 1 });
  });

  it('refuses a tolerance that is not positive', () => {
    expect(() => evaluateEvents([], [], { toleranceS: 0 })).toThrow(expect.objectContaining({ tag: 'InvalidOption' }));
  });
});
