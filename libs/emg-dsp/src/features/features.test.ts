import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, SignalTooShortError } from '../errors';
import { gaussianNoise, stationaryEmg } from '../simulation/emg-simulation';
import {
  differenceAbsoluteSd,
  hjorthParameters,
  integratedEmg,
  kurtosis,
  logDetector,
  lScore,
  maximumFractalLength,
  meanAbsoluteDifference,
  meanAbsoluteValue,
  meanAbsoluteValueSlopes,
  meanSquaredRoot,
  rootMeanSquare,
  sampleVariance,
  skewness,
  temporalMoment,
  waveformLength,
} from './amplitude-features';
import { autoregressiveCoefficients, cepstralCoefficients } from './autoregression';
import { slopeSignChanges, willisonAmplitude, zeroCrossings } from './counting-features';
import { fuzzyEntropy, sampleEntropy } from './entropy';
import { slidingFeature, windowStarts } from './feature-windows';

describe('amplitude features', () => {
  const window = Float64Array.of(1, -2, 3, -4);

  it('have their worked values', () => {
    expect(meanAbsoluteValue(window)).toBe(2.5);
    expect(rootMeanSquare(window)).toBe(Math.sqrt(7.5));
    expect(integratedEmg(window)).toBe(10);
    expect(sampleVariance(window)).toBeCloseTo(29 / 3, 12);
    expect(waveformLength(window)).toBe(15);
    expect(meanAbsoluteDifference(window)).toBe(5);
    expect(differenceAbsoluteSd(window)).toBeCloseTo(Math.sqrt((9 + 25 + 49) / 3), 12);
    expect(maximumFractalLength(window)).toBeCloseTo(Math.log10(15), 12);
    expect(logDetector(window)).toBeCloseTo(24 ** 0.25, 12);
    expect(logDetector([0, 5])).toBe(0);
    expect(temporalMoment(window, 3)).toBe(25);
    expect(lScore([1, 2, 3])).toBeCloseTo(2 / 3, 12);
    expect(meanSquaredRoot([4, -9])).toBeCloseTo(Math.hypot(1, 1.5), 12);
    expect([...meanAbsoluteValueSlopes(window, 2)]).toEqual([2]);
    expect(skewness([-1, 0, 1])).toBe(0);
  });

  it('see a Gaussian, a sine and a spike', () => {
    expect(Math.abs(kurtosis(gaussianNoise(20000, 1)) - 3)).toBeLessThan(0.15);
    const sine = Float64Array.from({ length: 1000 }, (_, k) => Math.sin((2 * Math.PI * k) / 100));
    const { activity, mobility, complexity } = hjorthParameters(sine);
    expect(activity).toBeCloseTo(0.5, 6);
    expect(mobility).toBeCloseTo(2 * Math.sin(Math.PI / 100), 3);
    expect(complexity).toBeCloseTo(1, 2);
    expect(kurtosis(new Float64Array(1000).fill(1, 500, 501))).toBeGreaterThan(900);
  });

  it.each([
    meanAbsoluteValue,
    rootMeanSquare,
    integratedEmg,
    sampleVariance,
    waveformLength,
    meanAbsoluteDifference,
    differenceAbsoluteSd,
    maximumFractalLength,
    logDetector,
    lScore,
    meanSquaredRoot,
    skewness,
    kurtosis,
    zeroCrossings,
    slopeSignChanges,
    sampleEntropy,
    fuzzyEntropy,
  ])('$name is NaN for nothing and for a gap, and finite or NaN for zeros and one sample', (feature) => {
    expect(feature(new Float64Array(0))).toBeNaN();
    expect(feature(Float64Array.of(1, -1, NaN, 2, 1, 0))).toBeNaN();
    for (const window of [new Float64Array(10), Float64Array.of(2)]) expect(feature(window)).not.toBe(Infinity);
  });
});

describe('counting features', () => {
  it('count a crossing once even through zero, LibEMG does not', () => {
    expect(zeroCrossings([1, 0, -1, 2])).toBe(2);
    expect(zeroCrossings([1, 0, -1, 2], { convention: 'libemg' })).toBe(1);
    expect(zeroCrossings([1, 0, 1])).toBe(0);
  });

  it('need steps above the noise threshold', () => {
    expect(zeroCrossings([0.1, -0.1, 2, -2], { threshold: 1 })).toBe(2);
    expect(zeroCrossings([0.1, -0.1, 2, 0.5, -0.5, 3, -2], { threshold: 1, convention: 'hysteresis' })).toBe(1);
    expect(slopeSignChanges([0, 0.1, 0, 5, 0])).toBe(3);
    expect(slopeSignChanges([0, 0.1, 0, 5, 0], { threshold: 1 })).toBe(2);
    expect(slopeSignChanges([1, 1, 1])).toBe(0);
    expect(slopeSignChanges([1, 1, 1], { convention: 'libemg' })).toBe(1);
    expect(willisonAmplitude([0, 1, 3, 3.5], { threshold: 0.9 })).toBe(2);
    expect(willisonAmplitude([], { threshold: 0 })).toBeNaN();
  });
});

describe('autoregression', () => {
  /** x[n] = 0.6 x[n-1] - 0.3 x[n-2] + noise. */
  function process(): Float64Array {
    const x = gaussianNoise(20000, 5);
    for (let n = 2; n < x.length; n++) x[n] += 0.6 * x[n - 1] - 0.3 * x[n - 2];
    return x;
  }

  it.each(['autocorrelation', 'burg'] as const)('%s finds the coefficients of a known process', (method) => {
    const found = autoregressiveCoefficients(process(), { order: 3, method });
    [-0.6, 0.3, 0].forEach((a, k) => expect(Math.abs(found[k] - a)).toBeLessThan(0.02));
  });

  it.each(['autocorrelation', 'burg'] as const)(
    '%s: silence gives zeros, gaps NaN, orders beyond the data no error',
    (method) => {
      expect([...autoregressiveCoefficients(new Float64Array(50), { order: 2, method })]).toEqual(
        [-0, -0].map(Math.abs),
      );
      expect([...autoregressiveCoefficients([1, NaN], { order: 1, method })]).toEqual([NaN]);
      expect([...autoregressiveCoefficients([], { order: 1, method })]).toEqual([NaN]);
      expect(autoregressiveCoefficients([1, 2], { order: 4, method }).every(Number.isFinite)).toBe(true);
      expect(() => autoregressiveCoefficients([1], { order: 0, method })).toThrow(InvalidArgumentError);
    },
  );

  it('has the cepstrum of its poles', () => {
    // 1 / (1 - 0.5 z^-1) has the cepstrum 0.5^p / p.
    expect([...cepstralCoefficients([-0.5, 0, 0])].map((c) => Number(c.toFixed(12)))).toEqual([
      0.5, 0.125, 0.041666666667,
    ]);
    expect(cepstralCoefficients([-0.5, 0.2], { convention: 'libemg' })[1]).toBeCloseTo(-0.2 - 0.5 * 0.2 * 0.5, 12);
  });
});

describe('entropy', () => {
  it('matches a count by hand', () => {
    // Patterns of 1 within 0.5: the three zeros and the two ones, of which n - m = 4 starts count; of 2 samples: 0 1 twice.
    expect(sampleEntropy([0, 1, 0, 1, 0], { patternSamples: 1, toleranceSds: 0.5 })).toBeCloseTo(0, 12);
    expect(sampleEntropy([0, 1, 0, 0, 1], { patternSamples: 1, toleranceSds: 0.5 })).toBeCloseTo(Math.log(6 / 2), 12);
  });

  it('is low for a sine, higher for EMG, highest for white noise', () => {
    const sine = Float64Array.from({ length: 400 }, (_, k) => Math.sin(k / 8));
    for (const entropy of [sampleEntropy, fuzzyEntropy]) {
      const [low, middle, high] = [sine, stationaryEmg(400, 1000, 2), gaussianNoise(400, 2)].map((x) => entropy(x));
      expect(low).toBeLessThan(middle);
      expect(middle).toBeLessThan(high);
    }
  });

  it('does not depend on unit or offset, and has no value for a constant', () => {
    const emg = stationaryEmg(200, 1000, 3);
    expect(sampleEntropy(emg.map((x) => 4 * x))).toBe(sampleEntropy(emg));
    expect(fuzzyEntropy(emg.map((x) => 4 * x + 8))).toBeCloseTo(fuzzyEntropy(emg), 9);
    expect(sampleEntropy(new Float64Array(20).fill(1))).toBeNaN();
    expect(() => sampleEntropy(emg, { patternSamples: 0 })).toThrow(InvalidArgumentError);
    expect(() => fuzzyEntropy(emg, { toleranceSds: 0 })).toThrow(InvalidArgumentError);
  });
});

describe('windows', () => {
  it('are complete ones only', () => {
    expect(windowStarts(500, { windowSamples: 200, stepSamples: 25 })).toHaveLength(13);
    const values = slidingFeature(Float64Array.of(1, 3, 5, 7, 9), meanAbsoluteValue, {
      windowSamples: 2,
      stepSamples: 2,
    });
    expect([...values]).toEqual([2, 6]);
  });

  it('longer than the signal are an error', () => {
    expect(() => windowStarts(10, { windowSamples: 11, stepSamples: 1 })).toThrow(SignalTooShortError);
    expect(() => windowStarts(10, { windowSamples: 2, stepSamples: 0 })).toThrow(InvalidArgumentError);
  });
});
