import { outputOf, requireInteger, requireOneOf } from '../argument-checks';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';
import { runSections, SILENCE } from './section-cascade';
import type { SectionCoefficients } from './second-order-sections';
import { steadyStateOf, zeroPhasePadLength } from './second-order-sections';

export interface ZeroPhaseOptions {
  /** Samples of odd extension at each end; default three times the filter's length, as SciPy counts it. */
  readonly padLength?: number;
  /** `split` (default) filters the stretches between gaps each for itself; `propagate` lets a NaN spread as SciPy does. */
  readonly gaps?: 'split' | 'propagate';
  /** State of the sections for a constant input of 1; default `steadyStateOf(sections)`. */
  readonly steadyState?: Float64Array;
  /** Where to write the result; may be the signal itself. */
  readonly out?: Float64Array;
}

/**
 * Filters a signal forward and backward, so that nothing moves in time; the gain is that of one pass squared.
 *
 * Equals `scipy.signal.sosfiltfilt`, to the last bit when given SciPy's coefficients and steady state: both ends are extended by odd
 * reflection and each pass starts in the steady state of its first sample.
 *
 * Edge cases: a stretch that is not longer than the extension is extended by all it has (its length less one), where SciPy
 * refuses; a single sample is filtered as a constant. Non-finite samples are gaps: they become NaN in the result and the
 * stretches between them do not know of each other. An empty signal gives an empty result.
 * @param signal - samples, any typed array or plain array; not changed
 * @param sections - the filter
 * @param options - extension length, treatment of gaps, output array
 * @returns Float64Array of the same length and unit
 * @throws InvalidArgument for a padLength that is negative or not an integer
 * @throws LengthMismatch when `out` has another length
 * @see Gustafsson 1996 on the problem of the initial state
 * @example
 * const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz: 2000 });
 * const clean = filterZeroPhase(rawVolt, band);
 */
export function filterZeroPhase(
  signal: Signal,
  sections: SectionCoefficients,
  options: ZeroPhaseOptions = {},
): Float64Array {
  const { padLength = zeroPhasePadLength(sections), gaps = 'split', steadyState = steadyStateOf(sections) } = options;
  requireInteger('padLength', padLength, 0);
  requireOneOf('gaps', gaps, ['split', 'propagate']);
  const filtered = outputOf(signal.length, options.out);
  const runs = gaps === 'split' ? finiteRuns(signal) : [{ start: 0, end: signal.length }];
  let filled = 0;
  for (const { start, end } of runs) {
    if (end === start) continue;
    const extension = Math.min(padLength, end - start - 1);
    const extended = oddExtension(signal, start, end, extension);
    filterBothWays(extended, sections, steadyState);
    filtered.fill(NaN, filled, start);
    filtered.set(extended.subarray(extension, extension + end - start), start);
    filled = end;
  }
  return filtered.fill(NaN, filled);
}

/** The samples from `start` to `end` with `extension` samples at each end, reflected about the end points. */
function oddExtension(signal: Signal, start: number, end: number, extension: number): Float64Array {
  const length = end - start;
  const extended = new Float64Array(length + 2 * extension);
  for (let index = 0; index < length; index++) extended[extension + index] = signal[start + index];
  const first = 2 * signal[start];
  const last = 2 * signal[end - 1];
  for (let distance = 1; distance <= extension; distance++) {
    extended[extension - distance] = first - signal[start + distance];
    extended[extension + length - 1 + distance] = last - signal[end - 1 - distance];
  }
  return extended;
}

function filterBothWays(samples: Float64Array, sections: SectionCoefficients, steadyState: Float64Array): void {
  const silence = SILENCE * peakOf(samples);
  for (let pass = 0; pass < 2; pass++) {
    const state = steadyState.map((value) => value * samples[0]);
    runSections(samples, sections, state, silence);
    samples.reverse();
  }
}

function peakOf(samples: Float64Array): number {
  let peak = 0;
  for (let index = 0; index < samples.length; index++) peak = Math.max(peak, Math.abs(samples[index]));
  return peak;
}
