import { INDEX_RATES_HZ } from './channels';
import type { StrikeIndices } from './test-files';

/** Strikes of one foot on the clock of a test, whose first sample is at 0 s. */
export interface Strikes {
  readonly timesS: Float64Array;
  /** Step (s) between two indices. */
  readonly resolutionS: number;
}

/** Strikes from the finest indices that are there; null where there are none. @param fineRateHz rate of the indices that the source calls those at 1 kHz */
export function strikesOf({ fine, coarse }: StrikeIndices, fineRateHz: number): Strikes | null {
  const indices = fine ?? coarse;
  if (indices === null) return null;
  const samplingRateHz = fine === null ? INDEX_RATES_HZ.coarse : fineRateHz;
  // MATLAB counts from 1
  return { timesS: indices.map((index) => (index - 1) / samplingRateHz), resolutionS: 1 / samplingRateHz };
}

/** Does every strike follow the one before it? */
export function isAscending({ timesS }: Strikes): boolean {
  return timesS.every((timeS, i) => Number.isFinite(timeS) && (i === 0 || timeS > timesS[i - 1]));
}

/** Strides before a mean of them is one. */
const LEAST_STRIDES_BEFORE = 3;

/**
 * Which strides look invented? The authors put in a step where they found none, a mean stride after the one before: two neighbouring
 * strides that take exactly the mean of all before them.
 */
export function inventedStrides({ timesS, resolutionS }: Strikes): readonly boolean[] {
  const isMean = Array.from(timesS.subarray(1), (timeS, i) => {
    const meanS = (timesS[i] - timesS[0]) / i;
    return i >= LEAST_STRIDES_BEFORE && Math.abs(timeS - timesS[i] - meanS) <= 0.5001 * resolutionS;
  });
  return isMean.map((exact, i) => exact && (isMean[i - 1] === true || isMean[i + 1] === true));
}
