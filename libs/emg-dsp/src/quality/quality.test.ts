import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError } from '../errors';
import { gaussianNoise, simulateBursts, stationaryEmg } from '../simulation/emg-simulation';
import { welchSpectrum } from '../spectrum/power-spectrum';
import {
  activityRatioDb,
  clippedShare,
  correlation,
  repeatedShare,
  smallestStep,
  standardDeviation,
} from './amplitude-indices';
import { assessEmgQuality, QUALITY_LIMITS, type QualityIndexName } from './assess-quality';
import { cycleConsistency, findDuplicateChannels } from './channel-comparison';
import {
  baselineWanderShare,
  inBandShare,
  powerDensityDropDb,
  signalToHighFrequencyNoiseDb,
  signalToMotionDb,
  spectralDeformation,
} from './spectral-indices';

const samplingRateHz = 2000;
const { noisy: goodEmg } = simulateBursts({ samplingRateHz, durationS: 15, snrDb: 25, seed: 3 });

function verdictOf(signal: Float64Array, name: QualityIndexName, options = {}) {
  return assessEmgQuality(signal, { samplingRateHz, ...options }).indices.find((index) => index.name === name)!.verdict;
}

function tone(length: number, frequencyHz: number, amplitude: number): Float64Array {
  return Float64Array.from(
    { length },
    (_, k) => amplitude * Math.sin((2 * Math.PI * frequencyHz * k) / samplingRateHz),
  );
}

const sum = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + b[i]);

describe('amplitude indices', () => {
  it('have their worked values', () => {
    expect(smallestStep([1, 1.5, 1.5, 4])).toBe(0.5);
    expect(smallestStep([2, 2])).toBeNaN();
    expect(standardDeviation([1, NaN, 3])).toBe(1);
    expect(repeatedShare([1, 1, 2, NaN, 3])).toBe(0.5);
    expect(repeatedShare([1])).toBeNaN();
    expect(clippedShare([5, 5, 5, 0, -5, -5, 0, 1, 2, 3], 0.1)).toBeCloseTo(0.3, 12);
    expect(correlation([1, 2, 3, NaN], [2, 4, 6, 1])).toBeCloseTo(1, 12);
    expect(correlation([1, 1], [1, 2])).toBeNaN();
  });

  it('measure the activity ratio', () => {
    const square = Float64Array.from({ length: 4000 }, (_, i) => (i % 2 ? 1 : -1) * (i < 2000 ? 1 : 10));
    expect(activityRatioDb(square, { samplingRateHz: 1000 })).toBeCloseTo(10 * Math.log10(99), 6);
    expect(activityRatioDb(new Float64Array(4000).fill(1), { samplingRateHz: 1000 })).toBe(-Infinity);
    expect(activityRatioDb([], { samplingRateHz: 1000 })).toBeNaN();
  });
});

describe('spectral indices', () => {
  const emg = stationaryEmg(40000, samplingRateHz, 5);
  const spectrumOf = (signal: Float64Array) => welchSpectrum(signal, { samplingRateHz });

  it('tell EMG from noise, drift and movement', () => {
    expect(inBandShare(spectrumOf(emg))).toBeGreaterThan(0.85);
    expect(inBandShare(spectrumOf(sum(emg, tone(40000, 5, 3))))).toBeLessThan(0.5);
    expect(baselineWanderShare(spectrumOf(emg))).toBeLessThan(0.05);
    expect(baselineWanderShare(spectrumOf(sum(emg, tone(40000, 2, 3))))).toBeGreaterThan(0.7);
    expect(signalToMotionDb(spectrumOf(emg))).toBeGreaterThan(20);
    expect(signalToMotionDb(spectrumOf(sum(emg, tone(40000, 8, 1.5))))).toBeLessThan(4);
    expect(powerDensityDropDb(spectrumOf(emg))).toBeGreaterThan(20);
    expect(powerDensityDropDb(spectrumOf(gaussianNoise(40000, 6)))).toBeLessThan(3);
    expect(signalToHighFrequencyNoiseDb(spectrumOf(gaussianNoise(40000, 6)))).toBeCloseTo(0, 0);
    expect(signalToHighFrequencyNoiseDb(spectrumOf(emg))).toBeGreaterThan(15);
    expect(spectralDeformation(spectrumOf(tone(40000, 100, 1)))).toBeCloseTo(1, 2);
  });
});

describe('assessEmgQuality', () => {
  it('passes good EMG and explains every index', () => {
    const { verdict, reasons, indices } = assessEmgQuality(goodEmg, { samplingRateHz, microvoltsPerUnit: 100 });
    expect([verdict, reasons]).toEqual(['pass', []]);
    expect(indices.map(({ name }) => name)).toEqual(Object.keys(QUALITY_LIMITS));
    expect(indices.every(({ reason }) => reason.length > 20)).toBe(true);
  });

  it.each([
    ['zeros', new Float64Array(6000), 'dead'],
    ['a constant', new Float64Array(6000).fill(3), 'dead'],
    ['two steps of a converter', gaussianNoise(6000, 7).map((value) => Math.round(value)), 'dead'],
    ['hum only', tone(20000, 50, 1), 'mains'],
    ['60 Hz hum', sum(goodEmg, tone(goodEmg.length, 60, 5)), 'mains'],
    [
      'drift',
      sum(
        goodEmg.map((value) => 0.1 * value),
        tone(goodEmg.length, 3, 1),
      ),
      'in-band',
    ],
    ['mostly gaps', goodEmg.map((value, i) => (i % 3 === 0 ? value : NaN)), 'missing'],
  ] as const)('rejects %s', (_, signal, name) => {
    expect(verdictOf(signal, name)).toBe('reject');
    expect(assessEmgQuality(signal, { samplingRateHz }).verdict).toBe('reject');
  });

  it('rejects less than a microvolt when it knows the unit', () => {
    expect(
      verdictOf(
        goodEmg.map((value) => value * 1e-7),
        'dead',
        { microvoltsPerUnit: 1e6 },
      ),
    ).toBe('reject');
    expect(
      verdictOf(
        goodEmg.map((value) => value * 1e-7),
        'dead',
      ),
    ).toBe('pass');
  });

  it('warns of clipping, spikes, noise and a heart', () => {
    const clipped = goodEmg.map((value) => Math.max(-1, Math.min(1, value)));
    expect(verdictOf(clipped, 'clipping')).toBe('warn');
    const spiky = goodEmg.slice();
    for (let i = 500; i < spiky.length; i += 5000) spiky[i] += 80;
    expect(verdictOf(spiky, 'kurtosis')).toBe('warn');
    const { noisy } = simulateBursts({ samplingRateHz, durationS: 15, snrDb: -5, seed: 3 });
    expect(verdictOf(noisy, 'activity-ratio')).toBe('warn');
    expect(verdictOf(noisy, 'high-frequency-noise')).toBe('warn');
    const beating = goodEmg.map((value, i) => 0.3 * value + 4 * Math.exp(-((((i % 1600) - 800) / 30) ** 2)));
    expect(verdictOf(beating, 'heart')).toBe('warn');
    expect(verdictOf(goodEmg, 'heart')).not.toBe('warn');
  });

  it('takes limits from the caller', () => {
    const limits = { kurtosis: { above: 1, severity: 'reject', meaning: 'anything peaked' } } as const;
    const { verdict, reasons } = assessEmgQuality(goodEmg, { samplingRateHz, limits });
    expect(verdict).toBe('reject');
    expect(reasons[0]).toMatch(/^kurtosis .* expected at most 1 \(anything peaked\)$/);
  });

  it('computes what it can at every rate and length', () => {
    for (const rateHz of [30, 200, 990, 1000, 1080, 1500, 2400]) {
      for (const length of [0, 1, 2, 50, 700]) {
        const { indices } = assessEmgQuality(goodEmg.subarray(0, length), { samplingRateHz: rateHz });
        expect(indices).toHaveLength(14);
      }
    }
    expect(assessEmgQuality([], { samplingRateHz }).verdict).toBe('unknown');
    expect(assessEmgQuality([NaN, NaN], { samplingRateHz }).verdict).toBe('reject');
    expect(() => assessEmgQuality([1], { samplingRateHz: 0 })).toThrow(InvalidArgumentError);
    expect(() => assessEmgQuality([1], { samplingRateHz, converterStep: 0 })).toThrow(InvalidArgumentError);
    expect(() => assessEmgQuality([1], { samplingRateHz, microvoltsPerUnit: -1 })).toThrow(InvalidArgumentError);
  });
});

describe('channels and cycles', () => {
  it('finds copies, also turned over', () => {
    const [a, b] = [gaussianNoise(500, 1), gaussianNoise(500, 2)];
    const found = findDuplicateChannels([a, b, a.map((value) => -2 * value)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ first: 0, second: 2 });
    expect(found[0].correlation).toBeCloseTo(-1, 12);
    expect(findDuplicateChannels([])).toEqual([]);
    expect(() => findDuplicateChannels([a, a.subarray(1)])).toThrow(LengthMismatchError);
  });

  it('measures how alike cycles are', () => {
    const shape = Float64Array.from({ length: 101 }, (_, i) => Math.sin((Math.PI * i) / 100));
    expect(cycleConsistency([shape, shape, shape]).meanCorrelation).toBeCloseTo(1, 12);
    expect(cycleConsistency([shape, shape, shape]).varianceRatio).toBeCloseTo(0, 12);
    const noise = cycleConsistency([1, 2, 3, 4, 5, 6].map((seed) => gaussianNoise(101, seed)));
    expect(noise.varianceRatio).toBeGreaterThan(0.9);
    expect(noise.meanCorrelation).toBeLessThan(0.6);
    expect(cycleConsistency([shape, shape.map(() => NaN)]).varianceRatio).toBeNaN();
    expect(cycleConsistency([]).meanCorrelation).toBeNaN();
    expect(() => cycleConsistency([shape, shape.subarray(1)])).toThrow(LengthMismatchError);
  });
});
