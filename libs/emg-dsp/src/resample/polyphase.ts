import { requireInteger, requireOneOf } from '../argument-checks';
import { designKaiserLowPass } from '../filter/kaiser-fir';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';
import type { EdgeExtension } from './edge-extension';
import { extendEdges } from './edge-extension';

export interface PolyphaseOptions {
  /** Numerator of the rate change. */
  readonly up: number;
  /** Denominator of the rate change; `up` and `down` are reduced to lowest terms. */
  readonly down: number;
  /** Shape of the anti-alias filter's Kaiser window; default 5, SciPy's. */
  readonly kaiserBeta?: number;
  /** Continuation beyond the ends; default `odd`, which leaves no droop there. `zero` is SciPy's default. */
  readonly edges?: EdgeExtension;
}

/** The anti-alias filter of one rate change, cut into one short filter per output phase. */
export interface PolyphasePlan {
  readonly up: number;
  readonly down: number;
  /** Taps per phase; each output sample is one dot product of this length. */
  readonly tapsPerPhase: number;
  /** Taps of phase 0, phase 1, ... in the order in which they meet the samples, up x tapsPerPhase. */
  readonly phaseTaps: Float64Array;
  /** Half the length of the filter on the upsampled grid. */
  readonly halfLength: number;
}

/**
 * Designs the filter of `resamplePolyphase`: a sinc with its corner at the lower Nyquist frequency, ten periods to each side,
 * under a Kaiser window (the filter of `scipy.signal.resample_poly`).
 * @throws InvalidArgument for factors or beta outside their range
 */
export function planPolyphase({ up, down, kaiserBeta = 5 }: Omit<PolyphaseOptions, 'edges'>): PolyphasePlan {
  requireInteger('up', up, 1, MAX_FACTOR);
  requireInteger('down', down, 1, MAX_FACTOR);
  const divisor = greatestCommonDivisor(up, down);
  const reducedUp = up / divisor;
  const reducedDown = down / divisor;
  const largest = Math.max(reducedUp, reducedDown);
  if (largest === 1) return { up: 1, down: 1, tapsPerPhase: 1, phaseTaps: Float64Array.of(1), halfLength: 0 };
  const halfLength = 10 * largest;
  const taps = designKaiserLowPass({ numTaps: 2 * halfLength + 1, cornerOfNyquist: 1 / largest, kaiserBeta });
  const tapsPerPhase = Math.ceil(taps.length / reducedUp);
  const phaseTaps = new Float64Array(reducedUp * tapsPerPhase);
  for (let tap = 0; tap < taps.length; tap++) {
    const phase = tap % reducedUp;
    phaseTaps[phase * tapsPerPhase + tapsPerPhase - 1 - Math.floor(tap / reducedUp)] = taps[tap] * reducedUp;
  }
  return { up: reducedUp, down: reducedDown, tapsPerPhase, phaseTaps, halfLength };
}

const MAX_FACTOR = 100_000;

/** Number of samples after a rate change: every output time before the end of the last input interval. */
export function resampledLength(length: number, { up, down }: { up: number; down: number }): number {
  return Math.ceil((length * up) / down);
}

/**
 * Changes the sampling rate by the rational factor up / down with a linear-phase anti-alias filter.
 *
 * Output sample j lies at the time of input sample j x down / up exactly; the first samples coincide and the length is
 * ceil(length x up / down). With `edges: 'zero'` this equals `scipy.signal.resample_poly` with its default window.
 *
 * Edge cases: a gap splits the signal; an output sample is finite only when both its input neighbours are. A constant stays
 * constant up to the ripple of the filter (1e-3 at most, as in SciPy); a single sample counts as a constant. An empty signal gives an
 * empty result.
 * @param signal - samples, any unit; not changed
 * @param options - factors, window shape, continuation at the ends
 * @returns Float64Array at up / down times the rate, same unit
 * @throws InvalidArgument for factors that are not integers from 1 to 100,000, or an unknown continuation
 * @see Crochiere and Rabiner, Multirate Digital Signal Processing, 1983
 * @example
 * const at1000Hz = resamplePolyphase(emgAt2000Hz, { up: 1, down: 2 });
 */
export function resamplePolyphase(signal: Signal, options: PolyphaseOptions): Float64Array {
  const { edges = 'odd' } = options;
  requireOneOf('edges', edges, ['zero', 'line', 'odd']);
  const plan = planPolyphase(options);
  const resampled = new Float64Array(resampledLength(signal.length, plan)).fill(NaN);
  for (const run of finiteRuns(signal)) {
    const first = Math.ceil((run.start * plan.up) / plan.down);
    const isLast = run.end === signal.length;
    const end = isLast ? resampled.length : Math.floor(((run.end - 1) * plan.up) / plan.down) + 1;
    const margin = Math.ceil(plan.halfLength / plan.up) + 1;
    const extended = extendEdges(signal, run, edges, margin, margin);
    filterPhases(extended, margin - run.start, plan, resampled, first, end);
  }
  return resampled;
}

/**
 * Output samples `first` to `end` of one stretch, each a dot product summed from the earliest sample on (SciPy's order).
 * @param extended - the stretch with its continuation; input sample i stands at index i + offset
 */
function filterPhases(
  extended: Float64Array,
  offset: number,
  { up, down, tapsPerPhase, phaseTaps, halfLength }: PolyphasePlan,
  resampled: Float64Array,
  first: number,
  end: number,
): void {
  for (let index = first; index < end; index++) {
    const position = index * down + halfLength;
    const phase = position % up;
    const tapStart = phase * tapsPerPhase;
    const sampleStart = (position - phase) / up - tapsPerPhase + 1 + offset;
    let sum = 0;
    for (let tap = 0; tap < tapsPerPhase; tap++) {
      // Beyond the continuation only the zero taps of a short phase remain.
      const sample = extended[sampleStart + tap];
      if (sample !== undefined) sum += sample * phaseTaps[tapStart + tap];
    }
    resampled[index] = sum;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
