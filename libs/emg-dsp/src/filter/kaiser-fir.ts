import { requireInteger, requirePositive } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import type { BandOptions } from './corner-frequencies';
import { cornersOf } from './corner-frequencies';

/**
 * Kaiser window, equal to `scipy.signal.windows.kaiser`.
 * @param length - number of samples, at least 1
 * @param beta - shape; 0 is a rectangle, 5 suppresses side lobes by about 50 dB
 * @returns symmetric window with 1 in the middle
 * @throws InvalidArgument for a length or beta outside its range
 */
export function kaiserWindow(length: number, beta: number): Float64Array {
  requireInteger('length', length, 1);
  if (!(beta >= 0 && beta <= 700)) throw new InvalidArgumentError('beta', 'a number from 0 to 700', beta);
  if (length === 1) return Float64Array.of(1);
  const middle = (length - 1) / 2;
  const peak = besselI0(beta);
  return Float64Array.from({ length }, (_, index) => {
    const position = (index - middle) / middle;
    return besselI0(beta * Math.sqrt(Math.max(0, 1 - position * position))) / peak;
  });
}

export interface KaiserLowPassOptions {
  /** Number of taps, odd for a filter without a half-sample delay. */
  readonly numTaps: number;
  /** Corner at gain 1/2, as a share of half the sampling rate: above 0, below 1. */
  readonly cornerOfNyquist: number;
  /** Shape of the Kaiser window; default 5. */
  readonly kaiserBeta?: number;
}

/**
 * Designs a linear-phase low-pass by windowing a sinc; equals `scipy.signal.firwin(numTaps, cornerOfNyquist, window=('kaiser', beta))`.
 * @param options - number of taps, corner as a share of the Nyquist frequency, window shape
 * @returns taps that sum to 1
 * @throws InvalidArgument for a number of taps, corner or beta outside its range
 */
export function designKaiserLowPass({ numTaps, cornerOfNyquist, kaiserBeta = 5 }: KaiserLowPassOptions): Float64Array {
  requireInteger('numTaps', numTaps, 1);
  if (!(cornerOfNyquist > 0 && cornerOfNyquist < 1))
    throw new InvalidArgumentError('cornerOfNyquist', 'a number between 0 and 1', cornerOfNyquist);
  return windowedSincs([[0, cornerOfNyquist]], kaiserWindow(numTaps, kaiserBeta));
}

export interface KaiserFirOptions extends BandOptions {
  /** Width of the slope between pass and stop band, Hz; the gain is 1/2 at the corner in its middle. */
  readonly transitionHz: number;
  /** How far ripple in the pass and stop bands lies below 1, dB; at least 8, default 60. */
  readonly attenuationDb?: number;
}

/** A filter with symmetric taps, which delays all frequencies alike and distorts no waveform. */
export interface FirFilter extends BandOptions {
  /** An odd number of coefficients, symmetric; it delays by (length - 1) / 2 samples. */
  readonly taps: Float64Array;
}

/**
 * Designs a linear-phase filter of the length that a slope and an attenuation need (Kaiser 1974).
 *
 * Equals `scipy.signal.firwin` with the number of taps and beta of `scipy.signal.kaiserord`, an even number of taps raised by one.
 * @param options - type, corners in Hz, width of the slope in Hz, attenuation in dB, sampling rate in Hz
 * @returns taps with unit gain in the middle of the pass band, and the request as provenance
 * @throws InvalidArgument for a type, rate, slope or attenuation outside its range
 * @throws CornerFrequency for corners not strictly between 0 and half the sampling rate, or not ascending
 * @example
 * const band = designKaiserFir({ type: 'bandpass', cornerHz: [20, 450], transitionHz: 10, samplingRateHz: 2000 });
 * const clean = filterLinearPhase(rawVolt, band);
 */
export function designKaiserFir(options: KaiserFirOptions): FirFilter {
  const { type, samplingRateHz, attenuationDb = 60 } = options;
  const cornerHz = cornersOf(options);
  const transition = (2 * requirePositive('transitionHz', options.transitionHz)) / samplingRateHz;
  if (!(attenuationDb >= 8 && attenuationDb <= 300))
    throw new InvalidArgumentError('attenuationDb', 'a number from 8 to 300', attenuationDb);
  const numTaps = Math.ceil((attenuationDb - 7.95) / 2.285 / (Math.PI * transition) + 1) | 1;
  const edges = cornerHz.map((corner) => (2 * corner) / samplingRateHz);
  if (type === 'lowpass' || type === 'bandstop') edges.unshift(0);
  if (type === 'highpass' || type === 'bandstop') edges.push(1);
  const bands = edges.flatMap((edge, index) => (index % 2 === 0 ? [[edge, edges[index + 1]] as const] : []));
  const taps = windowedSincs(bands, kaiserWindow(numTaps, kaiserBetaFor(attenuationDb)));
  return { taps, type, cornerHz: options.cornerHz, samplingRateHz };
}

/** Kaiser's fit of the window's shape to an attenuation in dB. */
function kaiserBetaFor(attenuationDb: number): number {
  if (attenuationDb > 50) return 0.1102 * (attenuationDb - 8.7);
  const excess = Math.max(0, attenuationDb - 21);
  return 0.5842 * excess ** 0.4 + 0.07886 * excess;
}

/** Ideal filter that passes bands (shares of the Nyquist frequency), cut by a window, with unit gain inside the first band. */
function windowedSincs(bands: readonly (readonly [number, number])[], window: Float64Array): Float64Array {
  const middle = (window.length - 1) / 2;
  const [[low, high]] = bands;
  const unitGainAt = low === 0 ? 0 : high === 1 ? 1 : (low + high) / 2;
  let gain = 0;
  const taps = window.map((weight, index) => {
    const ideal = bands.reduce(
      (sum, [left, right]) => sum + right * sinc(right * (index - middle)) - left * sinc(left * (index - middle)),
      0,
    );
    const tap = weight * ideal;
    gain += tap * Math.cos(Math.PI * (index - middle) * unitGainAt);
    return tap;
  });
  return taps.map((tap) => tap / gain);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0, by its power series; all terms are positive, so no digits cancel. */
function besselI0(x: number): number {
  const quarterSquare = (x * x) / 4;
  let sum = 1;
  for (let k = 1, term = 1; term > sum * 1e-17; k++) {
    term *= quarterSquare / (k * k);
    sum += term;
  }
  return sum;
}
