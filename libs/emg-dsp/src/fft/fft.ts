import PowerOfTwoTransform from 'fft.js';
import { requireInteger } from '../argument-checks';
import { LengthMismatchError } from '../errors';
import type { Signal } from '../signal-types';
import type { ComplexArray } from './butterflies';
import { runStage } from './butterflies';
import { chirpOf, planStages, radicesOf, smoothLengthFrom } from './fft-plan';

/** A discrete Fourier transform of one length, with its tables; make it once and use it for many signals. */
export interface Fft {
  readonly length: number;
  /** X[k] = sum over n of x[n] exp(-2 pi i k n / length). */
  forward(samples: ComplexArray): ComplexArray;
  /** x[n] = 1 / length x sum over k of X[k] exp(+2 pi i k n / length). */
  inverse(spectrum: ComplexArray): ComplexArray;
  /** Spectrum of a real signal from 0 Hz to the Nyquist frequency: floor(length / 2) + 1 values. */
  forwardReal(signal: Signal): ComplexArray;
  /** The real signal with that half spectrum; imaginary parts at 0 Hz and at the Nyquist frequency are ignored. */
  inverseReal(halfSpectrum: ComplexArray): Float64Array;
}

/**
 * Plans a fast Fourier transform of any length of at least 1.
 *
 * Powers of two go through fft.js. Other lengths with small prime factors take one pass per factor (Stockham, radices 4, 2 and odd
 * primes); where a large prime would cost more, the transform becomes a convolution of a smooth length (Bluestein). Inputs are not
 * changed; every call returns new arrays.
 * @param length - number of samples
 * @returns the transform; its methods throw LengthMismatch for arrays of another length
 * @throws InvalidArgument for a length that is not an integer of at least 1
 * @see Stockham 1966; Bluestein 1970
 * @example
 * const spectrum = createFft(signal.length).forwardReal(signal);
 */
export function createFft(length: number): Fft {
  requireInteger('length', length, 1);
  const transform = transformOf(length);
  const realTransform = length % 2 === 0 ? evenRealTransform(length) : oddRealTransform(length, transform);
  const numBins = Math.floor(length / 2) + 1;

  function inverse(spectrum: ComplexArray): ComplexArray {
    // Exchanging the parts before and after turns the forward transform into the inverse one.
    const swapped = transform({ re: spectrum.im.slice(), im: spectrum.re.slice() });
    return { re: divideBy(swapped.im, length), im: divideBy(swapped.re, length) };
  }

  return {
    length,
    forward(samples) {
      requireLength(samples, length);
      return transform({ re: samples.re.slice(), im: samples.im.slice() });
    },
    inverse(spectrum) {
      requireLength(spectrum, length);
      return inverse(spectrum);
    },
    forwardReal(signal) {
      if (signal.length !== length) throw new LengthMismatchError('signal', length, signal.length);
      return realTransform(signal);
    },
    inverseReal(halfSpectrum) {
      requireLength(halfSpectrum, numBins);
      const re = new Float64Array(length);
      const im = new Float64Array(length);
      re[0] = halfSpectrum.re[0];
      for (let bin = 1; bin < numBins; bin++) {
        const mirrored = length - bin;
        re[bin] = re[mirrored] = halfSpectrum.re[bin];
        if (mirrored === bin) continue;
        im[bin] = halfSpectrum.im[bin];
        im[mirrored] = -halfSpectrum.im[bin];
      }
      return inverse({ re, im }).re;
    },
  };
}

/** A forward transform that may use its argument as scratch. */
type Transform = (samples: ComplexArray) => ComplexArray;

/** Half spectrum of a real signal. */
type RealTransform = (signal: Signal) => ComplexArray;

function oddRealTransform(length: number, transform: Transform): RealTransform {
  const numBins = (length + 1) / 2;
  return (signal) => {
    const { re, im } = transform({ re: Float64Array.from(signal), im: new Float64Array(length) });
    return { re: re.slice(0, numBins), im: im.slice(0, numBins) };
  };
}

/** Even samples as real and odd ones as imaginary parts of half the length: their spectra part again by symmetry. */
function evenRealTransform(length: number): RealTransform {
  const half = length / 2;
  const transform = transformOf(half);
  const twiddles = Float64Array.from({ length: half + 1 }, (_, bin) => (2 * Math.PI * bin) / length);
  const [cos, sin] = [twiddles.map(Math.cos), twiddles.map(Math.sin)];
  return (signal) => {
    const packed = { re: new Float64Array(half), im: new Float64Array(half) };
    for (let k = 0; k < half; k++) {
      packed.re[k] = signal[2 * k];
      packed.im[k] = signal[2 * k + 1];
    }
    const both = transform(packed);
    const re = new Float64Array(half + 1);
    const im = new Float64Array(half + 1);
    for (let bin = 0; bin <= half; bin++) {
      const at = bin === half ? 0 : bin;
      const mirrored = bin === 0 ? 0 : half - bin;
      const evenRe = (both.re[at] + both.re[mirrored]) / 2;
      const evenIm = (both.im[at] - both.im[mirrored]) / 2;
      const oddRe = (both.im[at] + both.im[mirrored]) / 2;
      const oddIm = (both.re[mirrored] - both.re[at]) / 2;
      re[bin] = evenRe + cos[bin] * oddRe + sin[bin] * oddIm;
      im[bin] = evenIm + cos[bin] * oddIm - sin[bin] * oddRe;
    }
    return { re, im };
  };
}

function transformOf(length: number): Transform {
  if (length > 1 && Number.isInteger(Math.log2(length))) return powerOfTwo(length);
  const radices = radicesOf(length);
  return radices ? stockham(length, radices) : bluestein(length);
}

/** fft.js keeps real and imaginary parts in turn, and is quicker with plain arrays than with typed ones. */
function powerOfTwo(length: number): Transform {
  const fft = new PowerOfTwoTransform(length);
  const pairs = fft.createComplexArray() as number[];
  const spectrum = fft.createComplexArray() as number[];
  return (samples) => {
    const { re, im } = samples;
    for (let k = 0; k < length; k++) {
      pairs[2 * k] = re[k];
      pairs[2 * k + 1] = im[k];
    }
    fft.transform(spectrum, pairs);
    for (let k = 0; k < length; k++) {
      re[k] = spectrum[2 * k];
      im[k] = spectrum[2 * k + 1];
    }
    return samples;
  };
}

function stockham(length: number, radices: readonly number[]): Transform {
  const stages = planStages(length, radices);
  return (samples) => {
    let from = samples;
    let to: ComplexArray = { re: new Float64Array(length), im: new Float64Array(length) };
    for (const stage of stages) {
      runStage(stage, from, to);
      [from, to] = [to, from];
    }
    return from;
  };
}

function bluestein(length: number): Transform {
  const padded = smoothLengthFrom(2 * length - 1);
  const convolve = stockham(padded, radicesOf(padded)!);
  const chirp = chirpOf(length);
  const kernelSpectrum = kernelSpectrumOf(length, padded);
  return ({ re, im }) => {
    const chirped: ComplexArray = { re: new Float64Array(padded), im: new Float64Array(padded) };
    multiplyBy(chirp, re, im, chirped, length);
    const spectrum = convolve(chirped);
    const product: ComplexArray = { re: new Float64Array(padded), im: new Float64Array(padded) };
    // Parts exchanged: the next forward transform is the inverse one.
    multiplyBy(kernelSpectrum, spectrum.re, spectrum.im, { re: product.im, im: product.re }, padded);
    const convolved = convolve(product);
    const transformed: ComplexArray = { re: new Float64Array(length), im: new Float64Array(length) };
    multiplyBy(chirp, convolved.im, convolved.re, transformed, length);
    return transformed;
  };
}

/** Spectrum of the conjugate chirp of Bluestein's convolution, divided by its length: cos and sin parts in turn. */
export function kernelSpectrumOf(length: number, padded: number): Float64Array {
  const chirp = chirpOf(length);
  const kernel: ComplexArray = { re: new Float64Array(padded), im: new Float64Array(padded) };
  for (let k = 0; k < length; k++) {
    const mirrored = (padded - k) % padded;
    kernel.re[k] = kernel.re[mirrored] = chirp[2 * k] / padded;
    kernel.im[k] = kernel.im[mirrored] = -chirp[2 * k + 1] / padded;
  }
  const { re, im } = stockham(padded, radicesOf(padded)!)(kernel);
  return Float64Array.from({ length: 2 * padded }, (_, at) => (at % 2 === 0 ? re : im)[at >> 1]);
}

function multiplyBy(factors: Float64Array, re: Float64Array, im: Float64Array, to: ComplexArray, length: number): void {
  for (let k = 0; k < length; k++) {
    to.re[k] = re[k] * factors[2 * k] - im[k] * factors[2 * k + 1];
    to.im[k] = re[k] * factors[2 * k + 1] + im[k] * factors[2 * k];
  }
}

function divideBy(values: Float64Array, divisor: number): Float64Array {
  for (let index = 0; index < values.length; index++) values[index] /= divisor;
  return values;
}

function requireLength({ re, im }: ComplexArray, length: number): void {
  if (re.length !== length) throw new LengthMismatchError('re', length, re.length);
  if (im.length !== length) throw new LengthMismatchError('im', length, im.length);
}
