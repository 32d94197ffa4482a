import { requireOneOf, requirePositive } from '../argument-checks';
import { CornerFrequencyError } from '../errors';

/** What a filter lets through: below, above, between its corners, or all but what lies between. */
export type BandType = 'lowpass' | 'highpass' | 'bandpass' | 'bandstop';

/** The part of a filter's description that all designs share. */
export interface BandOptions {
  readonly type: BandType;
  /** One corner for low- and high-pass, lower and upper corner for band filters, Hz. */
  readonly cornerHz: number | readonly [number, number];
  readonly samplingRateHz: number;
}

/**
 * The one or two corners of a filter, Hz, ascending.
 * @throws InvalidArgument for an unknown type or a rate that is not above 0
 * @throws CornerFrequency for corners not strictly between 0 and half the sampling rate, or not ascending
 */
export function cornersOf({ type, cornerHz, samplingRateHz }: BandOptions): number[] {
  requireOneOf('type', type, ['lowpass', 'highpass', 'bandpass', 'bandstop']);
  requirePositive('samplingRateHz', samplingRateHz);
  const corners = typeof cornerHz === 'number' ? [cornerHz] : [...cornerHz];
  const numCorners = type === 'lowpass' || type === 'highpass' ? 1 : 2;
  const isInside = corners.every((corner) => corner > 0 && corner < samplingRateHz / 2);
  const isAscending = corners.length === 1 || corners[0] < corners[1];
  if (corners.length !== numCorners || !isInside || !isAscending) {
    const expected = numCorners === 1 ? 'one corner' : 'two ascending corners';
    throw new CornerFrequencyError(corners, samplingRateHz, expected);
  }
  return corners;
}
