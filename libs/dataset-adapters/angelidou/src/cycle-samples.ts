import { ADJACENT_WITHIN_S } from './channels';
import { stepsOf, type ArrayClock } from './clocks';
import type { CycleBounds } from './gait-events';
import type { Cycles } from './participant-file';

/**
 * A curve on so many equal steps from its first to its last sample, read linearly; a gap stays a gap.
 * @param samples at least two
 */
export function interpolated(samples: Float64Array, numPoints: number): Float64Array {
  return Float64Array.from({ length: numPoints }, (_, point) =>
    valueAt(samples, (point / (numPoints - 1)) * (samples.length - 1)),
  );
}

function valueAt(samples: Float64Array, place: number): number {
  const before = Math.min(Math.max(0, Math.floor(place)), samples.length - 2);
  const share = place - before;
  const [a, b] = [samples[before] as number, samples[before + 1] as number];
  if (share <= 0) return a;
  return share >= 1 ? b : a + share * (b - a);
}

/** Does the cycle after this one start where this one ends? */
export function areAdjacent(bounds: readonly CycleBounds[], t: number): boolean {
  const [own, next] = [bounds[t], bounds[t + 1]];
  return own !== undefined && next !== undefined && Math.abs(own.end - next.start) <= ADJACENT_WITHIN_S;
}

/** The samples of a cycle with both of its strikes: where the last one belongs to the next cycle it is taken from there. */
export function wholeCycle(
  cycles: Cycles,
  t: number,
  { sharesEnds }: ArrayClock,
  bounds: readonly CycleBounds[] | null,
): Float64Array | null {
  const own = cycles[t] ?? null;
  const next = bounds !== null && areAdjacent(bounds, t) ? cycles[t + 1]?.[0] : undefined;
  return own === null || sharesEnds || next === undefined ? own : Float64Array.of(...own, next);
}

/** A stride of a foot whose strikes lie within the cycles of the other one. */
export interface Recut {
  readonly startS: number;
  readonly endS: number;
  /** First and last cycle that it reaches into. */
  readonly from: number;
  readonly to: number;
}

/** Finds the cycles that a stride reaches into; in words why there are none, or why they do not follow each other. */
export function recutOf(stride: CycleBounds, bounds: readonly CycleBounds[]): Recut | string {
  const { start: startS, end: endS } = stride;
  const from = bounds.findIndex(({ start, end }) => start <= startS && startS < end);
  const to = bounds.findIndex(({ start, end }) => start < endS && endS <= end);
  if (from < 0 || to < 0) return 'expected cycles over the whole stride, found none at one of its ends';
  for (let t = from; t < to; t += 1) {
    if (!areAdjacent(bounds, t)) return `expected cycles that follow each other, found a pause after cycle ${t + 1}`;
  }
  return { startS, endS, from, to };
}

/**
 * The samples of a stride over one or more cycles of the other foot, from strike to strike, both included. With a sampling rate
 * these are samples of the source; without one, and for slow signals, they are read linearly between them.
 * @returns null where a cycle has no samples
 */
export function recutSamples(
  cycles: Cycles,
  { startS, endS, from, to }: Recut,
  bounds: readonly CycleBounds[],
  clock: ArrayClock,
  read: 'samples' | 'between',
): Float64Array | null {
  const pieces = Array.from({ length: to - from + 1 }, (_, i) => cycles[from + i] ?? null);
  if (pieces.some((piece) => piece === null || piece.length < 2)) return null;
  const steps = (pieces as Float64Array[]).map((piece) => stepsOf(piece.length, clock));
  const joined = joinedPieces(pieces as Float64Array[], steps);
  // the place of a time among the joined samples: each cycle has its own pace
  const placeOf = (timeS: number, t: number): number => {
    const { start, end } = bounds[t] as CycleBounds;
    const before = steps.slice(0, t - from).reduce((sum, own) => sum + own, 0);
    return before + ((timeS - start) / (end - start)) * (steps[t - from] as number);
  };
  const [first, last] = [placeOf(startS, from), placeOf(endS, to)];
  if (read === 'samples') return joined.slice(Math.round(first), Math.round(last) + 1);
  const mean = steps.reduce((sum, own) => sum + own, 0) / steps.length;
  const cycleS = bounds.slice(from, to + 1).reduce((sum, { start, end }) => sum + end - start, 0) / steps.length;
  const numPoints = Math.max(2, Math.round((mean * (endS - startS)) / cycleS) + 1);
  return Float64Array.from({ length: numPoints }, (_, point) => {
    const timeS = startS + (point / (numPoints - 1)) * (endS - startS);
    const later = bounds.findIndex(({ start }, t) => t > from && t <= to && start > timeS);
    const t = later < 0 ? to : later - 1;
    return valueAt(joined, Math.min(joined.length - 1, placeOf(timeS, t)));
  });
}

/** Cycles one after the other, a sample that two of them share once, the last one whole. */
function joinedPieces(pieces: readonly Float64Array[], steps: readonly number[]): Float64Array {
  const parts = pieces.map((piece, i) => (i === pieces.length - 1 ? piece : piece.subarray(0, steps[i])));
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
