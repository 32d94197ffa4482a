import { requirePositive } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import type { Signal } from '../signal-types';

/** How the quietest windows of a recording are sought. */
export interface QuietWindowOptions {
  readonly samplingRateHz: number;
  /** Length of a window, s; default 0.1. Windows start every half length. */
  readonly windowS?: number;
  /** Share of the windows taken as quiet (and, at the other end, as loud); above 0, at most 0.5, default 0.15. */
  readonly share?: number;
}

/** The quietest windows of a recording and how they compare with the loudest. */
export interface QuietWindows {
  /** Windows in order of time, `startSample` up to, not including, `endSample`. */
  readonly windows: readonly { readonly startSample: number; readonly endSample: number }[];
  /** Mean square of the quietest windows about zero, square of the signal's unit; NaN without a window. */
  readonly quietMeanSquare: number;
  /** Mean square of as many loudest windows; NaN without a window. */
  readonly loudMeanSquare: number;
}

/**
 * The windows with the least mean square: where the muscle rests, if it rests at all.
 *
 * A recording that is never quiet gives its least active part: compare `loudMeanSquare` with `quietMeanSquare` before
 * calling it noise. Choosing the quietest biases the noise power low, by about 1.4 sqrt(2 / n) for n independent
 * samples per window. A recording shorter than a window is one window. Windows of which more than half is missing are
 * left out; in the others only finite samples count.
 *
 * @param signal - samples in any unit, offset removed
 * @throws InvalidArgument for a rate or window that is not above 0, or a share outside 0 to 0.5
 */
export function quietestWindows(signal: Signal, options: QuietWindowOptions): QuietWindows {
  const { samplingRateHz, windowS = 0.1, share = 0.15 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requirePositive('windowS', windowS);
  if (!(share > 0 && share <= 0.5)) throw new InvalidArgumentError('share', 'above 0, at most 0.5', share);
  const windowSamples = Math.min(signal.length, Math.max(2, Math.round(windowS * samplingRateHz)));
  const hop = Math.max(1, windowSamples >> 1);
  const candidates: { startSample: number; endSample: number; meanSquare: number }[] = [];
  for (let startSample = 0; windowSamples > 0 && startSample + windowSamples <= signal.length; startSample += hop) {
    const endSample = startSample + windowSamples;
    let energy = 0;
    let count = 0;
    for (let i = startSample; i < endSample; i++) {
      if (!Number.isFinite(signal[i])) continue;
      energy += signal[i] * signal[i];
      count++;
    }
    if (2 * count >= windowSamples) candidates.push({ startSample, endSample, meanSquare: energy / count });
  }
  candidates.sort((a, b) => a.meanSquare - b.meanSquare);
  const count = Math.ceil(share * candidates.length);
  const mean = (windows: typeof candidates) => windows.reduce((sum, w) => sum + w.meanSquare, 0) / windows.length;
  const quiet = candidates.slice(0, count);
  return {
    windows: quiet
      .map(({ startSample, endSample }) => ({ startSample, endSample }))
      .sort((a, b) => a.startSample - b.startSample),
    quietMeanSquare: mean(quiet),
    loudMeanSquare: mean(candidates.slice(candidates.length - count)),
  };
}
