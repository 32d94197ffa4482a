import type { RandomStream } from './random-stream';

/** Band of surface EMG (Hz) and the corner above which its spectrum falls. */
const HIGH_PASS_HZ = 20;
const LOW_PASS_HZ = 450;
const SPECTRUM_CORNER_HZ = 110;
const SETTLE_S = 0.2;

/**
 * Noise with the spectrum of surface EMG and an RMS of 1: between 20 and 450 Hz, falling from about 110 Hz on.
 * @param numSamples length @param samplingRateHz Hz; below 1 kHz the upper edge is left to the sampling itself
 */
export function bandLimited(stream: RandomStream, numSamples: number, samplingRateHz: number): Float64Array {
  const settle = Math.ceil(SETTLE_S * samplingRateHz);
  const signal = new Float64Array(numSamples + settle);
  for (let i = 0; i < signal.length; i += 1) signal[i] = stream.normal();
  filterInPlace(signal, secondOrder('high', HIGH_PASS_HZ, samplingRateHz));
  if (LOW_PASS_HZ < 0.45 * samplingRateHz) filterInPlace(signal, secondOrder('low', LOW_PASS_HZ, samplingRateHz));
  const smoothing = 1 - Math.exp((-2 * Math.PI * SPECTRUM_CORNER_HZ) / samplingRateHz);
  let state = 0;
  let power = 0;
  const settled = signal.subarray(settle);
  for (let i = 0; i < signal.length; i += 1) {
    state += smoothing * (signal[i] - state);
    signal[i] = state;
  }
  for (const value of settled) power += value * value;
  const gain = power > 0 ? 1 / Math.sqrt(power / settled.length) : 0;
  return settled.map((value) => value * gain);
}

type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/** Second-order Butterworth section by the bilinear transform. */
function secondOrder(kind: 'low' | 'high', cornerHz: number, samplingRateHz: number): Biquad {
  const k = Math.tan((Math.PI * cornerHz) / samplingRateHz);
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  const b0 = kind === 'low' ? k * k * norm : norm;
  return [b0, kind === 'low' ? 2 * b0 : -2 * b0, b0, 2 * (k * k - 1) * norm, (1 - Math.SQRT2 * k + k * k) * norm];
}

function filterInPlace(signal: Float64Array, [b0, b1, b2, a1, a2]: Biquad): void {
  let z1 = 0;
  let z2 = 0;
  for (let i = 0; i < signal.length; i += 1) {
    const x = signal[i];
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    signal[i] = y;
  }
}
