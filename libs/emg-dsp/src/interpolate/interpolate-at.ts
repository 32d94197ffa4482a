import { requireOneOf } from '../argument-checks';
import { InvalidArgumentError, LengthMismatchError } from '../errors';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';
import type { InterpolationMethod } from './knot-slopes';
import { knotSlopes } from './knot-slopes';

/**
 * Values of a sampled curve at any times.
 *
 * `linear`, `pchip` (no overshoot), `akima` and `cubic` (not-a-knot spline) equal NumPy's `interp` and SciPy's interpolators of these names.
 * Edge cases: a query before the first or after the last sample is NaN; a query between two samples of which one is not
 * finite is NaN; a query on a sample gives that sample; curves do not reach across gaps (each stretch is led for itself). No
 * samples give NaN everywhere.
 * @param timesS - sample times, s (any unit that the queries share), strictly ascending and finite
 * @param values - as many samples, any unit; not changed
 * @param queryTimesS - times asked for, in any order (ascending is fastest); NaN gives NaN
 * @param method - how the curve is led
 * @returns Float64Array, one value per query, in the unit of the values
 * @throws LengthMismatch when there are not as many values as times
 * @throws InvalidArgument when times do not ascend strictly, or for an unknown method
 */
export function interpolateAt(
  timesS: Signal,
  values: Signal,
  queryTimesS: Signal,
  method: InterpolationMethod,
): Float64Array {
  requireOneOf('method', method, ['linear', 'pchip', 'akima', 'cubic']);
  if (values.length !== timesS.length) throw new LengthMismatchError('values', timesS.length, values.length);
  const times = doubles(timesS);
  for (let index = 0; index < times.length; index++) {
    if (!Number.isFinite(times[index]) || (index > 0 && !(times[index] > times[index - 1])))
      throw new InvalidArgumentError(`timesS[${index}]`, 'a finite time after the one before it', times[index]);
  }
  return curveThrough(times, doubles(values), method)(queryTimesS);
}

function doubles(signal: Signal): Float64Array {
  return signal instanceof Float64Array ? signal : Float64Array.from(signal);
}

/** Prepares the curve; the returned function evaluates it at any queries. */
function curveThrough(
  times: Float64Array,
  values: Float64Array,
  method: InterpolationMethod,
): (queries: Signal) => Float64Array {
  const slopes = method === 'linear' ? null : slopesOfRuns(times, values, method);
  const lastKnot = times.length - 1;
  return (queries) => {
    const results = new Float64Array(queries.length);
    let interval = 0;
    for (let index = 0; index < results.length; index++) {
      const query = queries[index];
      if (!(query >= times[0] && query <= times[lastKnot])) {
        results[index] = NaN;
        continue;
      }
      interval = intervalOf(times, query, interval);
      const offset = query - times[interval];
      if (offset === 0) results[index] = values[interval];
      else
        results[index] = slopes
          ? cubicAt(times, values, slopes, interval, offset)
          : linearAt(times, values, interval, offset);
    }
    return results;
  };
}

/** Index of the last knot at or before the query, searched from the interval of the query before. */
function intervalOf(times: Float64Array, query: number, guess: number): number {
  if (times[guess] <= query) {
    for (let steps = 0; steps < 16; steps++, guess++) {
      if (guess === times.length - 1 || query < times[guess + 1]) return guess;
    }
  }
  let low = times[guess] <= query ? guess : 0;
  let high = times[guess] <= query ? times.length : guess;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= query) low = middle;
    else high = middle;
  }
  return low;
}

function linearAt(times: Float64Array, values: Float64Array, interval: number, offset: number): number {
  const slope = (values[interval + 1] - values[interval]) / (times[interval + 1] - times[interval]);
  return slope * offset + values[interval];
}

function cubicAt(
  times: Float64Array,
  values: Float64Array,
  slopes: Float64Array,
  interval: number,
  offset: number,
): number {
  const width = times[interval + 1] - times[interval];
  const secant = (values[interval + 1] - values[interval]) / width;
  const bend = (slopes[interval] + slopes[interval + 1] - 2 * secant) / width;
  const quadratic = (secant - slopes[interval]) / width - bend;
  return values[interval] + offset * (slopes[interval] + offset * (quadratic + offset * (bend / width)));
}

/** Slopes at all knots, each stretch of finite values for itself; NaN elsewhere. */
function slopesOfRuns(
  times: Float64Array,
  values: Float64Array,
  method: Exclude<InterpolationMethod, 'linear'>,
): Float64Array {
  const slopes = new Float64Array(values.length).fill(NaN);
  for (const { start, end } of finiteRuns(values)) {
    if (end - start > 1) slopes.set(knotSlopes(times.subarray(start, end), values.subarray(start, end), method), start);
  }
  return slopes;
}
