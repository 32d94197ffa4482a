import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CornerFrequencyError, InvalidArgumentError, isEmgDspError, LengthMismatchError } from '../errors';
import { expectClose } from '../golden/golden-vectors';
import type { ButterworthOptions } from './butterworth';
import { designButterworth } from './butterworth';
import { createCausalFilter } from './causal-filter';
import { frequencyResponse } from './frequency-response';
import { designKaiserLowPass, kaiserWindow } from './kaiser-fir';
import { designNotch } from './notch';
import { filterZeroPhase } from './zero-phase';

const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz: 2000 });
const samples = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('designButterworth', () => {
  const types: [ButterworthOptions['type'], number | [number, number]][] = [
    ['lowpass', 6],
    ['highpass', 20],
    ['bandpass', [20, 450]],
    ['bandstop', [48, 52]],
  ];

  it.each(types.flatMap(([type, cornerHz]) => [1, 2, 3, 5].map((order) => [type, order, cornerHz] as const)))(
    '%s of order %i has its corners where the convention says',
    (type, order, cornerHz) => {
      const design = { order, type, cornerHz, samplingRateHz: 1926 };
      const perPass = designButterworth(design);
      const afterTwo = designButterworth({ ...design, cornerConvention: 'after-two-passes' });
      for (const corner of perPass.cornerHz) {
        expect(frequencyResponse(perPass, corner).gain).toBeCloseTo(Math.SQRT1_2, 9);
        expect(frequencyResponse(afterTwo, corner).gain ** 2).toBeCloseTo(Math.SQRT1_2, 9);
      }
    },
  );

  it("moves a second-order low-pass by Winter's 0.802", () => {
    const corrected = designButterworth({
      order: 2,
      type: 'lowpass',
      cornerHz: 6,
      samplingRateHz: 1000,
      cornerConvention: 'after-two-passes',
    });
    const byHand = designButterworth({ order: 2, type: 'lowpass', cornerHz: 6 / 0.802, samplingRateHz: 1000 });
    expectClose(corrected.coefficients, byHand.coefficients, 1e-3);
  });

  it.each([
    [{ cornerHz: 0 }, CornerFrequencyError],
    [{ cornerHz: 1000 }, CornerFrequencyError],
    [{ cornerHz: NaN }, CornerFrequencyError],
    [{ cornerHz: [20, 450] as [number, number] }, CornerFrequencyError],
    [{ type: 'bandpass' as const, cornerHz: [450, 20] as [number, number] }, CornerFrequencyError],
    [{ type: 'bandpass' as const, cornerHz: 20 }, CornerFrequencyError],
    [{ order: 0 }, InvalidArgumentError],
    [{ order: 2.5 }, InvalidArgumentError],
    [{ samplingRateHz: -1 }, InvalidArgumentError],
    [{ type: 'low' as 'lowpass' }, InvalidArgumentError],
  ])('refuses %j', (wrong, error) => {
    const design = { order: 2, type: 'lowpass' as const, cornerHz: 6, samplingRateHz: 2000, ...wrong };
    expect(() => designButterworth(design)).toThrow(error);
  });

  it('says what was expected and found', () => {
    const design = { order: 2, type: 'lowpass' as const, cornerHz: 600, samplingRateHz: 1000 };
    expect(() => designButterworth(design)).toThrow('between 0 and 500 Hz (half of 1000 Hz), found 600 Hz');
  });
});

describe('designNotch', () => {
  it('removes its centre and nothing far from it', () => {
    const notch = designNotch({ centreHz: 50, qualityFactor: 35, samplingRateHz: 2000 });
    expect(frequencyResponse(notch, 50).gain).toBeLessThan(1e-12);
    expect(frequencyResponse(notch, 0).gain).toBeCloseTo(1, 12);
    expect(frequencyResponse(notch, 50 + 50 / 70).gain).toBeCloseTo(Math.SQRT1_2, 2);
    expect(frequencyResponse(notch, 200).gain).toBeGreaterThan(0.999);
  });
});

describe('filterZeroPhase', () => {
  it('is linear, keeps its input and lets nothing non-finite in', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.1, max: 5, noNaN: true }), (values, factor) => {
        const signal = Float64Array.from(values);
        const copy = signal.slice();
        const filtered = filterZeroPhase(signal, band);
        expect(signal).toEqual(copy);
        const scaled = filterZeroPhase(
          signal.map((value) => value * factor),
          band,
        );
        const largest = Math.max(...signal.map(Math.abs), 1e-9);
        filtered.forEach((value, index) =>
          expect(Math.abs(scaled[index] - factor * value)).toBeLessThanOrEqual(1e-9 * largest * factor),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('answers an impulse symmetrically', () => {
    const impulse = new Float64Array(2001);
    impulse[1000] = 1;
    const response = filterZeroPhase(impulse, band);
    expectClose(response, response.slice().reverse(), 1e-10);
  });

  it('has the squared gain of one pass and no phase', () => {
    const samplingRateHz = 2000;
    for (const frequencyHz of [10, 20, 100, 450]) {
      const sine = Float64Array.from({ length: 8000 }, (_, i) =>
        Math.sin((2 * Math.PI * frequencyHz * i) / samplingRateHz),
      );
      const filtered = filterZeroPhase(sine, band);
      const gain = frequencyResponse(band, frequencyHz).gain ** 2;
      for (let index = 3000; index < 5000; index++) expect(filtered[index]).toBeCloseTo(gain * sine[index], 6);
    }
  });

  it('treats the stretches beside a gap as signals of their own', () => {
    const left = Float64Array.from({ length: 200 }, (_, i) => Math.sin(i));
    const right = Float64Array.from({ length: 90 }, (_, i) => Math.cos(i * 0.7));
    const joined = Float64Array.of(...left, NaN, Infinity, NaN, ...right);
    const filtered = filterZeroPhase(joined, band);
    expect(filtered.slice(0, 200)).toEqual(filterZeroPhase(left, band));
    expect(filtered.slice(203)).toEqual(filterZeroPhase(right, band));
    expect(filtered.slice(200, 203).every(Number.isNaN)).toBe(true);
  });

  it('lets a NaN spread when asked to', () => {
    const signal = Float64Array.from({ length: 100 }, (_, i) => (i === 50 ? NaN : i));
    expect(filterZeroPhase(signal, band, { gaps: 'propagate' }).every(Number.isNaN)).toBe(true);
  });

  it('takes any length, any array and its own input as output', () => {
    expect(filterZeroPhase([], band)).toEqual(new Float64Array(0));
    expect(filterZeroPhase([5], band)[0]).toBeCloseTo(0, 12);
    expect(filterZeroPhase(new Float64Array(3).fill(NaN), band).every(Number.isNaN)).toBe(true);
    const signal = Float64Array.from({ length: 50 }, (_, i) => (i * i) % 7);
    const expected = filterZeroPhase(signal, band);
    expect(filterZeroPhase(Float32Array.from(signal), band)).toEqual(expected);
    expect(filterZeroPhase(signal, band, { out: signal })).toBe(signal);
    expect(signal).toEqual(expected);
    expect(() => filterZeroPhase(signal, band, { out: new Float64Array(3) })).toThrow(LengthMismatchError);
  });
});

describe('createCausalFilter', () => {
  const lowPass = designButterworth({ order: 3, type: 'lowpass', cornerHz: 6, samplingRateHz: 200 });

  it('gives the same numbers block by block as at once', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 40 }), (values, size) => {
        const whole = createCausalFilter(lowPass).filter(values);
        const filter = createCausalFilter(lowPass);
        const blocks: number[] = [];
        for (let start = 0; start < values.length; start += size)
          blocks.push(...filter.filter(values.slice(start, start + size)));
        expect(blocks).toEqual(Array.from(whole));
      }),
    );
  });

  it('gives the same numbers block by block where they die away', () => {
    const signal = new Float64Array(60_000);
    signal[0] = 1;
    const filter = createCausalFilter(lowPass);
    const blocks = [100, 101, 30_000, 60_000].map((end, index, ends) =>
      Array.from(filter.filter(signal.subarray(ends[index - 1] ?? 0, end))),
    );
    expect(blocks.flat()).toEqual(Array.from(createCausalFilter(lowPass).filter(signal)));
  });

  it('forgets on reset, restarts after a gap and starts steadily when asked to', () => {
    const filter = createCausalFilter(lowPass, { initialState: 'steady-state' });
    const first = filter.filter([1, 2, 3]);
    expect(first[0]).toBeCloseTo(1, 12);
    filter.reset();
    expect(filter.filter([1, 2, 3])).toEqual(first);
    const withGap = filter.filter([NaN, 1, 2, 3]);
    expect(withGap[0]).toBeNaN();
    expect(withGap.slice(1)).toEqual(first);
  });

  it('reports the delay that a slow sine really has', () => {
    const filter = createCausalFilter(lowPass);
    const sine = Float64Array.from({ length: 4000 }, (_, i) => Math.sin((2 * Math.PI * 0.5 * i) / 200));
    const delayed = filter.filter(sine);
    const { phaseRad, groupDelaySamples } = filter.responseAt(0.5);
    const phaseDelay = -phaseRad / ((2 * Math.PI * 0.5) / 200);
    const whole = Math.round(phaseDelay);
    expect(Math.abs(delayed[3000] - sine[3000 - whole])).toBeLessThan(0.01);
    expect(groupDelaySamples).toBeCloseTo(phaseDelay, 0);
  });
});

describe('Kaiser filters', () => {
  it('have unit gain at 0 Hz and symmetric taps', () => {
    const taps = designKaiserLowPass({ numTaps: 41, cornerOfNyquist: 0.5 });
    expect(taps.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1, 14);
    expect(taps).toEqual(taps.slice().reverse());
  });

  it.each([
    [0, 5],
    [3, -1],
    [3, NaN],
  ])('refuse a window of %d samples with beta %d', (length, beta) => {
    expect(() => kaiserWindow(length, beta)).toThrow(InvalidArgumentError);
  });

  it('throw errors that are recognised', () => {
    try {
      designKaiserLowPass({ numTaps: 5, cornerOfNyquist: 1 });
      expect.unreachable();
    } catch (error) {
      expect(isEmgDspError(error) && error.tag).toBe('InvalidArgument');
    }
  });
});
