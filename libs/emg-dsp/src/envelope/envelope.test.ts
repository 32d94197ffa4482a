import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { kaiserWindow, designKaiserLowPass } from '../filter/kaiser-fir';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import { quantile } from '../statistics/quantile';
import { envelopeLowPass } from './envelope-low-pass';
import { removeMean } from './mean-removal';
import { movingAverage, movingRms } from './moving-window';
import { floorAtZero, rectifyFullWave } from './rectification';
import { tkeo } from './tkeo';

const { signals } = readGolden<{ signals: Record<string, GoldenNumbers> }>('filters');
const golden =
  readGolden<
    { windowSamples: number; mean: GoldenNumbers; rms: GoldenNumbers; kaiser: GoldenNumbers; lowPass: GoldenNumbers }[]
  >('windows');

describe('moving windows against SciPy', () => {
  it.each(golden)('of $windowSamples samples', ({ windowSamples, mean, rms, kaiser, lowPass }) => {
    const noise = signalOf(signals['noise']);
    expectClose(movingAverage(noise, { windowSamples }), mean, 1e-12);
    expectClose(movingRms(noise, { windowSamples }), rms, 1e-12);
    expectClose(kaiserWindow(windowSamples, 5), kaiser, 1e-13);
    expectClose(designKaiserLowPass({ numTaps: windowSamples, cornerOfNyquist: 0.3 }), lowPass, 1e-13);
  });
});

describe('amplitudes against SciPy and NumPy', () => {
  const amplitudes = readGolden<{
    tkeo: GoldenNumbers;
    envelope: GoldenNumbers;
    quantiles: { fraction: number; expected: number }[];
  }>('amplitudes');

  it('energy and envelope', () => {
    const noise = signalOf(signals['noise']);
    expectClose(tkeo(noise), amplitudes.tkeo, 1e-15);
    expectClose(envelopeLowPass(noise, { samplingRateHz: 1000, floorAtZero: false }), amplitudes.envelope, 1e-10);
  });

  it.each(amplitudes.quantiles)('quantile $fraction beside gaps', ({ fraction, expected }) => {
    expectClose([quantile(signalOf(signals['gaps']), fraction)], [expected], 1e-15);
  });
});

describe('moving windows', () => {
  it('equal the sum over the window that exists', () => {
    const values = fc.array(fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(NaN)), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (signal, windowSamples) => {
        const found = movingAverage(signal, { windowSamples });
        signal.forEach((value, index) => {
          if (Number.isNaN(value)) return expect(found[index]).toBeNaN();
          let [start, end] = [index, index + 1];
          while (start > 0 && start > index - Math.floor(windowSamples / 2) && !Number.isNaN(signal[start - 1]))
            start--;
          while (end < signal.length && end < index + Math.ceil(windowSamples / 2) && !Number.isNaN(signal[end])) end++;
          const window = signal.slice(start, end);
          expect(found[index]).toBeCloseTo(window.reduce((sum, sample) => sum + sample, 0) / window.length, 10);
        });
      }),
    );
  });

  it('forget a burst as soon as it has left the window', () => {
    const signal = new Float64Array(400);
    signal.fill(1e6, 100, 110);
    const rms = movingRms(signal, { windowSamples: 21 });
    expect(rms.subarray(120).every((value) => value === 0)).toBe(true);
    expect(Math.max(...rms)).toBeCloseTo(1e6 * Math.sqrt(10 / 21), 3);
  });

  it('may write to their own input', () => {
    const signal = Float64Array.of(3, -3, 3, -3);
    const expected = movingRms(signal, { windowSamples: 3 });
    expect(movingRms(signal, { windowSamples: 3, out: signal })).toBe(signal);
    expect(signal).toEqual(expected);
    expect(() => movingRms(signal, { windowSamples: 0 })).toThrow(InvalidArgumentError);
  });
});

describe('tkeo', () => {
  it('of a sine is the square of amplitude times sine of its step', () => {
    const sine = Float64Array.from({ length: 50 }, (_, i) => 3 * Math.sin(0.4 * i + 1));
    for (const energy of tkeo(sine)) expect(energy).toBeCloseTo(9 * Math.sin(0.4) ** 2, 12);
  });

  it('is missing where three neighbours are', () => {
    expect(Array.from(tkeo([1, 2, 4, NaN, 1, 1, NaN]))).toEqual([0, 0, 0, NaN, NaN, NaN, NaN]);
    expect(tkeo([])).toEqual(new Float64Array(0));
  });
});

describe('rectification and mean', () => {
  it('keep gaps and input', () => {
    const signal = Float64Array.of(-1, NaN, 2, -0);
    expect(Array.from(rectifyFullWave(signal))).toEqual([1, NaN, 2, 0]);
    expect(Array.from(floorAtZero(signal))).toEqual([0, NaN, 2, -0]);
    expect(Array.from(removeMean(Float64Array.of(1, NaN, 3)))).toEqual([-1, NaN, 1]);
    expect(removeMean([NaN])[0]).toBeNaN();
    expect(Array.from(signal)).toEqual([-1, NaN, 2, -0]);
  });
});

describe('envelopeLowPass', () => {
  const samplingRateHz = 1000;

  it('of a constant is its magnitude', () => {
    for (const value of envelopeLowPass(new Float64Array(300).fill(-2), { samplingRateHz }))
      expect(value).toBeCloseTo(2, 9);
  });

  it('of a burst peaks at its middle and is never negative', () => {
    const burst = Float64Array.from({ length: 1001 }, (_, i) => (Math.abs(i - 500) < 60 ? Math.sin(i * 1.3) : 0));
    const envelope = envelopeLowPass(burst, { samplingRateHz });
    expect(Math.min(...envelope)).toBe(0);
    expect(Math.abs(envelope.indexOf(Math.max(...envelope)) - 500)).toBeLessThan(10);
    const unfloored = envelopeLowPass(burst, { samplingRateHz, floorAtZero: false });
    expect(Math.min(...unfloored)).toBeLessThan(0);
  });
});
