import { outputOf, requireInteger } from '../argument-checks';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';

export interface MovingWindowOptions {
  /** Length of the window, samples. An odd window is centred; an even one reaches one sample further back than forward. */
  readonly windowSamples: number;
  /** Where to write the result; may be the signal itself. */
  readonly out?: Float64Array;
}

/**
 * Moving average over a centred window.
 *
 * At both ends and at gaps the window is cut to the samples that exist and the divisor with it; gaps stay NaN. Inside
 * it equals `scipy.ndimage.uniform_filter1d`. No running sum is carried along, so a large burst leaves no rounding
 * error behind in the silence after it.
 * @param signal - samples, any unit; not changed
 * @param options - window length in samples, output array
 * @returns Float64Array of the same length and unit
 * @throws InvalidArgument for a window that is not an integer of at least 1
 * @throws LengthMismatch when `out` has another length
 */
export function movingAverage(signal: Signal, options: MovingWindowOptions): Float64Array {
  return movingMean(
    signal,
    options,
    (value) => value,
    (mean) => mean,
  );
}

/**
 * Moving root mean square over a centred window; edges, gaps and accuracy as `movingAverage`.
 * @param signal - samples, any unit; not changed
 * @param options - window length in samples (50 to 100 ms are usual for EMG), output array
 * @returns Float64Array of the same length and unit, never negative
 * @throws InvalidArgument, LengthMismatch as `movingAverage`
 * @example
 * const rms = movingRms(bandPassedVolt, { windowSamples: Math.round(0.05 * samplingRateHz) });
 */
export function movingRms(signal: Signal, options: MovingWindowOptions): Float64Array {
  return movingMean(signal, options, (value) => value * value, Math.sqrt);
}

function movingMean(
  signal: Signal,
  { windowSamples, out }: MovingWindowOptions,
  before: (sample: number) => number,
  after: (mean: number) => number,
): Float64Array {
  requireInteger('windowSamples', windowSamples, 1);
  const averaged = outputOf(signal.length, out);
  const runs = finiteRuns(signal);
  let filled = 0;
  for (const { start, end } of runs) {
    const values = new Float64Array(end - start);
    for (let index = 0; index < values.length; index++) values[index] = before(signal[start + index]);
    averaged.fill(NaN, filled, start);
    averageRun(values, Math.min(windowSamples, 2 * values.length + 1), after, averaged.subarray(start, end));
    filled = end;
  }
  return averaged.fill(NaN, filled);
}

/**
 * Window sums from two running sums per block of one window length: from the left within the block that holds the
 * window's end, from the right within the block that holds its start (van Herk's scheme for extrema, used for sums).
 */
function averageRun(
  values: Float64Array,
  window: number,
  after: (mean: number) => number,
  averaged: Float64Array,
): void {
  const before = Math.floor(window / 2);
  const numBlocks = Math.ceil((values.length + window) / window);
  const padded = new Float64Array(numBlocks * window);
  padded.set(values, before);
  const fromRight = new Float64Array(padded.length);
  const fromLeft = new Float64Array(padded.length);
  for (let block = 0; block < padded.length; block += window) {
    for (let index = block, sum = 0; index < block + window; index++) fromLeft[index] = sum += padded[index];
    for (let index = block + window - 1, sum = 0; index >= block; index--) fromRight[index] = sum += padded[index];
  }
  for (let index = 0; index < values.length; index++) {
    const first = Math.max(index - before, 0);
    const last = Math.min(index - before + window, values.length);
    const isWholeBlock = index % window === 0;
    const sum = isWholeBlock ? fromLeft[index + window - 1] : fromRight[index] + fromLeft[index + window - 1];
    averaged[index] = after(sum / (last - first));
  }
}
