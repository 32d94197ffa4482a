import type { Signal } from '../signal-types';

function isComplete(window: Signal): boolean {
  for (let i = 0; i < window.length; i++) if (!Number.isFinite(window[i])) return false;
  return window.length > 0;
}

/**
 * `standard`: Hudgins (1993) with a noise threshold. `hysteresis` (zero crossings only): a new sign counts once a
 * sample lies beyond the threshold on its side. `libemg`: that library's rule.
 */
export type CountingConvention = 'standard' | 'hysteresis' | 'libemg';

export interface CountingOptions {
  /** Steps smaller than this are noise and do not count, in the signal's unit; default 0. */
  readonly threshold?: number;
  readonly convention?: CountingConvention;
}

/**
 * Zero crossings ZC.
 *
 * `standard`: changes of sign where the samples on both sides differ by at least `threshold`; samples of exactly 0
 * between opposite signs make one crossing. `hysteresis`: samples within `threshold` of 0 are passed over, so noise
 * around 0 makes none. `libemg`: neighbouring samples of opposite sign, so that a zero sample hides a crossing.
 *
 * @returns a count; NaN for an empty window or one with a gap
 * @example zeroCrossings([1, 0, -1, 2]) // 2
 */
export function zeroCrossings(window: Signal, options: CountingOptions = {}): number {
  const { threshold = 0, convention = 'standard' } = options;
  if (!isComplete(window)) return NaN;
  let count = 0;
  let before = 0;
  for (let i = 0; i < window.length; i++) {
    const value = window[i];
    if (convention === 'hysteresis' && Math.abs(value) <= threshold) continue;
    if (convention === 'standard' && value === 0) continue;
    const isLarge = convention !== 'standard' || Math.abs(value - before) >= threshold;
    if (value * before < 0 && isLarge) count++;
    before = value;
  }
  return count;
}

/**
 * Slope sign changes SSC.
 *
 * `standard`: local extrema where at least one of the two neighbouring steps is larger than `threshold` (Hudgins 1993).
 * `libemg`: every i with (x[i] - x[i-1]) (x[i] - x[i+1]) >= threshold, so that with threshold 0 flat stretches count.
 *
 * @returns a count; NaN for an empty window or one with a gap
 */
export function slopeSignChanges(window: Signal, options: CountingOptions = {}): number {
  const { threshold = 0, convention = 'standard' } = options;
  if (!isComplete(window)) return NaN;
  let count = 0;
  for (let i = 1; i < window.length - 1; i++) {
    const before = window[i] - window[i - 1];
    const after = window[i] - window[i + 1];
    const isExtremum = before * after > 0 && Math.max(Math.abs(before), Math.abs(after)) > threshold;
    if (convention === 'libemg' ? before * after >= threshold : isExtremum) count++;
  }
  return count;
}

/**
 * Willison amplitude WAMP: number of steps |x[i+1] - x[i]| above a threshold.
 *
 * @param options.threshold - in the signal's unit; LibEMG uses 2e-3
 * @returns a count; NaN for an empty window or one with a gap
 */
export function willisonAmplitude(window: Signal, { threshold }: { readonly threshold: number }): number {
  if (!isComplete(window)) return NaN;
  let count = 0;
  for (let i = 1; i < window.length; i++) if (Math.abs(window[i] - window[i - 1]) > threshold) count++;
  return count;
}
