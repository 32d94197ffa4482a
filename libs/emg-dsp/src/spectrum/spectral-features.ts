import { LengthMismatchError } from '../errors';
import type { Signal } from '../signal-types';
import type { PowerSpectrum } from './power-spectrum';

/**
 * Spectral moment: sum of f^order P over the bins, in Hz^order times the power's unit (Phinyomark 2012: SM).
 *
 * @param order - 0 (total power), 1, 2, ...
 */
export function spectralMoment({ frequencyHz, power }: PowerSpectrum, order: number): number {
  return power.reduce((sum, p, bin) => sum + p * frequencyHz[bin] ** order, 0);
}

/** Mean frequency MNF = sum f P / sum P, Hz; NaN without power. */
export function meanFrequencyHz(spectrum: PowerSpectrum): number {
  return spectralMoment(spectrum, 1) / spectralMoment(spectrum, 0);
}

/**
 * Median frequency MDF: the first bin at which the cumulated power exceeds half of the total, Hz; NaN without power.
 */
export function medianFrequencyHz({ frequencyHz, power }: PowerSpectrum): number {
  const half = power.reduce((sum, p) => sum + p, 0) / 2;
  let cumulated = 0;
  for (let bin = 0; bin < power.length; bin++) {
    cumulated += power[bin];
    if (cumulated > half) return frequencyHz[bin];
  }
  return NaN;
}

/** Peak frequency PKF: the first bin with the most power, Hz; NaN without power. */
export function peakFrequencyHz({ frequencyHz, power }: PowerSpectrum): number {
  let peak = 0;
  let at = NaN;
  power.forEach((p, bin) => {
    if (p > peak) {
      peak = p;
      at = frequencyHz[bin];
    }
  });
  return at;
}

/** Sum of the power of the bins from `lowHz` to `highHz`, both included. */
export function bandPower({ frequencyHz, power }: PowerSpectrum, lowHz: number, highHz: number): number {
  let sum = 0;
  for (let bin = 0; bin < power.length; bin++) {
    if (frequencyHz[bin] >= lowHz && frequencyHz[bin] <= highHz) sum += power[bin];
  }
  return sum;
}

/**
 * Power in one band over power in another (both ends included), e.g. low over high as a fatigue index; NaN or Infinity
 * for an empty divisor.
 */
export function bandRatio(
  spectrum: PowerSpectrum,
  bandHz: readonly [number, number],
  otherBandHz: readonly [number, number],
): number {
  return bandPower(spectrum, ...bandHz) / bandPower(spectrum, ...otherBandHz);
}

/**
 * Slope of a least-squares line through median (or mean) frequencies: negative while a muscle fatigues (De Luca 1984).
 *
 * @param frequencyHz - one value per window; NaN values are left out
 * @param windowTimeS - time of each window
 * @returns slope in Hz/s; NaN with fewer than two different times
 * @throws LengthMismatch when the arrays differ in length
 */
export function fatigueSlopeHzPerS(frequencyHz: Signal, windowTimeS: Signal): number {
  if (frequencyHz.length !== windowTimeS.length) {
    throw new LengthMismatchError('windowTimeS', frequencyHz.length, windowTimeS.length);
  }
  const points = Array.from(frequencyHz, (f, i) => [windowTimeS[i], f] as const).filter(
    ([t, f]) => Number.isFinite(t) && Number.isFinite(f),
  );
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanT, meanF] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [t, f]) => sum + (t - meanT) * (f - meanF), 0);
  const variance = points.reduce((sum, [t]) => sum + (t - meanT) ** 2, 0);
  return covariance / variance;
}
