import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, SignalTooShortError } from '../errors';
import { resampleFft } from './fft-resample';
import { resampledLength, resamplePolyphase } from './polyphase';
import { rationalRatio, resampleToRate } from './rational-rate';

const sineAt = (samplingRateHz: number, frequencyHz: number, numSamples: number) =>
  Float64Array.from({ length: numSamples }, (_, i) => Math.sin((2 * Math.PI * frequencyHz * i) / samplingRateHz));

describe('rationalRatio', () => {
  it.each([
    [2000, 1, 2],
    [1926, 500, 963],
    [1111.11, 9, 10],
    [10000 / 9, 9, 10],
    [2148.148, 27, 58],
    [1259.259, 27, 34],
    [990, 100, 99],
    [1080, 25, 27],
    [100, 10, 1],
    [1000, 1, 1],
    [1111, 1000, 1111],
  ])('%d Hz to 1000 Hz', (fromHz, up, down) => {
    expect(rationalRatio({ fromHz, toHz: 1000 })).toMatchObject({ up, down });
  });

  it.each([
    [6999.93006993007, 20],
    [20, 399.99600079984],
    [20, 19999.801980198023],
    [20, 399.999],
  ])('finds a fraction beside a whole number too, %d Hz to %d Hz', (fromHz, toHz) => {
    const { up, down } = rationalRatio({ fromHz, toHz });
    expect(Math.abs(up / down / (toHz / fromHz) - 1)).toBeLessThanOrEqual(2e-6);
  });

  it('stays within its tolerance for every pair of rates', () => {
    const rate = fc.double({ min: 20, max: 20_000, noNaN: true });
    fc.assert(
      fc.property(rate, rate, (fromHz, toHz) => {
        const { up, down, relativeError } = rationalRatio({ fromHz, toHz });
        expect(Math.abs(relativeError)).toBeLessThanOrEqual(2e-6);
        expect(Math.abs((fromHz * up) / down / toHz - 1)).toBeLessThanOrEqual(2.1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [0, 1000],
    [NaN, 1000],
    [1e-3, 1e9],
  ])('refuses %d Hz to %d Hz', (fromHz, toHz) => {
    expect(() => rationalRatio({ fromHz, toHz })).toThrow(InvalidArgumentError);
  });
});

describe('resampleToRate', () => {
  it.each([200, 990, 1080, 1111.11, 1500, 1926, 2148.148, 2400])(
    'keeps the times of a 40 Hz sine from %d Hz',
    (fromHz) => {
      const { signal, samplingRateHz } = resampleToRate(sineAt(fromHz, 40, Math.round(2 * fromHz)), {
        fromHz,
        toHz: 1000,
      });
      const expected = sineAt(samplingRateHz, 40, signal.length);
      expect(Math.abs(samplingRateHz / 1000 - 1)).toBeLessThan(2e-6);
      for (let index = 100; index < signal.length - 100; index++)
        expect(Math.abs(signal[index] - expected[index])).toBeLessThan(2e-3);
    },
  );

  it('removes what lies above the new Nyquist frequency', () => {
    const { signal } = resampleToRate(sineAt(2000, 700, 4000), { fromHz: 2000, toHz: 1000 });
    expect(Math.max(...signal.subarray(50, -50).map(Math.abs))).toBeLessThan(5e-3);
  });
});

describe('resamplePolyphase', () => {
  it('has the stated length, keeps its input and returns a copy at 1:1', () => {
    const lengths = fc.integer({ min: 0, max: 400 });
    const factor = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(lengths, factor, factor, (length, up, down) => {
        const signal = Float64Array.from({ length }, (_, i) => Math.sin(i));
        const copy = signal.slice();
        const resampled = resamplePolyphase(signal, { up, down });
        expect(signal).toEqual(copy);
        expect(resampled.length).toBe(Math.ceil((length * up) / down));
        expect(resampled.length).toBe(resampledLength(length, { up, down }));
        expect(resampled.every(Number.isFinite)).toBe(true);
        if (up === down) expect(resampled).toEqual(signal);
      }),
    );
  });

  it('keeps a constant to the ripple of the filter, ends included', () => {
    for (const [up, down] of [
      [1, 2],
      [9, 10],
      [500, 963],
      [10, 1],
    ]) {
      const resampled = resamplePolyphase(new Float64Array(500).fill(4), { up, down });
      for (const value of resampled) expect(Math.abs(value - 4)).toBeLessThan(4e-3);
    }
  });

  it('makes samples beside a gap NaN and no others', () => {
    const signal = Float64Array.from({ length: 100 }, (_, i) => i);
    signal.fill(NaN, 40, 43);
    const resampled = resamplePolyphase(signal, { up: 2, down: 1 });
    const missing = Array.from(resampled.keys()).filter((index) => Number.isNaN(resampled[index]));
    expect(missing).toEqual([79, 80, 81, 82, 83, 84, 85]);
    expect(resamplePolyphase(new Float64Array(9).fill(NaN), { up: 1, down: 2 }).every(Number.isNaN)).toBe(true);
  });

  it.each([
    [{ up: 0, down: 1 }],
    [{ up: 1.5, down: 1 }],
    [{ up: 1, down: NaN }],
    [{ up: 1, down: 2, edges: 'mirror' as 'odd' }],
    [{ up: 1, down: 2, kaiserBeta: -1 }],
  ])('refuses %j', (options) => {
    expect(() => resamplePolyphase([1, 2, 3], options)).toThrow(InvalidArgumentError);
  });
});

describe('resampleFft', () => {
  it('is exact for a periodic signal', () => {
    const resampled = resampleFft(sineAt(100, 5, 100), { numSamples: 37 });
    resampled.forEach((value, index) => expect(value).toBeCloseTo(Math.sin((2 * Math.PI * 5 * index) / 37), 12));
  });

  it('is missing everywhere when one sample is', () => {
    expect(resampleFft([1, NaN, 2, 3], { numSamples: 7 }).every(Number.isNaN)).toBe(true);
  });

  it('refuses an empty signal and no samples', () => {
    expect(() => resampleFft([], { numSamples: 3 })).toThrow(SignalTooShortError);
    expect(() => resampleFft([1, 2], { numSamples: 0 })).toThrow(InvalidArgumentError);
  });
});
