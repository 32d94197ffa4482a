import type { Signal } from '../signal-types';

/** Mean of f over n samples; NaN for an empty window or one with a gap. */
function meanOf(window: Signal, f: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < window.length; i++) sum += f(window[i]);
  return finiteOrNaN(sum / window.length);
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Differences of neighbouring samples: one value fewer than the window has, none for an empty one. */
export function differences(window: Signal): Float64Array {
  return Float64Array.from({ length: Math.max(0, window.length - 1) }, (_, i) => window[i + 1] - window[i]);
}

/** Mean absolute value MAV = mean |x|, in the signal's unit. */
export function meanAbsoluteValue(window: Signal): number {
  return meanOf(window, Math.abs);
}

/** Root mean square RMS = sqrt(mean x^2), in the signal's unit. */
export function rootMeanSquare(window: Signal): number {
  return Math.sqrt(meanOf(window, (x) => x * x));
}

/** Integrated EMG: IEMG = sum |x|, in the signal's unit times samples. */
export function integratedEmg(window: Signal): number {
  return meanAbsoluteValue(window) * window.length;
}

/** Sample variance VAR = sum (x - mean)^2 / (n - 1), in the square of the unit; NaN for fewer than two samples. */
export function sampleVariance(window: Signal): number {
  return (centralMoment(window, 2) * window.length) / (window.length - 1);
}

/** Waveform length WL = sum |x[i+1] - x[i]|, in the signal's unit; NaN for an empty window. */
export function waveformLength(window: Signal): number {
  return window.length === 1 ? 0 : integratedEmg(differences(window));
}

/** Difference absolute standard deviation DASDV = sqrt(mean (x[i+1] - x[i])^2), in the signal's unit. */
export function differenceAbsoluteSd(window: Signal): number {
  return rootMeanSquare(differences(window));
}

/** Mean absolute first difference MAVFD = mean |x[i+1] - x[i]|, in the signal's unit. */
export function meanAbsoluteDifference(window: Signal): number {
  return meanAbsoluteValue(differences(window));
}

/** Maximum fractal length MFL = log10 of the waveform length (LibEMG's form). */
export function maximumFractalLength(window: Signal): number {
  return Math.log10(waveformLength(window));
}

/**
 * Log detector LOG = exp(mean ln(|x| + offset)), in the signal's unit.
 *
 * @param options.offset - default 0 (a sample of exactly 0 makes the whole 0); LibEMG uses 1
 */
export function logDetector(window: Signal, { offset = 0 }: { offset?: number } = {}): number {
  if (Number.isNaN(meanAbsoluteValue(window))) return NaN;
  let sum = 0;
  for (let i = 0; i < window.length; i++) sum += Math.log(Math.abs(window[i]) + offset);
  return Math.exp(sum / window.length);
}

/** Absolute temporal moment TM = mean |x^order|, in the unit to that power. */
export function temporalMoment(window: Signal, order: number): number {
  return meanOf(window, (x) => Math.abs(x ** order));
}

function centralMoment(window: Signal, order: number): number {
  const mean = meanOf(window, (x) => x);
  return meanOf(window, (x) => (x - mean) ** order);
}

/**
 * Skewness m3 / m2^1.5 with moments about the mean divided by n; 0 for a symmetric distribution, NaN for a constant.
 */
export function skewness(window: Signal): number {
  return centralMoment(window, 3) / centralMoment(window, 2) ** 1.5;
}

/** Kurtosis m4 / m2^2 with moments about the mean divided by n; 3 for a Gaussian, NaN for a constant. */
export function kurtosis(window: Signal): number {
  return centralMoment(window, 4) / centralMoment(window, 2) ** 2;
}

/** Second L-moment (L-score): half the mean difference of two samples drawn from the window (Hosking 1990). */
export function lScore(window: Signal): number {
  if (Number.isNaN(meanAbsoluteValue(window))) return NaN;
  const sorted = Float64Array.from(window).sort();
  const n = sorted.length;
  return sorted.reduce((sum, x, rank) => sum + ((2 * rank - n + 1) / (n - 1)) * x, 0) / n;
}

/** Modulus of the mean complex square root: |mean sqrt(x)| with sqrt(-a) = i sqrt(a) (mean squared root, MSR). */
export function meanSquaredRoot(window: Signal): number {
  const real = meanOf(window, (x) => Math.sqrt(Math.max(x, 0)) + 0 * x);
  const imaginary = meanOf(window, (x) => Math.sqrt(Math.max(-x, 0)) + 0 * x);
  return Math.hypot(real, imaginary);
}

/**
 * Slopes of the mean absolute value MAVSLP: differences between successive equal parts of the window.
 *
 * @param parts - number of parts, each round(n / parts) samples
 * @returns parts - 1 values in the signal's unit
 */
export function meanAbsoluteValueSlopes(window: Float64Array, parts: number): Float64Array {
  const length = Math.round(window.length / parts);
  const values = Float64Array.from({ length: parts }, (_, part) =>
    meanAbsoluteValue(window.subarray(part * length, (part + 1) * length)),
  );
  return differences(values);
}

/** Hjorth (1970) parameters. */
export interface HjorthParameters {
  /** Variance (divided by n), square of the unit. */
  readonly activity: number;
  /** sqrt(var x' / var x), per sample: times sampling rate / 2 pi it is a mean frequency in Hz. */
  readonly mobility: number;
  /** Mobility of x' over mobility of x; 1 for a sine. */
  readonly complexity: number;
}

/**
 * Hjorth activity, mobility and complexity with first differences as derivative; NaN where a variance to divide by is
 * 0.
 */
export function hjorthParameters(window: Signal): HjorthParameters {
  const slope = differences(window);
  const activity = centralMoment(window, 2);
  const slopeVariance = centralMoment(slope, 2);
  const curvatureVariance = centralMoment(differences(slope), 2);
  const mobility = Math.sqrt(slopeVariance / activity);
  return { activity, mobility, complexity: Math.sqrt(curvatureVariance / slopeVariance) / mobility };
}
