import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CycleMatrix } from './cycle-matrix';
import { recutter } from './recut';

/** Cycles of a signal of time, cut at the given bounds. */
function cyclesOf(signal: (timeS: number) => number, boundsS: Float64Array, points = 101): CycleMatrix {
  return {
    cycles: boundsS.length - 1,
    points,
    cycle: (index) =>
      Float64Array.from({ length: points }, (_, point) =>
        signal(boundsS[index] + (point / (points - 1)) * (boundsS[index + 1] - boundsS[index])),
      ),
  };
}

describe('cycles cut again', () => {
  test('a line of time stays that line, whatever the lengths of the cycles', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.6, max: 2, noNaN: true }), { minLength: 2, maxLength: 8 }),
        fc.double({ min: 0, max: 0.49, noNaN: true }),
        fc.double({ min: 0.51, max: 1, noNaN: true }),
        (durationsS, from, to) => {
          const boundsS = Float64Array.from([0, ...durationsS]);
          for (let i = 1; i < boundsS.length; i += 1) boundsS[i] += boundsS[i - 1];
          const lastS = boundsS[boundsS.length - 1];
          const cut = recutter({ matrix: cyclesOf((timeS) => 3 * timeS - 1, boundsS), boundsS });
          const [startS, endS] = [from * lastS, to * lastS];
          cut(startS, endS).forEach((value, point) => {
            // where two cycles of other lengths meet, the curve bends within one sample
            expect(Math.abs(value - (3 * (startS + (point / 100) * (endS - startS)) - 1))).toBeLessThan(0.02);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('within its own bounds a cycle is itself', () => {
    const boundsS = Float64Array.of(0.1, 1.2, 2.25, 3.4);
    const matrix = cyclesOf((timeS) => Math.sin(6 * timeS), boundsS);
    const cut = recutter({ matrix, boundsS });
    cut(1.2, 2.25).forEach((value, point) => expect(value).toBeCloseTo(matrix.cycle(1)[point], 9));
  });

  test('a wave that is cut elsewhere is the same wave', () => {
    const boundsS = Float64Array.of(0, 1.1, 2.15, 3.3);
    const wave = (timeS: number): number => 30 * Math.sin(2 * Math.PI * 1.8 * timeS);
    const cut = recutter({ matrix: cyclesOf(wave, boundsS), boundsS });
    cut(0.55, 1.7).forEach((value, point) => expect(Math.abs(value - wave(0.55 + 0.0115 * point))).toBeLessThan(0.1));
  });

  test('a gap stays as long as it was, and no value beside it changes much', () => {
    const boundsS = Float64Array.of(0, 1, 2, 3);
    const cut = recutter({
      matrix: cyclesOf((timeS) => (timeS > 0.795 && timeS < 0.905 ? NaN : timeS), boundsS),
      boundsS,
    });
    const missing = Array.from(cut(0.5, 1.5), Number.isNaN);
    // 0.8 s to 0.9 s are missing: points 30 to 40
    expect(missing.indexOf(true)).toBe(30);
    expect(missing.lastIndexOf(true)).toBe(40);
    expect(missing.filter(Boolean)).toHaveLength(11);
  });
});
