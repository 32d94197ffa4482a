import { requirePositive } from '../argument-checks';
import type { Signal } from '../signal-types';

export interface DropoutOptions {
  readonly samplingRateHz: number;
  /** Shortest stretch of equal samples that counts, s; default 0.02. At least 5 samples are needed in any case. */
  readonly leastS?: number;
}

/**
 * A stretch without information: `missing` not finite, `flat` one value held. Samples `startSample` up to, not
 * including, `endSample`.
 */
export interface Dropout {
  readonly kind: 'missing' | 'flat';
  readonly startSample: number;
  readonly endSample: number;
}

const LEAST_FLAT_SAMPLES = 5;

/**
 * Dropouts of a recording: missing samples, and values held unchanged for longer than EMG ever does (radio loss, a
 * pulled plug).
 *
 * @param signal - raw EMG, any unit; filters smear held values, so look before filtering
 * @returns stretches in order of time; a constant is one stretch
 * @throws InvalidArgument for an option that is not above 0
 */
export function detectDropouts(signal: Signal, options: DropoutOptions): Dropout[] {
  const { samplingRateHz, leastS = 0.02 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  const least = Math.max(LEAST_FLAT_SAMPLES, Math.round(requirePositive('leastS', leastS) * samplingRateHz));
  const dropouts: Dropout[] = [];
  for (let startSample = 0, endSample = 0; startSample < signal.length; startSample = endSample) {
    const isMissing = !Number.isFinite(signal[startSample]);
    const continues = (value: number) => (isMissing ? !Number.isFinite(value) : value === signal[startSample]);
    while (endSample < signal.length && continues(signal[endSample])) endSample++;
    if (isMissing) dropouts.push({ kind: 'missing', startSample, endSample });
    else if (endSample - startSample >= least) dropouts.push({ kind: 'flat', startSample, endSample });
  }
  return dropouts;
}
