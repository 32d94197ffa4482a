import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError, SignalTooShortError } from '../errors';
import { kurtosis, sampleVariance, skewness } from '../features/amplitude-features';
import { gaussianNoise } from '../simulation/emg-simulation';
import { periodogram, welchSpectrum } from './power-spectrum';
import {
  bandPower,
  bandRatio,
  fatigueSlopeHzPerS,
  meanFrequencyHz,
  medianFrequencyHz,
  peakFrequencyHz,
  spectralMoment,
} from './spectral-features';

const golden = JSON.parse(readFileSync(new URL('../golden/spectra.json', import.meta.url), 'utf8')) as {
  welch: {
    length: number;
    segment: number;
    overlap: number;
    window: 'hann' | 'rectangular';
    frequencyHz: number[];
    density: number[];
  }[];
  periodogram: { frequencyHz: number[]; density: number[] };
  skewness: number;
  kurtosis: number;
  variance: number;
};

function chirp(length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => {
    const step = k > Math.floor(length / 2) ? 0.7 : 0;
    return Math.sin(0.05 * k + 0.001 * k * k) + 0.3 * Math.cos(2.5 * k) + step;
  });
}

function expectClose(found: Float64Array, expected: number[]): void {
  expect(found.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs), 1e-30);
  found.forEach((value, i) => expect(Math.abs(value - expected[i]) / largest).toBeLessThan(1e-13));
}

describe('against SciPy', () => {
  it.each(golden.welch)('welch n=$length segment=$segment $window', (entry) => {
    const spectrum = welchSpectrum(chirp(entry.length), {
      samplingRateHz: 1000,
      segmentSamples: entry.segment,
      overlapSamples: entry.overlap,
      window: entry.window,
    });
    expectClose(spectrum.frequencyHz, entry.frequencyHz);
    expectClose(spectrum.power, entry.density);
  });

  it('periodogram, skewness, kurtosis, variance', () => {
    const spectrum = periodogram(chirp(50), { samplingRateHz: 2000 });
    expectClose(spectrum.frequencyHz, golden.periodogram.frequencyHz);
    expectClose(spectrum.power, golden.periodogram.density);
    expect(skewness(chirp(50))).toBeCloseTo(golden.skewness, 12);
    expect(kurtosis(chirp(50))).toBeCloseTo(golden.kurtosis, 12);
    expect(sampleVariance(chirp(50))).toBeCloseTo(golden.variance, 12);
  });
});

describe('welchSpectrum', () => {
  it('integrates to the variance', () => {
    const noise = gaussianNoise(4096, 3);
    const { frequencyHz, power } = periodogram(noise, { samplingRateHz: 500 });
    const integral = power.reduce((sum, value) => sum + value, 0) * frequencyHz[1];
    expect(integral).toBeCloseTo((sampleVariance(noise) * 4095) / 4096, 10);
  });

  it('leaves out segments with a gap, and says NaN when none is left', () => {
    const signal = gaussianNoise(400, 4);
    const options = { samplingRateHz: 100, segmentSamples: 100, overlapSamples: 0 };
    const gappy = signal.slice();
    gappy[150] = NaN;
    const withoutSecond = Float64Array.of(...signal.subarray(0, 100), ...signal.subarray(200));
    expect(welchSpectrum(gappy, options).power).toEqual(welchSpectrum(withoutSecond, options).power);
    expect(welchSpectrum([NaN, 1], { samplingRateHz: 10 }).power[0]).toBeNaN();
    expect(medianFrequencyHz(welchSpectrum([NaN, 1], { samplingRateHz: 10 }))).toBeNaN();
  });

  it('has no power in zeros and constants', () => {
    const spectrum = welchSpectrum(new Float64Array(300).fill(5), { samplingRateHz: 100 });
    expect(spectralMoment(spectrum, 0)).toBeLessThan(1e-25);
    const silent = welchSpectrum(new Float64Array(300), { samplingRateHz: 100 });
    expect(meanFrequencyHz(silent)).toBeNaN();
    expect(medianFrequencyHz(silent)).toBeNaN();
    expect(peakFrequencyHz(silent)).toBeNaN();
  });

  it('refuses a segment longer than the signal and impossible options', () => {
    expect(() => welchSpectrum([1, 2], { samplingRateHz: 10, segmentSamples: 3 })).toThrow(SignalTooShortError);
    expect(() => welchSpectrum([], { samplingRateHz: 10 })).toThrow(SignalTooShortError);
    expect(() => periodogram([], { samplingRateHz: 10 })).toThrow(SignalTooShortError);
    for (const options of [{ segmentSamples: 0 }, { overlapSamples: 2 }, { window: 'flat' as 'hann' }]) {
      expect(() => welchSpectrum([1, 2], { samplingRateHz: 10, ...options })).toThrow(InvalidArgumentError);
    }
  });
});

describe('spectral features', () => {
  const spectrum = { frequencyHz: Float64Array.of(0, 10, 20, 30), power: Float64Array.of(1, 2, 4, 1) };

  it('have their worked values', () => {
    expect(spectralMoment(spectrum, 0)).toBe(8);
    expect(meanFrequencyHz(spectrum)).toBe((20 + 80 + 30) / 8);
    expect(medianFrequencyHz(spectrum)).toBe(20);
    expect(peakFrequencyHz(spectrum)).toBe(20);
    expect(bandPower(spectrum, 10, 20)).toBe(6);
    expect(bandRatio(spectrum, [0, 10], [20, 30])).toBe(3 / 5);
  });

  it('see fatigue as a falling line, gaps left out', () => {
    expect(fatigueSlopeHzPerS([100, NaN, 96, 94], [0, 1, 2, 3])).toBeCloseTo(-2, 12);
    expect(fatigueSlopeHzPerS([100], [0])).toBeNaN();
    expect(() => fatigueSlopeHzPerS([1, 2], [0])).toThrow(LengthMismatchError);
  });

  it('find the tone of a sine at every rate that occurs', () => {
    for (const samplingRateHz of [200, 990, 1000, 1080, 1500, 2000, 2400]) {
      const tone = Float64Array.from({ length: 3 * samplingRateHz }, (_, k) =>
        Math.sin((2 * Math.PI * 70 * k) / samplingRateHz),
      );
      expect(Math.abs(peakFrequencyHz(welchSpectrum(tone, { samplingRateHz })) - 70)).toBeLessThan(0.51);
    }
  });
});
