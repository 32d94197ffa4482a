import type { CycleMatrix } from './cycle-matrix';

/** Cycles that follow each other without a gap, and the moments (s) at which they meet: one more than there are cycles, ascending. */
export interface TiledCycles {
  readonly matrix: CycleMatrix;
  readonly boundsS: Float64Array;
}

/**
 * A new cutter of cycles that were cut elsewhere. Consecutive cycles tile the test: they are laid end to end, the sample that two of
 * them share once, and read at equal steps of time between the new bounds.
 * @returns a function that gives as many points as a cycle has; NaN where a neighbouring sample is missing. Its stretch lies within
 *   the bounds
 */
export function recutter({ matrix, boundsS }: TiledCycles): (startS: number, endS: number) => Float64Array {
  const { cycles, points } = matrix;
  const steps = points - 1;
  const joined = new Float64Array(cycles * steps + 1);
  for (let index = 0; index < cycles; index += 1) {
    // the first sample of a cycle is the last of the one before
    joined.set(index === 0 ? matrix.cycle(0) : matrix.cycle(index).subarray(1), index === 0 ? 0 : index * steps + 1);
  }
  return (startS, endS) => {
    let cycle = 0;
    return Float64Array.from({ length: points }, (_, point) => {
      const timeS = startS + (point / steps) * (endS - startS);
      while (cycle < cycles - 1 && boundsS[cycle + 1] <= timeS) cycle += 1;
      const share = (timeS - boundsS[cycle]) / (boundsS[cycle + 1] - boundsS[cycle]);
      return between(joined, (cycle + Math.min(1, Math.max(0, share))) * steps);
    });
  };
}

/** A place this close to a sample is that sample: what times are rounded by. */
const ON_SAMPLE = 1e-6;

/** The value at a place between samples: a cubic through two samples on either side, a line where one of the outer two is missing. */
function between(samples: Float64Array, place: number): number {
  const nearest = Math.round(place);
  if (Math.abs(place - nearest) < ON_SAMPLE) return samples[nearest];
  const before = Math.floor(place);
  const share = place - before;
  const [b, c] = [samples[before], samples[before + 1]];
  const [a, d] = [samples[before - 1] ?? NaN, samples[before + 2] ?? NaN];
  if (!Number.isFinite(a) || !Number.isFinite(d)) return b + share * (c - b);
  const [slopeB, slopeC] = [(c - a) / 2, (d - b) / 2];
  const rise = c - b;
  return b + share * (slopeB + share * (3 * rise - 2 * slopeB - slopeC + share * (slopeB + slopeC - 2 * rise)));
}
