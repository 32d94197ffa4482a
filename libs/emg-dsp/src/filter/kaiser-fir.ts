import { requireInteger } from '../argument-checks';
import { InvalidArgumentError } from '../errors';

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
  const middle = (numTaps - 1) / 2;
  const taps = kaiserWindow(numTaps, kaiserBeta);
  let sum = 0;
  for (let index = 0; index < numTaps; index++) {
    taps[index] *= cornerOfNyquist * sinc(cornerOfNyquist * (index - middle));
    sum += taps[index];
  }
  return taps.map((tap) => tap / sum);
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
