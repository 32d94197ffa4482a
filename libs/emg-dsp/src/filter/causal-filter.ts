import { outputOf, requireOneOf } from '../argument-checks';
import type { Signal } from '../signal-types';
import type { FrequencyResponse } from './frequency-response';
import { frequencyResponse } from './frequency-response';
import { BLOCK, runSections, SILENCE } from './section-cascade';
import type { SecondOrderSections } from './second-order-sections';
import { steadyStateOf } from './second-order-sections';

export interface CausalFilterOptions {
  /** `zero` (default) starts from silence; `steady-state` starts as if the first sample had lasted for ever. */
  readonly initialState?: 'zero' | 'steady-state';
}

/** A filter for one channel in real time; it remembers its state from block to block. */
export interface CausalFilter {
  /** Filters the next block of samples, any length; block by block gives the same numbers as one call. */
  filter(block: Signal, out?: Float64Array): Float64Array;
  /** Forgets everything, as after creation. */
  reset(): void;
  /** Gain, phase and group delay at a frequency in Hz, for reporting how late the output is. */
  responseAt(frequencyHz: number): FrequencyResponse;
}

/**
 * Creates a causal filter for samples that arrive in blocks.
 *
 * A causal filter delays: `responseAt(f).groupDelaySamples` says by how much. A non-finite sample is a gap: it gives NaN,
 * and the filter starts afresh with the next finite sample, so that one bad sample does not spoil the rest.
 * @param sections - the filter
 * @param options - initial state
 * @returns the filter with its own state
 * @throws InvalidArgument for an unknown initial state; `filter` throws LengthMismatch when `out` has another length
 * @example
 * const lowPass = createCausalFilter(designButterworth({ order: 2, type: 'lowpass', cornerHz: 6, samplingRateHz: 1000 }));
 * const envelope = lowPass.filter(rectifiedBlock);
 */
export function createCausalFilter(sections: SecondOrderSections, options: CausalFilterOptions = {}): CausalFilter {
  const { initialState = 'zero' } = options;
  requireOneOf('initialState', initialState, ['zero', 'steady-state']);
  const steadyState = steadyStateOf(sections);
  const state = new Float64Array(steadyState.length);
  let isFresh = true;
  /** Samples since the last check for silent states: checks follow the signal, not the caller's blocks. */
  let position = 0;

  function begin(firstSample: number): void {
    for (let index = 0; index < state.length; index++)
      state[index] = initialState === 'zero' ? 0 : steadyState[index] * firstSample;
    isFresh = false;
    position = 0;
  }

  function run(samples: Float64Array): void {
    for (let start = 0; start < samples.length;) {
      const end = Math.min(samples.length, start + BLOCK - position);
      position = (position + end - start) % BLOCK;
      runSections(samples.subarray(start, end), sections, state, position === 0 ? SILENCE : 0);
      start = end;
    }
  }

  return {
    filter(block, out) {
      const filtered = outputOf(block.length, out);
      let start = 0;
      while (start < block.length) {
        let end = start;
        while (end < block.length && Number.isFinite(block[end])) end++;
        if (end > start) {
          if (isFresh) begin(block[start]);
          for (let index = start; index < end; index++) filtered[index] = block[index];
          run(filtered.subarray(start, end));
        }
        for (; end < block.length && !Number.isFinite(block[end]); end++) {
          filtered[end] = NaN;
          isFresh = true;
        }
        start = end;
      }
      return filtered;
    },
    reset() {
      isFresh = true;
    },
    responseAt: (frequencyHz) => frequencyResponse(sections, frequencyHz),
  };
}
