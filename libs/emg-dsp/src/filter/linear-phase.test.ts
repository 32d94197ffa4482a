import { describe, expect, it } from 'vitest';
import { CornerFrequencyError, InvalidArgumentError } from '../errors';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import type { KaiserFirOptions } from './kaiser-fir';
import { designKaiserFir } from './kaiser-fir';
import { filterLinearPhase } from './linear-phase';

const { signals } = readGolden<{ signals: Record<string, GoldenNumbers> }>('filters');
const golden =
  readGolden<(KaiserFirOptions & { taps: GoldenNumbers; filtered: Record<string, GoldenNumbers> })[]>('linear-phase');

describe.each(golden.map((entry) => [entry.type, entry.samplingRateHz, entry] as const))(
  'Kaiser %s at %d Hz against SciPy',
  (_type, _rate, entry) => {
    const filter = designKaiserFir(entry);

    it('has the same taps', () => {
      expectClose(filter.taps, entry.taps, 1e-13);
      expect(filter.taps).toEqual(filter.taps.slice().reverse());
    });

    it.each(Object.keys(entry.filtered))('gives the same %s', (name) => {
      const signal = signalOf(signals[name]);
      const copy = signal.slice();
      expectClose(filterLinearPhase(signal, filter), entry.filtered[name], 1e-12, signal);
      expect(signal).toEqual(copy);
    });
  },
);

describe('a chirp through a Kaiser band-pass', () => {
  const samplingRateHz = 2000;
  const attenuationDb = 60;
  const filter = designKaiserFir({
    type: 'bandpass',
    cornerHz: [20, 450],
    transitionHz: 10,
    attenuationDb,
    samplingRateHz,
  });
  const tone = (frequencyHz: number) =>
    Float64Array.from({ length: 4000 }, (_, k) => Math.sin((2 * Math.PI * frequencyHz * k) / samplingRateHz));

  it.each([
    [5, 0],
    [14, 0],
    [20, 0.5],
    [26, 1],
    [200, 1],
    [444, 1],
    [450, 0.5],
    [456, 0],
    [900, 0],
  ])('%d Hz comes out with gain %d and without delay', (frequencyHz, gain) => {
    const filtered = filterLinearPhase(tone(frequencyHz), filter).subarray(1500, 2500);
    const expected = tone(frequencyHz).subarray(1500, 2500);
    const tolerance = gain === 0.5 ? 2e-3 : 1.2 * 10 ** (-attenuationDb / 20);
    filtered.forEach((value, k) => expect(Math.abs(value - gain * expected[k])).toBeLessThan(tolerance));
  });

  it('has nothing to do on nothing', () => {
    expect(filterLinearPhase([], filter)).toEqual(new Float64Array(0));
    expect(filterLinearPhase([NaN, NaN], filter).every(Number.isNaN)).toBe(true);
  });
});

it.each([
  [{ cornerHz: 600 }, CornerFrequencyError],
  [{ cornerHz: [20, 50] as [number, number] }, CornerFrequencyError],
  [{ type: 'comb' as 'lowpass' }, InvalidArgumentError],
  [{ transitionHz: 0 }, InvalidArgumentError],
  [{ attenuationDb: 3 }, InvalidArgumentError],
  [{ samplingRateHz: NaN }, InvalidArgumentError],
])('refuses %j', (wrong, error) => {
  const design = { type: 'lowpass' as const, cornerHz: 50, transitionHz: 10, samplingRateHz: 1000, ...wrong };
  expect(() => designKaiserFir(design)).toThrow(error);
});
