import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { gaussianNoise, simulateBursts } from '../simulation/emg-simulation';
import { detectorErrors } from '../simulation/detector-errors';
import { onsetErrors } from '../simulation/onset-errors';
import { quantile } from '../statistics/quantile';
import { BURST_DETECTORS, detectBursts, type BurstDetectorName } from './burst-detectors';

const METHODS = Object.keys(BURST_DETECTORS) as BurstDetectorName[];
const samplingRateHz = 1000;

describe.each(METHODS)('%s', (method) => {
  const detect = BURST_DETECTORS[method];

  it('has a median onset and offset error of at most 20 ms at 10 and 20 dB and misses nothing', () => {
    for (const snrDb of [10, 20]) {
      const seeds = [31, 62, 93, 124];
      const { onsetS, offsetS, missed, total } = detectorErrors(detect, {
        samplingRateHz,
        snrDb,
        durationS: 15,
        seeds,
      });
      expect(total).toBeGreaterThan(60);
      expect(quantile(onsetS, 0.5)).toBeLessThanOrEqual(0.02);
      expect(quantile(offsetS, 0.5)).toBeLessThanOrEqual(0.02);
      expect(missed / total).toBeLessThanOrEqual(0.02);
    }
  });

  it('finds a burst that runs to the last sample, and one that begins with the first', () => {
    const signal = gaussianNoise(2000, 5).map((value, i) => value * (i >= 1500 || i < 300 ? 1 : 0.05));
    const { bursts, active } = detect(signal, { samplingRateHz });
    expect(bursts.at(-1)!.endSample).toBeGreaterThan(1985);
    expect(bursts.at(-1)!.endSample).toBeLessThanOrEqual(2000);
    expect(bursts[0].startSample).toBeLessThan(15);
    expect(active).toHaveLength(2000);
    expect(Math.abs(bursts.at(-1)!.startS - 1.5)).toBeLessThan(0.025);
  });

  it('finds a burst in perfect silence without spreading it', () => {
    const signal = gaussianNoise(2000, 6).map((value, i) => (i >= 1000 && i < 1400 ? value : 0));
    const { bursts } = detect(signal, { samplingRateHz });
    expect(bursts).toHaveLength(1);
    expect(Math.abs(bursts[0].startS - 1)).toBeLessThan(0.03);
    expect(Math.abs(bursts[0].endS - 1.4)).toBeLessThan(0.03);
  });

  it.each([
    ['nothing', new Float64Array(0)],
    ['one sample', Float64Array.of(3)],
    ['two samples', Float64Array.of(3, -3)],
    ['zeros', new Float64Array(500)],
    ['a constant', new Float64Array(500).fill(4)],
    ['gaps only', new Float64Array(500).fill(NaN)],
  ])('finds no burst in %s', (_, signal) => {
    expect(detect(signal, { samplingRateHz }).bursts).toEqual([]);
  });

  it('treats a gap as inactive and keeps the bursts on both sides', () => {
    const signal = gaussianNoise(4000, 7).map((value, i) => value * (i % 1000 >= 500 ? 1 : 0.05));
    const before = signal.slice();
    signal.fill(NaN, 2700, 2760);
    before.fill(NaN, 2700, 2760);
    const { bursts, active } = detect(signal, { samplingRateHz });
    expect(active.subarray(2700, 2760).every((value) => value === 0)).toBe(true);
    expect(signal).toEqual(before);
    expect(bursts.some(({ startSample }) => Math.abs(startSample - 500) < 30)).toBe(true);
    expect(bursts.some(({ startSample }) => Math.abs(startSample - 3500) < 30)).toBe(true);
    expect(bursts.some(({ endSample }) => endSample > 2690 && endSample <= 2700)).toBe(true);
  });

  it('finds a burst although every window has a missing sample', () => {
    const signal = gaussianNoise(2000, 12).map((value, i) => value * (i >= 1000 && i < 1500 ? 1 : 0.03));
    for (let i = 37; i < signal.length; i += 90) signal[i] = NaN;
    const { active } = detect(signal, { samplingRateHz });
    const share = (start: number, end: number) =>
      active.subarray(start, end).reduce((sum, value) => sum + value, 0) / (end - start);
    expect(share(1020, 1480)).toBeGreaterThan(0.5);
    expect(share(0, 900) + share(1600, 2000)).toBeLessThan(0.05);
  });

  it('does not depend on the unit', () => {
    const { noisy } = simulateBursts({ samplingRateHz, durationS: 5, snrDb: 15, seed: 77 });
    const volt = noisy.map((value) => value * 2 ** -17);
    expect(detect(volt, { samplingRateHz }).bursts).toEqual(detect(noisy, { samplingRateHz }).bursts);
  });

  it('refuses a missing rate', () => {
    expect(() => detect([1, 2, 3], { samplingRateHz: NaN })).toThrow(InvalidArgumentError);
  });
});

describe('detectBursts', () => {
  it('uses the recommended detector: no miss, no false burst and 5 ms at 10 dB', () => {
    const { noisy, bursts } = simulateBursts({ samplingRateHz, durationS: 30, snrDb: 10, seed: 8 });
    const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz });
    const found = detectBursts(filterZeroPhase(noisy, band), { samplingRateHz }).bursts;
    const errors = onsetErrors(found, bursts, samplingRateHz);
    expect(errors.missed + errors.falseBursts).toBe(0);
    expect(quantile(errors.onsetS.map(Math.abs), 0.5)).toBeLessThanOrEqual(0.005);
  });

  it.each([500, 990, 1080, 1500, 2400])('finds onsets to 20 ms at %d Hz', (rateHz) => {
    const errors = detectorErrors(detectBursts, { samplingRateHz: rateHz, snrDb: 10, durationS: 20, seeds: [1, 2] });
    expect(quantile(errors.onsetS, 0.5)).toBeLessThanOrEqual(0.02);
    expect(quantile(errors.offsetS, 0.5)).toBeLessThanOrEqual(0.02);
    expect(errors.missed + errors.falseBursts).toBeLessThanOrEqual(0.05 * errors.total);
  });

  it('uses a rest that the caller knows, and refuses one outside the signal', () => {
    const signal = gaussianNoise(1000, 9).map((value, i) => value * (i < 200 ? 0.1 : 1));
    const bursts = BURST_DETECTORS.bonato(signal, { samplingRateHz, restS: [0, 0.2] }).bursts;
    expect(Math.abs(bursts[0].startS - 0.2)).toBeLessThan(0.01);
    expect(bursts.at(-1)!.endSample).toBe(1000);
    for (const restS of [
      [0.5, 1.5],
      [0.2, 0.2],
      [-1, 0.5],
    ] as const) {
      expect(() => BURST_DETECTORS.aglr(signal, { samplingRateHz, restS })).toThrow(InvalidArgumentError);
    }
  });

  it('refuses an unknown method and impossible options', () => {
    const refused = [
      () => detectBursts([1], { samplingRateHz, method: 'pelt' as 'aglr' }),
      () => BURST_DETECTORS.bonato([1], { samplingRateHz, leastExceeding: 6 }),
      () => BURST_DETECTORS.bonato([1], { samplingRateHz, falseAlarm: 0 }),
      () => BURST_DETECTORS.aglr([1], { samplingRateHz, alarmNats: 0 }),
      () => BURST_DETECTORS.tkeo([1], { samplingRateHz, thresholdSds: -1 }),
      () => BURST_DETECTORS.mixture([1], { samplingRateHz, windowS: 0 }),
      () => BURST_DETECTORS['smoothed-maximum']([1], { samplingRateHz, levelShare: 1 }),
    ];
    for (const call of refused) expect(call).toThrow(InvalidArgumentError);
  });
});
