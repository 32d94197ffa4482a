import { EMG_CHANNELS, channelSamples, sampleCount } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { ENVELOPE_RATE_HZ, type EmgOptions } from './emg';
import { bandLimited } from './emg-noise';
import { randomStream } from './random-stream';
import { simulateTrial, type SimulatedTrial } from './simulate-trial';

function simulate(emg: Partial<EmgOptions> = {}, durationS = 6): SimulatedTrial {
  return simulateTrial({
    seed: 6,
    bouts: [{ gait: 'walk', durationS }],
    markerSamplingRateHz: 50,
    emg: { samplingRateHz: 1000, ...emg },
  });
}

const rms = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Power of a signal at one frequency (Goertzel), relative to its whole power. */
function powerShare(signal: Float64Array, frequencyHz: number, samplingRateHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / samplingRateHz);
  let [last, beforeLast] = [0, 0];
  for (const value of signal) [last, beforeLast] = [value + coefficient * last - beforeLast, last];
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return power / (signal.length * signal.length * rms(signal) ** 2);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const centre = (values: Float64Array): Float64Array => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centre(a), centre(b)];
  return x.reduce((sum, value, i) => sum + value * y[i], 0) / (x.length * rms(x) * rms(y));
}

describe('simulated EMG', () => {
  const trial = simulate();

  it.each([1000, 1111.11, 1926, 2000])('has 13 channels at %d Hz', (samplingRateHz) => {
    const emg = simulate({ samplingRateHz }, 2).legs.right.emg;
    expect(emg?.signal.samples.shape).toEqual([13, Math.round(2 * samplingRateHz)]);
    expect(emg?.signal.samples.data.every(Number.isFinite)).toBe(true);
  });

  it('swells and fades with the true envelope of its muscle', () => {
    const emg = trial.legs.left.emg!;
    EMG_CHANNELS.forEach((channel, index) => {
      const signal = channelSamples(emg.signal, index);
      const envelope = channelSamples(emg.envelope, index);
      const window = 50;
      const measured = new Float64Array(Math.floor(signal.length / window)).map((_, i) =>
        rms(signal.subarray(i * window, (i + 1) * window)),
      );
      const expected = measured.map((_, i) => envelope[Math.round(((i + 0.5) * window * ENVELOPE_RATE_HZ) / 1000)]);
      expect(correlation(measured, expected), channel).toBeGreaterThan(0.9);
    });
  });

  it('has the size of surface EMG in the unit asked for', () => {
    const volts = channelSamples(trial.legs.left.emg!.signal, 6);
    expect(rms(volts)).toBeGreaterThan(1e-5);
    expect(rms(volts)).toBeLessThan(3e-4);
    const microvolts = channelSamples(simulate({ unit: 'uV' }).legs.left.emg!.signal, 6);
    expect(microvolts[100] / volts[100]).toBeCloseTo(1e6, 3);
    expect(() => simulate({ unit: 'kV' as never }, 1)).toThrow('emg.unit');
  });

  it('lies between 20 and 450 Hz with an RMS of 1', () => {
    const noise = bandLimited(randomStream(1, 'band'), 10000, 2000);
    expect(rms(noise)).toBeCloseTo(1, 9);
    const share = (fromHz: number, toHz: number): number => {
      let sum = 0;
      for (let hz = fromHz; hz < toHz; hz += 2) sum += powerShare(noise, hz, 2000);
      return sum;
    };
    expect(share(1, 8)).toBeLessThan(0.01 * share(20, 450));
    expect(share(700, 1000)).toBeLessThan(0.05 * share(20, 450));
    expect(share(40, 120)).toBeGreaterThan(share(200, 280));
  });

  it('hums, drops out, saturates, leaks and beats only when told so', () => {
    const clean = channelSamples(trial.legs.left.emg!.signal, 0);
    const changed = (emg: Partial<EmgOptions>): Float64Array => channelSamples(simulate(emg).legs.left.emg!.signal, 0);
    const hum = changed({ mains: { frequencyHz: 50, amplitudeV: 1e-4 } });
    expect(powerShare(hum, 50, 1000)).toBeGreaterThan(10 * powerShare(clean, 50, 1000));
    const gaps = changed({ dropouts: { perSecond: 1, lastingS: 0.1 } });
    const zeros = gaps.filter((value) => value === 0).length / gaps.length;
    expect(zeros).toBeGreaterThan(0.05);
    expect(zeros).toBeLessThan(0.11);
    expect(clean.filter((value) => value === 0).length).toBeLessThan(10);
    expect(Math.max(...changed({ rangeV: 5e-5 }))).toBe(5e-5);
    expect(Math.max(...changed({ spikes: { perSecond: 2, amplitudeV: 5e-3 } }))).toBeGreaterThan(4e-3);
    expect(correlation(changed({ ecg: { heartRateHz: 1.2, amplitudeV: 1e-3 } }), clean)).toBeLessThan(0.9);
    expect(changed({ offsetV: 0.01 })[10] - clean[10]).toBeCloseTo(0.01, 12);
    expect(correlation(changed({ baselineWanderV: 1e-3 }), clean)).toBeLessThan(0.9);
    const alone = correlation(clean, channelSamples(trial.legs.left.emg!.signal, 2));
    const leaky = simulate({ crossTalk: 0.2 }).legs.left.emg!.signal;
    expect(correlation(channelSamples(leaky, 0), channelSamples(leaky, 2))).toBeGreaterThan(alone + 0.2);
    expect(sampleCount(leaky)).toBe(clean.length);
  });

  it('is noisier when its signal-to-noise ratio is lower', () => {
    const quiet = (signalToNoiseDb: number): number => {
      const emg = simulate({ signalToNoiseDb }).legs.left.emg!;
      const signal = channelSamples(emg.signal, 8);
      const envelope = channelSamples(emg.envelope, 8);
      const least = envelope.indexOf(Math.min(...envelope.subarray(200, 1800)));
      const at = Math.round((least / ENVELOPE_RATE_HZ) * 1000);
      return rms(signal.subarray(at - 30, at + 30));
    };
    expect(quiet(10)).toBeGreaterThan(3 * quiet(40));
  });
});
