import { requireInteger } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import type { Burst } from './burst';

/** A stride in samples of the same signal: `startSample` up to, not including, `endSample`. */
export interface StrideSpan {
  readonly startSample: number;
  readonly endSample: number;
}

/** The part of a burst that lies in one stride, in % of that stride: 0 = first sample, 100 = end. */
export interface StrideBurst {
  readonly startPercent: number;
  readonly endPercent: number;
}

/** When a muscle is active in the gait cycle, over many strides. */
export interface StrideActivity {
  /** Bursts of each stride; a burst across the border counts in both. */
  readonly strides: readonly (readonly StrideBurst[])[];
  /** Share of strides, 0 to 1, in which the muscle is active at each of the points. */
  readonly occurrence: Float64Array;
}

/**
 * Activity in the gait cycle: bursts in % of each stride, and how often the muscle is active at each phase (occurrence
 * frequency).
 *
 * @param bursts - from a burst detector on the whole recording
 * @param strides - spans in samples of that recording
 * @param options.numPoints - points of the occurrence curve, evenly from 0 % to just before 100 %; default 100
 * @param options.leastPercent - shorter parts of bursts are left out; default 3 (% of the stride)
 * @returns occurrence is NaN everywhere without a stride
 * @throws InvalidArgument for an empty stride, fewer than 1 point, or a negative limit
 */
export function strideActivity(
  bursts: readonly Pick<Burst, 'startSample' | 'endSample'>[],
  strides: readonly StrideSpan[],
  options: { readonly numPoints?: number; readonly leastPercent?: number } = {},
): StrideActivity {
  const { numPoints = 100, leastPercent = 3 } = options;
  requireInteger('numPoints', numPoints, 1);
  if (!(leastPercent >= 0)) throw new InvalidArgumentError('leastPercent', 'a number of at least 0', leastPercent);
  const inStrides = strides.map(({ startSample, endSample }) => {
    if (!(endSample > startSample))
      throw new InvalidArgumentError('strides', 'ends after starts', [startSample, endSample]);
    const percentAt = (sample: number) =>
      (100 * (Math.min(Math.max(sample, startSample), endSample) - startSample)) / (endSample - startSample);
    return bursts
      .map((burst) => ({ startPercent: percentAt(burst.startSample), endPercent: percentAt(burst.endSample) }))
      .filter(({ startPercent, endPercent }) => endPercent > startPercent && endPercent - startPercent >= leastPercent);
  });
  const occurrence = Float64Array.from({ length: numPoints }, (_, point) => {
    const percent = (100 * point) / numPoints;
    const isActive = ({ startPercent, endPercent }: StrideBurst) => startPercent <= percent && percent < endPercent;
    return inStrides.filter((stride) => stride.some(isActive)).length / inStrides.length;
  });
  return { strides: inStrides, occurrence };
}
