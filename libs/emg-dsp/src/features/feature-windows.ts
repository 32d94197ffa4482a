import { requireInteger } from '../argument-checks';
import { SignalTooShortError } from '../errors';

/** Where the windows of a feature table lie. */
export interface FeatureWindowOptions {
  readonly windowSamples: number;
  /** Distance between the starts of neighbouring windows. */
  readonly stepSamples: number;
}

/** First samples of all complete windows. @throws InvalidArgument, SignalTooShort when not even one window fits */
export function windowStarts(signalLength: number, options: FeatureWindowOptions): number[] {
  const { windowSamples, stepSamples } = options;
  requireInteger('windowSamples', windowSamples, 1);
  requireInteger('stepSamples', stepSamples, 1);
  if (windowSamples > signalLength) throw new SignalTooShortError('signal', windowSamples, signalLength);
  const count = Math.floor((signalLength - windowSamples) / stepSamples) + 1;
  return Array.from({ length: count }, (_, row) => row * stepSamples);
}

/**
 * A feature in sliding windows.
 *
 * @param signal - samples in any unit
 * @param feature - number of one window; gets a view that it must not change
 * @returns one value per complete window; samples after the last complete window are left out
 * @throws InvalidArgument for lengths below 1; SignalTooShort when a window is longer than the signal
 * @example slidingFeature(emg, rootMeanSquare, { windowSamples: 200, stepSamples: 50 });
 */
export function slidingFeature(
  signal: Float64Array,
  feature: (window: Float64Array) => number,
  options: FeatureWindowOptions,
): Float64Array {
  const starts = windowStarts(signal.length, options);
  return Float64Array.from(starts, (start) => feature(signal.subarray(start, start + options.windowSamples)));
}
