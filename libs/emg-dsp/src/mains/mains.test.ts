import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { simulateBursts, stationaryEmg } from '../simulation/emg-simulation';
import { createMainsDetector, detectMains } from './mains-detection';
import { removeMains, type MainsRemovalOptions } from './mains-removal';

const samplingRateHz = 2000;

function hum(length: number, amplitude: number, frequencyHz: number, rateHz: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => {
    const phase = (2 * Math.PI * frequencyHz * k) / rateHz;
    return amplitude * (Math.sin(phase) + 0.3 * Math.sin(3 * phase + 1));
  });
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function rms(x: Float64Array): number {
  return Math.sqrt(x.reduce((total, value) => total + value * value, 0) / x.length);
}

describe('detectMains', () => {
  const emg = stationaryEmg(20000, samplingRateHz, 1);

  it('leaves EMG without hum alone', () => {
    const detection = detectMains(emg, { samplingRateHz });
    expect(detection.verdict).toBe('none');
    expect(detection.excessShare).toBeLessThan(0.03);
  });

  it.each([
    [50, 0.5, 'hum'],
    [60, 0.5, 'hum'],
    [50, 3, 'unplugged'],
  ] as const)('%i Hz of amplitude %f: %s', (frequencyHz, amplitude, verdict) => {
    const detection = detectMains(sum(emg, hum(emg.length, amplitude, frequencyHz, samplingRateHz)), {
      samplingRateHz,
    });
    expect(detection.verdict).toBe(verdict);
    expect(detection.frequencyHz).toBeCloseTo(frequencyHz, 6);
    const share = (1.09 * amplitude ** 2) / 2 / (1 + (1.09 * amplitude ** 2) / 2);
    expect(Math.abs(detection.excessShare - share)).toBeLessThan(0.03);
  });

  it('finds a grid that is off its nominal frequency', () => {
    const detection = detectMains(hum(20000, 1, 49.5, samplingRateHz), { samplingRateHz });
    expect(detection.frequencyHz).toBeCloseTo(49.5, 6);
    expect(detection.verdict).toBe('unplugged');
  });

  it.each([
    ['zeros', new Float64Array(5000)],
    ['a constant', new Float64Array(5000).fill(1)],
    ['too short', stationaryEmg(1500, samplingRateHz, 2)],
    ['gaps only', new Float64Array(5000).fill(NaN)],
    ['nothing', new Float64Array(0)],
  ])('says unknown or none for %s', (_, signal) => {
    expect(['unknown', 'none']).toContain(detectMains(signal, { samplingRateHz }).verdict);
  });

  it('says unknown where the rate is too low for 50 Hz, and refuses bad options', () => {
    expect(detectMains(new Float64Array(500).fill(1, 3, 9), { samplingRateHz: 100 }).verdict).toBe('unknown');
    expect(() => detectMains([1], { samplingRateHz: 0 })).toThrow(InvalidArgumentError);
    expect(() => detectMains([1], { samplingRateHz: 1, nominalHz: -50 })).toThrow(InvalidArgumentError);
    expect(() => detectMains([1], { samplingRateHz: 1, removeAbove: 2 })).toThrow(InvalidArgumentError);
  });
});

describe('createMainsDetector', () => {
  it.each([
    ['long', 80_000],
    ['of a few segments', 20_000],
    ['shorter than a segment', 3_000],
    ['too short', 1_000],
  ])('finds in every channel what detectMains finds, %s', (_, numSamples) => {
    const emg = stationaryEmg(numSamples, samplingRateHz, 2);
    const channels = [0, 0.5, 3, 0.2, 1].map((amplitude) => sum(emg, hum(numSamples, amplitude, 60, samplingRateHz)));
    channels[4].fill(NaN, 500, 700);
    const detect = createMainsDetector({ samplingRateHz });
    for (const detections of [detect(channels), detect(channels)]) {
      detections.forEach(({ harmonics, ...found }, index) => {
        const { harmonics: expectedHarmonics, ...expected } = detectMains(channels[index], { samplingRateHz });
        expect(found.verdict).toBe(expected.verdict);
        expect(found.frequencyHz).toBe(expected.frequencyHz);
        if (Number.isNaN(expected.share)) expect(found.share).toBeNaN();
        else expect(found.share).toBeCloseTo(expected.share, 9);
        expect(harmonics.length).toBe(expectedHarmonics.length);
      });
    }
  });

  it('takes a recording without channels', () => {
    expect(createMainsDetector({ samplingRateHz })([])).toEqual([]);
  });

  it('refuses bad options', () => {
    expect(() => createMainsDetector({ samplingRateHz: 0 })).toThrow(InvalidArgumentError);
  });
});

describe.each(['interpolation', 'notch'] as const)('removeMains by %s', (method) => {
  it('returns clean EMG as it was', () => {
    const emg = stationaryEmg(10000, samplingRateHz, 3);
    const { signal, removedHz } = removeMains(emg, { samplingRateHz, method });
    expect(removedHz).toEqual([]);
    expect(signal).toEqual(emg);
  });

  it.each([1000, 1500, 2000])('takes the hum and leaves the EMG, %i Hz', (rateHz) => {
    const { noisy: emg } = simulateBursts({ samplingRateHz: rateHz, durationS: 12, snrDb: 20, seed: 4 });
    const added = hum(emg.length, 1, 50, rateHz);
    const { signal, removedHz } = removeMains(sum(emg, added), { samplingRateHz: rateHz, method });
    expect(removedHz).toHaveLength(2);
    expect(removedHz[1]).toBeCloseTo(150, 6);
    const error = signal.map((value, i) => value - emg[i]);
    expect(rms(error)).toBeLessThan(0.3 * rms(added));
    expect(Math.abs(rms(signal) / rms(emg) - 1)).toBeLessThan(0.08);
  });

  it('treats stretches between gaps each for itself and counts what is too short', () => {
    const signal = sum(stationaryEmg(12000, samplingRateHz, 5), hum(12000, 2, 50, samplingRateHz));
    signal[6000] = NaN;
    signal[6500] = NaN;
    const options: MainsRemovalOptions = { samplingRateHz, method };
    const { signal: cleaned, untreatedSamples } = removeMains(signal, options);
    expect(untreatedSamples).toBe(499);
    expect(cleaned.filter(Number.isNaN)).toHaveLength(2);
    expect(rms(cleaned.subarray(1000, 5000))).toBeLessThan(1.2);
  });

  it('refuses bad options', () => {
    const options = { samplingRateHz, method };
    expect(() => removeMains([1], { ...options, method: 'comb' as 'notch' })).toThrow(InvalidArgumentError);
    expect(() => removeMains([1], { ...options, qualityFactor: 0 })).toThrow(InvalidArgumentError);
    expect(() => removeMains([1], { ...options, apply: 'never' as 'always' })).toThrow(InvalidArgumentError);
    expect(removeMains([1], { ...options, apply: 'always' }).removedHz).toEqual([]);
  });
});
