import type { Signal } from './signal-types';

/** A stretch of consecutive finite samples: from `start` up to, not including, `end`. */
export interface FiniteRun {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of finite samples of a signal, in order; NaN and infinite samples are the gaps between them.
 * @returns one run for a signal without gaps, none for an empty signal or one without a finite sample
 */
export function finiteRuns(signal: Signal): FiniteRun[] {
  const runs: FiniteRun[] = [];
  let start = -1;
  for (let index = 0; index < signal.length; index++) {
    // x - x is NaN for every non-finite x, and cheaper here than a call.
    const isFinite = signal[index] - signal[index] === 0;
    if (isFinite && start < 0) start = index;
    else if (!isFinite && start >= 0) {
      runs.push({ start, end: index });
      start = -1;
    }
  }
  if (start >= 0) runs.push({ start, end: signal.length });
  return runs;
}
