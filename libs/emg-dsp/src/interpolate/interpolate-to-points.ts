import { requireInteger, requireOneOf } from '../argument-checks';
import { SignalTooShortError } from '../errors';
import { designKaiserLowPass } from '../filter/kaiser-fir';
import { finiteRuns } from '../finite-runs';
import { extendEdges } from '../resample/edge-extension';
import type { Signal } from '../signal-types';
import type { InterpolationMethod } from './knot-slopes';
import { setUniformSlopes } from './uniform-slopes';

export interface InterpolateToPointsOptions {
  /** How the curve is led between samples; default `linear`. */
  readonly method?: InterpolationMethod;
  /** Low-passes the signal first when there are fewer points than samples, so that nothing folds back; default true. */
  readonly antiAlias?: boolean;
}

/**
 * Time-normalises a signal to a number of evenly spaced points, the first and the last sample included.
 *
 * With `antiAlias: false`, or when there are at least as many points as samples, it equals interpolation at
 * `numpy.linspace(0, length - 1, numPoints)`. Otherwise a linear-phase filter with its corner at the points' Nyquist frequency runs
 * first; it leaves the first and the last sample as they are (odd continuation).
 *
 * Edge cases: a gap is not bridged, points that lie beside a missing sample are NaN; one sample gives a constant; one point gives the
 * first sample.
 * @param signal - at least one sample at even spacing, any unit; not changed
 * @param numPoints - number of points, at least 1 (101 or 200 are usual for strides)
 * @param options - method, anti-alias filter
 * @returns Float64Array of numPoints, same unit
 * @throws InvalidArgument for a number of points or a method outside its range
 * @throws SignalTooShort for an empty signal
 * @example
 * const stride = interpolateToPoints(kneeFlexionDeg, 200, { method: 'cubic' });
 */
export function interpolateToPoints(
  signal: Signal,
  numPoints: number,
  options: InterpolateToPointsOptions = {},
): Float64Array {
  const { method = 'linear', antiAlias = true } = options;
  requireInteger('numPoints', numPoints, 1);
  requireOneOf('method', method, ['linear', 'pchip', 'akima', 'cubic']);
  const { length } = signal;
  if (length === 0) throw new SignalTooShortError('signal', 1, 0);
  if (length === 1 || numPoints === 1) return new Float64Array(numPoints).fill(signal[0]);
  const spacing = (length - 1) / (numPoints - 1);
  const values =
    antiAlias && spacing > 1
      ? lowPassToSpacing(signal, spacing)
      : signal instanceof Float64Array
        ? signal
        : Float64Array.from(signal);
  const points = new Float64Array(numPoints);
  if (method === 'linear') setLinearPoints(values, spacing, points);
  else setCubicPoints(values, slopesOfRuns(values, method), spacing, points);
  // The last product may miss the last sample by a rounding error.
  points[numPoints - 1] = values[length - 1];
  return points;
}

function setLinearPoints(values: Float64Array, spacing: number, points: Float64Array): void {
  for (let point = 0; point < points.length - 1; point++) {
    const position = point * spacing;
    const before = position | 0;
    const offset = position - before;
    const value = values[before];
    // On a sample its neighbour must not matter: it may be missing.
    points[point] = offset === 0 ? value : value + offset * (values[before + 1] - value);
  }
}

function setCubicPoints(values: Float64Array, slopes: Float64Array, spacing: number, points: Float64Array): void {
  for (let point = 0; point < points.length - 1; point++) {
    const position = point * spacing;
    const before = position | 0;
    const offset = position - before;
    const value = values[before];
    const slope = slopes[before];
    const secant = values[before + 1] - value;
    const bend = slope + slopes[before + 1] - 2 * secant;
    points[point] = offset === 0 ? value : value + offset * (slope + offset * (secant - slope - bend + offset * bend));
  }
}

/** Slopes at all samples, each stretch of finite samples for itself; a sample alone has none. */
function slopesOfRuns(values: Float64Array, method: Exclude<InterpolationMethod, 'linear'>): Float64Array {
  const slopes = new Float64Array(values.length);
  for (const { start, end } of finiteRuns(values)) {
    if (end - start > 1) setUniformSlopes(values, start, end, method, slopes);
  }
  return slopes;
}

/** Low-pass with its corner at half a cycle per `spacing` samples and ten periods to each side; gaps split the signal. */
function lowPassToSpacing(signal: Signal, spacing: number): Float64Array {
  const reach = Math.ceil(10 * spacing);
  const taps = designKaiserLowPass({ numTaps: 2 * reach + 1, cornerOfNyquist: 1 / spacing });
  const filtered = new Float64Array(signal.length).fill(NaN);
  for (const run of finiteRuns(signal)) {
    const extended = extendEdges(signal, run, 'odd', reach, reach);
    for (let index = run.start; index < run.end; index++) {
      let sum = 0;
      for (let tap = 0; tap < taps.length; tap++) sum += taps[tap] * extended[index - run.start + tap];
      filtered[index] = sum;
    }
    // Exact by symmetry, but for rounding.
    filtered[run.start] = signal[run.start];
    filtered[run.end - 1] = signal[run.end - 1];
  }
  return filtered;
}
