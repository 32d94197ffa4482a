import { TimeOrderError } from './errors';

/** What a time column says about sampling. */
export interface Timing {
  readonly startS: number;
  readonly endS: number;
  /** (n - 1) / (end - start) in hertz; null for fewer than two rows or no elapsed time. */
  readonly samplingRateHz: number | null;
  /** Largest deviation of a step from the mean step, in seconds. */
  readonly maxStepDeviationS: number;
  /** Rows whose time equals that of the row before. */
  readonly repeatedTimes: number;
}

/**
 * Measures sampling rate and regularity of a time column.
 *
 * @param timeS times in seconds
 * @returns NaN as start and end of an empty column
 * @throws TimeOrderError where a time is NaN or earlier than the one before
 */
export function timingOf(timeS: Float64Array, source = ''): Timing {
  let repeatedTimes = 0;
  for (let row = 0; row < timeS.length; row++) {
    const previous = row === 0 ? -Infinity : timeS[row - 1];
    if (!(timeS[row] >= previous)) throw new TimeOrderError(source, row, previous, timeS[row]);
    if (timeS[row] === previous) repeatedTimes++;
  }
  const startS = timeS[0] ?? NaN;
  const endS = timeS.at(-1) ?? NaN;
  const meanStepS = (endS - startS) / (timeS.length - 1);
  const regular = timeS.length > 1 && endS > startS;
  let maxStepDeviationS = 0;
  if (regular) {
    for (let row = 1; row < timeS.length; row++) {
      maxStepDeviationS = Math.max(maxStepDeviationS, Math.abs(timeS[row] - timeS[row - 1] - meanStepS));
    }
  }
  return { startS, endS, samplingRateHz: regular ? 1 / meanStepS : null, maxStepDeviationS, repeatedTimes };
}
