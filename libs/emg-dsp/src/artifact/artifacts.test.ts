import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../../../../tools/shared-data';
import { InvalidArgumentError, LengthMismatchError } from '../errors';
import { gaussianNoise, simulateBursts, stationaryEmg } from '../simulation/emg-simulation';
import { median, medianAbsolute } from '../statistics/quantile';
import { blankFlagged, blankIntervals } from './blanking';
import { detectDropouts } from './dropouts';
import { detectHeartBeats, removeEcgHighPass, removeEcgTemplate } from './ecg-removal';
import { detectSpikes } from './spikes';

const samplingRateHz = 1000;

describe('detectSpikes', () => {
  it('finds spikes at rest and inside bursts, and next to nothing in clean EMG', () => {
    const { noisy } = simulateBursts({ samplingRateHz, durationS: 20, snrDb: 15, seed: 1 });
    expect(detectSpikes(noisy, { samplingRateHz }).reduce((sum, flag) => sum + flag, 0) / noisy.length).toBeLessThan(
      0.003,
    );
    const spiky = noisy.slice();
    for (const at of [1000, 5000, 9000]) spiky[at] += 30;
    const flags = detectSpikes(spiky, { samplingRateHz });
    expect([1000, 5000, 9000].every((at) => flags[at] === 1)).toBe(true);
    expect(blankFlagged(spiky, flags)[5000]).toBeNaN();
  });

  it('equals the definition sample by sample, with gaps and ends', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(NaN), fc.constant(50)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 8 }), (signal, half) => {
        const found = detectSpikes(signal, { samplingRateHz, windowS: (2 * half) / samplingRateHz, thresholdSds: 3 });
        let runStart = 0;
        signal.forEach((value, i) => {
          if (Number.isNaN(value)) {
            runStart = i + 1;
            return expect(found[i]).toBe(0);
          }
          const gap = signal.findIndex((later, k) => k > i && Number.isNaN(later));
          const runEnd = gap < 0 ? signal.length : gap;
          const window = signal.slice(Math.max(runStart, i - half), Math.min(runEnd, i + half + 1));
          const centre = median(window);
          const limit = 3 * 1.4826 * medianAbsolute(window.map((x) => x - centre));
          expect(found[i]).toBe(Math.abs(value - centre) > limit ? 1 : 0);
        });
      }),
    );
  });

  it('has nothing to flag in constants, single samples and gaps', () => {
    for (const signal of [[], [3], [NaN, NaN], new Array(99).fill(4)]) {
      expect(detectSpikes(signal, { samplingRateHz }).every((flag) => flag === 0)).toBe(true);
    }
    expect(() => detectSpikes([1], { samplingRateHz: 0 })).toThrow(InvalidArgumentError);
    expect(() => detectSpikes([1], { samplingRateHz, thresholdSds: 0 })).toThrow(InvalidArgumentError);
    expect(() => blankFlagged([1, 2], [0])).toThrow(LengthMismatchError);
  });
});

describe('detectDropouts', () => {
  it('finds held values and missing samples, and where they meet', () => {
    const signal = gaussianNoise(500, 2);
    signal.fill(signal[100], 100, 130);
    signal.fill(NaN, 130, 140);
    signal.fill(0, 495, 500);
    expect(detectDropouts(signal, { samplingRateHz, leastS: 0.005 })).toEqual([
      { kind: 'flat', startSample: 100, endSample: 130 },
      { kind: 'missing', startSample: 130, endSample: 140 },
      { kind: 'flat', startSample: 495, endSample: 500 },
    ]);
  });

  it('are blanked as intervals, and so is what the caller knows', () => {
    const signal = Float64Array.of(1, 7, 7, 7, 7, 7, 2, 3);
    const dropouts = detectDropouts(signal, { samplingRateHz, leastS: 0.001 });
    expect([...blankIntervals(signal, dropouts)]).toEqual([1, NaN, NaN, NaN, NaN, NaN, 2, 3]);
    const beyond = [
      { startSample: -3, endSample: 1 },
      { startSample: 7, endSample: 99 },
      { startSample: -5, endSample: -2 },
    ];
    expect([...blankIntervals(signal, beyond)]).toEqual([NaN, 7, 7, 7, 7, 7, 2, NaN]);
    expect(() => blankIntervals(signal, [{ startSample: 2, endSample: 1 }])).toThrow(InvalidArgumentError);
  });

  it('calls a constant one dropout and EMG none', () => {
    expect(detectDropouts(new Float64Array(50), { samplingRateHz })).toEqual([
      { kind: 'flat', startSample: 0, endSample: 50 },
    ]);
    expect(detectDropouts(stationaryEmg(2000, samplingRateHz, 3), { samplingRateHz })).toEqual([]);
    expect(detectDropouts([], { samplingRateHz })).toEqual([]);
    expect(() => detectDropouts([1], { samplingRateHz, leastS: 0 })).toThrow(InvalidArgumentError);
  });
});

/** QRS and T wave as three Gaussians, a beat every 0.8 s with some irregularity. */
function heart(length: number): { ecg: Float64Array; beats: number[] } {
  const ecg = new Float64Array(length);
  const beats: number[] = [];
  const jitter = gaussianNoise(1000, 9);
  for (let t = 0.5, b = 0; t * samplingRateHz < length; t += 0.8 + 0.03 * jitter[b++]) {
    const beat = Math.round(t * samplingRateHz);
    beats.push(beat);
    for (const [amplitude, delayS, widthS] of [
      [5, 0, 0.012],
      [-1.5, 0.03, 0.012],
      [1, 0.22, 0.04],
    ]) {
      for (let k = Math.max(0, beat - 200); k < Math.min(length, beat + 450); k++) {
        ecg[k] += amplitude * Math.exp(-(((k - beat) / samplingRateHz - delayS) ** 2) / (2 * widthS ** 2));
      }
    }
  }
  return { ecg, beats };
}

const energy = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0);

describe('ECG removal', () => {
  const { clean } = simulateBursts({ samplingRateHz, durationS: 40, snrDb: 20, seed: 6 });
  const muscle = clean.map((value) => 0.6 * value);
  const { ecg, beats } = heart(muscle.length);
  const mixed = muscle.map((value, i) => value + ecg[i]);

  it('finds the beats under muscle activity', () => {
    const found = detectHeartBeats(mixed, { samplingRateHz });
    const hits = beats.filter((beat) => found.some((peak) => Math.abs(peak - beat) <= 15));
    expect(hits.length / beats.length).toBeGreaterThan(0.97);
    expect(found.length).toBeLessThanOrEqual(beats.length + 1);
  });

  it('subtracts the template: over 85 % of the heart goes, the muscle stays', () => {
    const { signal, template } = removeEcgTemplate(mixed, { samplingRateHz });
    const left = signal.map((value, i) => value - muscle[i]);
    expect(energy(left) / energy(ecg)).toBeLessThan(0.15);
    expect(Math.abs(energy(signal) / energy(muscle) - 1)).toBeLessThan(0.25);
    expect(Math.max(...template)).toBeGreaterThan(4);
  });

  it('uses beats that an ECG channel gives, across gaps', () => {
    const gappy = mixed.slice();
    gappy.fill(NaN, 10000, 10200);
    const { signal } = removeEcgTemplate(gappy, { samplingRateHz, beatSamples: beats });
    expect(signal.filter(Number.isNaN)).toHaveLength(200);
    const part = (x: Float64Array) => x.subarray(20000, 38000);
    const left = part(signal).map((value, i) => value - part(muscle)[i]);
    expect(energy(left) / energy(part(ecg))).toBeLessThan(0.15);
  });

  it('the high-pass takes the heart and some muscle', () => {
    const left = removeEcgHighPass(ecg, { samplingRateHz });
    expect(energy(left) / energy(ecg)).toBeLessThan(0.1);
    expect(energy(removeEcgHighPass(muscle, { samplingRateHz })) / energy(muscle)).toBeGreaterThan(0.8);
  });

  it('leaves signals without enough beats alone', () => {
    for (const signal of [
      new Float64Array(0),
      new Float64Array(3000),
      Float64Array.of(1),
      new Float64Array(900).fill(NaN),
    ]) {
      expect(removeEcgTemplate(signal, { samplingRateHz }).signal).toEqual(signal);
    }
    expect(() => removeEcgTemplate([1, 2], { samplingRateHz, beatSamples: [2] })).toThrow(InvalidArgumentError);
    expect(() => detectHeartBeats([1], { samplingRateHz: 50 })).toThrow(InvalidArgumentError);
  });
});

const ecgFile = sharedData('emg', 'biosppy', 'ecg.txt');

describe.skipIf(!ecgFile)(`a recorded ECG mixed into simulated EMG (${SHARED_DATA_HINT})`, () => {
  it('loses most of the heart, keeps the muscle', () => {
    const lines = readFileSync(ecgFile!, 'utf8').split('\n');
    const raw = Float64Array.from(
      lines.filter((line) => line !== '' && !line.startsWith('#')),
      Number,
    ).subarray(0, 15000);
    const level = median(raw);
    const ecg = removeEcgHighPass(
      raw.map((value) => (value - level) / 100),
      { samplingRateHz, cornerHz: 1 },
    );
    const muscle = simulateBursts({ samplingRateHz, durationS: 15, snrDb: 20, seed: 8 }).clean.map((v) => 0.5 * v);
    const mixed = muscle.map((value, i) => value + ecg[i]);
    const { signal, beatSamples } = removeEcgTemplate(mixed, { samplingRateHz });
    expect(beatSamples.length).toBeGreaterThan(10);
    const left = signal.map((value, i) => value - muscle[i]);
    expect(energy(left) / energy(ecg)).toBeLessThan(0.35);
  });
});
