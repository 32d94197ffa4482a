import { createCausalFilter } from '../filter/causal-filter';
import { designButterworth } from '../filter/butterworth';

/** A muscle activation with known borders: samples `startSample` up to, not including, `endSample`. */
export interface TrueBurst {
  readonly startSample: number;
  readonly endSample: number;
}

/** A simulated recording with the truth it was made from. */
export interface SimulatedEmg {
  readonly clean: Float64Array;
  readonly noisy: Float64Array;
  readonly bursts: readonly TrueBurst[];
}

/** Numbers in [0, 1) from a seed (mulberry32); the same seed gives the same numbers on every machine. */
export function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** White Gaussian noise of standard deviation 1 (Box-Muller). */
export function gaussianNoise(length: number, seed: number): Float64Array {
  const uniform = uniformNumbers(seed);
  return Float64Array.from(
    { length },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/**
 * Stationary surface EMG of standard deviation 1: white noise through the shape of Stulen & De Luca (1981), P(f) ~ f^2
 * / ((f^2 + 60^2) (f^2 + 120^2)^2) with f in Hz.
 */
export function stationaryEmg(length: number, samplingRateHz: number, seed: number): Float64Array {
  const warmUp = Math.round(0.2 * samplingRateHz);
  let signal: Float64Array = gaussianNoise(length + warmUp, seed);
  const stages = [
    { type: 'highpass', cornerHz: 60 },
    { type: 'lowpass', cornerHz: 120 },
    { type: 'lowpass', cornerHz: 120 },
  ] as const;
  for (const stage of stages) {
    signal = createCausalFilter(designButterworth({ order: 1, samplingRateHz, ...stage })).filter(signal);
  }
  signal = signal.slice(warmUp);
  const sd = Math.sqrt(signal.reduce((sum, value) => sum + value * value, 0) / Math.max(length, 1));
  return signal.map((value) => value / sd);
}

/**
 * Bursts of EMG (0.15 to 0.6 s long, rests of 0.3 to 0.7 s, amplitude 0.7 to 1.3, abrupt borders) in white noise.
 *
 * @param options.snrDb - mean power inside the bursts over the power of the noise, dB
 * @param options.durationS - length of the recording
 */
export function simulateBursts(options: {
  samplingRateHz: number;
  durationS: number;
  snrDb: number;
  seed: number;
}): SimulatedEmg {
  const { samplingRateHz, durationS, snrDb, seed } = options;
  const length = Math.round(durationS * samplingRateHz);
  const uniform = uniformNumbers(seed ^ 0x5bd1e995);
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const emg = stationaryEmg(length, samplingRateHz, seed);
  const clean = new Float64Array(length);
  const bursts: TrueBurst[] = [];
  let activeEnergy = 0;
  let activeSamples = 0;
  for (let t = between(0.3, 0.7); ;) {
    const startSample = Math.round(t * samplingRateHz);
    t += between(0.15, 0.6);
    const endSample = Math.round(t * samplingRateHz);
    t += between(0.3, 0.7);
    if (endSample >= length) break;
    const amplitude = between(0.7, 1.3);
    for (let i = startSample; i < endSample; i++) {
      clean[i] = amplitude * emg[i];
      activeEnergy += clean[i] ** 2;
    }
    activeSamples += endSample - startSample;
    bursts.push({ startSample, endSample });
  }
  const noiseSd = Math.sqrt(activeEnergy / Math.max(activeSamples, 1) / 10 ** (snrDb / 10));
  const noise = gaussianNoise(length, seed + 1);
  return { clean, noisy: clean.map((value, i) => value + noiseSd * noise[i]), bursts };
}
