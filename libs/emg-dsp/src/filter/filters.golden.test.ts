import { describe, expect, it } from 'vitest';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import type { ButterworthOptions } from './butterworth';
import { designButterworth } from './butterworth';
import { createCausalFilter } from './causal-filter';
import { frequencyResponse } from './frequency-response';
import type { NotchOptions } from './notch';
import { designNotch } from './notch';
import type { SecondOrderSections } from './second-order-sections';
import { steadyStateOf } from './second-order-sections';
import { filterZeroPhase } from './zero-phase';

const golden = readGolden<{
  signals: Record<string, GoldenNumbers>;
  designs: (ButterworthOptions & { sections: GoldenNumbers })[];
  notches: (NotchOptions & { sections: GoldenNumbers })[];
  filters: {
    sections: GoldenNumbers;
    steadyState: GoldenNumbers;
    zeroPhase: Record<string, GoldenNumbers>;
    causal: GoldenNumbers;
    response: { frequencyHz: number; gain: number; groupDelaySamples: number }[];
  }[];
}>('filters');

function cascade(numbers: GoldenNumbers): SecondOrderSections {
  const coefficients = signalOf(numbers);
  return {
    coefficients,
    numSections: coefficients.length / 6,
    samplingRateHz: 2000,
    design: 'custom',
    type: 'custom',
    order: coefficients.length / 3,
    cornerHz: [],
    cornerConvention: 'per-pass',
  };
}

describe('designs against SciPy', () => {
  it.each(
    golden.designs.map((design) => [`${design.type} ${design.order} at ${design.samplingRateHz} Hz`, design] as const),
  )('%s', (_, design) => {
    const { coefficients } = designButterworth(design);
    const expected = signalOf(design.sections);
    expect(coefficients.length).toBe(expected.length);
    for (let row = 0; row < expected.length; row += 6) {
      expectClose(coefficients.subarray(row, row + 3), expected.subarray(row, row + 3), 1e-11);
      expectClose(coefficients.subarray(row + 3, row + 6), expected.subarray(row + 3, row + 6), 1e-12);
    }
  });

  it.each(golden.notches)('notch at $centreHz Hz, $samplingRateHz Hz', (notch) => {
    expectClose(designNotch(notch).coefficients, notch.sections, 1e-14);
  });
});

describe.each(golden.filters.map((filter, index) => [index, filter] as const))(
  'cascade %i against SciPy',
  (_, filter) => {
    const sections = cascade(filter.sections);

    it.each(Object.keys(golden.signals))('zero-phase on %s', (name) => {
      const signal = signalOf(golden.signals[name]);
      const isCancelled = name === 'constant' || name === 'one' || name === 'offset';
      expectClose(filterZeroPhase(signal, sections), filter.zeroPhase[name], 1e-10, isCancelled ? signal : []);
    });

    it.each(['noise', 'impulse', 'gaps', 'constant', 'eleven'])(
      'equals %s to the last bit from the same steady state',
      (name) => {
        const found = filterZeroPhase(signalOf(golden.signals[name]), sections, {
          steadyState: signalOf(filter.steadyState),
        });
        // Adding 0 makes -0 and 0 equal.
        expect(Array.from(found, (value) => value + 0)).toEqual(
          Array.from(signalOf(filter.zeroPhase[name]), (value) => value + 0),
        );
      },
    );

    it('has the same steady state', () => {
      expectClose(steadyStateOf(sections), filter.steadyState, 1e-10);
    });

    it('runs causally to the last bit', () => {
      expect(Array.from(createCausalFilter(sections).filter(signalOf(golden.signals['noise'])))).toEqual(filter.causal);
    });

    it('has the same response', () => {
      for (const { frequencyHz, gain, groupDelaySamples } of filter.response) {
        const found = frequencyResponse(sections, frequencyHz);
        expect(found.gain).toBeCloseTo(gain, 9);
        expect(found.groupDelaySamples).toBeCloseTo(groupDelaySamples, 3);
      }
    });
  },
);
