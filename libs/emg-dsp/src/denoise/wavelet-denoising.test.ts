import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { denoisingScore } from '../simulation/denoising-score';
import { gaussianNoise, simulateBursts, stationaryEmg } from '../simulation/emg-simulation';
import { median } from '../statistics/quantile';
import { legacySoftThreshold } from './legacy-soft-threshold';
import { denoiseWavelet, type WaveletDenoisingOptions } from './wavelet-denoising';

const SEEDS = [1, 2, 3, 4, 5];

function medianScore(snrDb: number, samplingRateHz: number, denoise: (noisy: Float64Array) => Float64Array) {
  const scores = SEEDS.map((seed) => {
    const simulated = simulateBursts({ samplingRateHz, durationS: 10, snrDb, seed });
    return denoisingScore(simulated, denoise(simulated.noisy));
  });
  return {
    gainDb: median(scores.map((s) => s.gainDb)),
    energyKept: median(scores.map((s) => s.energyKept)),
    projectionKept: median(scores.map((s) => s.projectionKept)),
  };
}

const withOptions = (options: WaveletDenoisingOptions) => (noisy: Float64Array) =>
  denoiseWavelet(noisy, options).signal;

describe.each([990, 1000, 2000, 2400])('default on simulated bursts in white noise, %i Hz', (samplingRateHz) => {
  it('gains at least 3 dB at 0 dB', () => {
    expect(medianScore(0, samplingRateHz, withOptions({ samplingRateHz })).gainDb).toBeGreaterThan(3);
  });

  it('keeps at least 90 % of the burst energy at 10 dB, also counted as projection on the clean burst', () => {
    const { gainDb, energyKept, projectionKept } = medianScore(10, samplingRateHz, withOptions({ samplingRateHz }));
    expect(energyKept).toBeGreaterThan(0.9);
    expect(energyKept).toBeLessThan(1.1);
    expect(projectionKept).toBeGreaterThan(0.9);
    expect(gainDb).toBeGreaterThan(2);
  });
});

describe('other rules beside the default at 10 dB, 1000 Hz', () => {
  const samplingRateHz = 1000;

  it('the packet mode with local energy keeps bursts too', () => {
    const kept = medianScore(10, samplingRateHz, withOptions({ samplingRateHz, transform: 'packet' }));
    expect(kept.projectionKept).toBeGreaterThan(0.9);
    expect(kept.gainDb).toBeGreaterThan(2);
  });

  it('the universal rule on true packets with per-leaf medians loses energy the default keeps', () => {
    const universal = medianScore(
      10,
      samplingRateHz,
      withOptions({
        samplingRateHz,
        transform: 'packet',
        wavelet: 'db7',
        levels: 6,
        thresholdRule: 'universal',
        shrinkage: 'soft',
        noiseSource: 'each-band',
      }),
    );
    expect(universal.energyKept).toBeLessThan(0.5);
  });

  it('the legacy rule removes most of a burst', () => {
    expect(medianScore(10, samplingRateHz, legacySoftThreshold).energyKept).toBeLessThan(0.3);
  });

  it.each(['universal', 'level-dependent', 'sure', 'minimax'] as const)(
    '%s gains at 0 dB and keeps bursts at 20 dB',
    (thresholdRule) => {
      const denoise = withOptions({ samplingRateHz, thresholdRule });
      expect(medianScore(0, samplingRateHz, denoise).gainDb).toBeGreaterThan(3);
      expect(medianScore(20, samplingRateHz, denoise).energyKept).toBeGreaterThan(0.85);
    },
  );

  it.each(['soft', 'hard', 'garrote'] as const)('%s shrinkage with the finest band as noise source', (shrinkage) => {
    const options = { samplingRateHz, shrinkage, noiseSource: 'finest-band', thresholdRule: 'sure' } as const;
    const result = medianScore(10, samplingRateHz, withOptions(options));
    expect(result.energyKept).toBeGreaterThan(0.4);
    expect(result.energyKept).toBeLessThan(1.1);
  });
});

describe('report', () => {
  const samplingRateHz = 1000;

  it('estimates the noise, the energy kept and the gain without the truth', () => {
    const { noisy, clean } = simulateBursts({ samplingRateHz, durationS: 20, snrDb: 10, seed: 9 });
    const { signal, energyKept, snrGainDb, noiseFound, bands } = denoiseWavelet(noisy, { samplingRateHz });
    const sum = (x: Float64Array) => x.reduce((total, value) => total + value * value, 0);
    const noiseSd = Math.sqrt(sum(noisy.map((value, i) => value - clean[i])) / noisy.length);
    expect(noiseFound).toBe(true);
    expect(bands).toHaveLength(4);
    for (const band of bands) expect(Math.abs(band.noiseSd / noiseSd - 1)).toBeLessThan(0.25);
    expect(energyKept).toBeCloseTo(sum(signal) / sum(noisy), 12);
    expect(snrGainDb).toBeGreaterThan(3);
  });
});

describe('what must come back as it was', () => {
  const samplingRateHz = 1000;

  it('steady EMG without a rest', () => {
    const steady = stationaryEmg(5000, samplingRateHz, 4);
    const { signal, noiseFound, energyKept } = denoiseWavelet(steady, { samplingRateHz });
    expect(noiseFound).toBe(false);
    expect(energyKept).toBe(1);
    expect(signal).toEqual(steady);
  });

  it.each([
    ['zeros', new Float64Array(1000)],
    ['a constant', new Float64Array(1000).fill(2)],
    ['one sample', Float64Array.of(5)],
    ['nothing', new Float64Array(0)],
    ['gaps only', new Float64Array(40).fill(NaN)],
    ['silence and one burst', stationaryEmg(2000, 1000, 2).map((value, i) => (i < 1200 ? 0 : value))],
  ])('%s', (_, input) => {
    expect(denoiseWavelet(input, { samplingRateHz }).signal).toEqual(input);
  });
});

describe('gaps', () => {
  it('stay gaps and leave the far side unaltered', () => {
    const { noisy } = simulateBursts({ samplingRateHz: 1000, durationS: 8, snrDb: 10, seed: 3 });
    const gappy = noisy.slice();
    gappy.fill(NaN, 4000, 4100);
    const { signal } = denoiseWavelet(gappy, { samplingRateHz: 1000 });
    expect(signal.findIndex(Number.isNaN)).toBe(4000);
    expect(signal.filter(Number.isNaN)).toHaveLength(100);
    expect(gappy.filter(Number.isNaN)).toHaveLength(100);
  });
});

describe('options', () => {
  it('outside their range are refused', () => {
    const refused: Partial<WaveletDenoisingOptions>[] = [
      { samplingRateHz: 0 },
      { levels: -1 },
      { neighbourhoodS: 0 },
      { thresholdRule: 'none' as 'sure' },
      { transform: 'swt' as 'dwt' },
      { shrinkage: 'firm' as 'soft' },
      { noiseSource: 'guess' as 'each-band' },
      { wavelet: 'haar' as 'db1' },
    ];
    for (const options of refused) {
      expect(() => denoiseWavelet([1, 2, 3], { samplingRateHz: 1000, ...options })).toThrow(InvalidArgumentError);
    }
  });
});

describe('legacySoftThreshold', () => {
  it('soft-thresholds the samples at median / 0.6745 sqrt(2 ln n)', () => {
    const threshold = (0.3 / 0.6745) * Math.sqrt(2 * Math.log(5));
    expect([...legacySoftThreshold([0.1, -0.2, 0.3, 4, -5])]).toEqual([0, -0, 0, 4 - threshold, -(5 - threshold)]);
  });

  it('sets white noise to zero altogether, almost always', () => {
    const left = legacySoftThreshold(gaussianNoise(10000, 3)).filter((value) => value !== 0);
    expect(left.length).toBeLessThan(5);
  });

  it('returns silence, constants and gaps as they are or zero', () => {
    expect([...legacySoftThreshold([0, 0])]).toEqual([0, 0]);
    expect([...legacySoftThreshold([])]).toEqual([]);
    expect([...legacySoftThreshold([1e-11, NaN])]).toEqual([1e-11, NaN]);
    expect([...legacySoftThreshold([NaN, 3, 3, 3])]).toEqual([NaN, 0, 0, 0]);
  });
});
