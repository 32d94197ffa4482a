import { requirePositive } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import type { Signal } from '../signal-types';
import type { PolyphaseOptions } from './polyphase';
import { resamplePolyphase } from './polyphase';

/** A rate change as a fraction in lowest terms. */
export interface RationalRatio {
  readonly up: number;
  readonly down: number;
  /** (up / down) / (toHz / fromHz) - 1. */
  readonly relativeError: number;
}

export interface RateChange {
  readonly fromHz: number;
  readonly toHz: number;
  /**
   * Largest relative error of the fraction, default 2e-6: less than the rounding of a printed rate such as 1111.11, and a drift of
   * 0.24 ms in two minutes at most. A ratio that is exact with both numbers up to 4096 is always taken exactly.
   */
  readonly relativeTolerance?: number;
}

const LARGEST_EXACT = 4096;
/** Within the default tolerance every ratio has a fraction with numbers below half of its inverse. */
const LARGEST = 250_000;

/**
 * The fraction that stands for a rate change: the exact one when its numbers are small, else the simplest close enough.
 *
 * Printed rates are rounded (1111.11 is 10000 / 9, 2148.148 is 58000 / 27), so the simplest fraction within the rounding is
 * also the likeliest: 1111.11 to 1000 Hz gives 9 / 10, 2148.148 to 1000 Hz gives 27 / 58, 1926 to 1000 Hz gives 500 / 963.
 * @param change - rates in Hz and tolerance
 * @returns the fraction with the smallest numbers that is close enough to toHz / fromHz
 * @throws InvalidArgument for rates that are not above 0, or when no fraction with numbers up to 250,000 is close enough
 */
export function rationalRatio({ fromHz, toHz, relativeTolerance = 2e-6 }: RateChange): RationalRatio {
  requirePositive('fromHz', fromHz);
  requirePositive('toHz', toHz);
  const target = toHz / fromHz;
  const simplestWithin = (tolerance: number): RationalRatio | null => {
    const fraction = simplestBetween(target * (1 - tolerance), target * (1 + tolerance));
    if (!fraction) return null;
    const relativeError = fraction.up / fraction.down / target - 1;
    return Math.abs(relativeError) <= tolerance ? { ...fraction, relativeError } : null;
  };
  const exact = simplestWithin(4 * Number.EPSILON);
  if (exact && Math.max(exact.up, exact.down) <= LARGEST_EXACT) return exact;
  const simplest = simplestWithin(relativeTolerance);
  if (!simplest)
    throw new InvalidArgumentError('toHz / fromHz', `a ratio of integers up to ${LARGEST}`, `${toHz} / ${fromHz}`);
  return simplest;
}

/** A signal after a rate change, with its exact new rate. */
export interface ResampledSignal extends RationalRatio {
  readonly signal: Float64Array;
  /** fromHz x up / down, Hz: sample j lies at j / samplingRateHz. Differs from toHz by the relative error of the fraction. */
  readonly samplingRateHz: number;
}

/**
 * Resamples to another rate, choosing the fraction by `rationalRatio` and filtering by `resamplePolyphase`.
 *
 * Times stay right: sample j of the result is at j / samplingRateHz of the result, counted from the first input sample, and
 * `samplingRateHz` is what was really made (999.999 Hz for 1111.11 taken by 9 / 10), not what was asked for.
 * @param signal - samples, any unit; not changed
 * @param options - rates in Hz, tolerance, window shape, continuation at the ends
 * @returns the samples, their rate in Hz and the fraction used; a copy of the signal when the rates are equal
 * @throws InvalidArgument as `rationalRatio` and `resamplePolyphase`
 * @example
 * const { signal, samplingRateHz } = resampleToRate(emg, { fromHz: 1926, toHz: 1000 });
 */
export function resampleToRate(
  signal: Signal,
  options: RateChange & Pick<PolyphaseOptions, 'kaiserBeta' | 'edges'>,
): ResampledSignal {
  const ratio = rationalRatio(options);
  return {
    ...ratio,
    signal: resamplePolyphase(signal, { ...ratio, kaiserBeta: options.kaiserBeta, edges: options.edges }),
    samplingRateHz: (options.fromHz * ratio.up) / ratio.down,
  };
}

/** The fraction with the smallest numbers between two positive bounds, by their common continued fraction; null beyond `LARGEST`. */
function simplestBetween(low: number, high: number): { up: number; down: number } | null {
  let [upBefore, up] = [0, 1];
  let [downBefore, down] = [1, 0];
  for (;;) {
    const isLast = Math.ceil(low) <= high;
    const term = isLast ? Math.max(1, Math.ceil(low)) : Math.floor(low);
    [upBefore, up] = [up, term * up + upBefore];
    [downBefore, down] = [down, term * down + downBefore];
    if (!(up <= LARGEST && down <= LARGEST)) return null;
    if (isLast) return { up, down };
    [low, high] = [1 / (high - term), 1 / (low - term)];
  }
}
