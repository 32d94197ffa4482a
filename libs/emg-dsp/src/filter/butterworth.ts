import { requireInteger, requireOneOf } from '../argument-checks';
import type { Complex } from './complex-number';
import { add, complex, divide, multiply, product, scale, squareRoot, subtract } from './complex-number';
import type { BandOptions, BandType } from './corner-frequencies';
import { cornersOf } from './corner-frequencies';
import type { SecondOrderSections } from './second-order-sections';
import type { ZerosPolesGain } from './section-pairing';
import { pairIntoSections } from './section-pairing';

export interface ButterworthOptions extends BandOptions {
  /** Order of the low-pass prototype, 1 to 30; a band filter has twice as many poles, a zero-phase run doubles the effect again. */
  readonly order: number;
  /**
   * Where the gain is 1/sqrt(2) (-3 dB) at the corner: after each single pass (`per-pass`, the default and SciPy's meaning)
   * or after a forward and a backward pass together (`after-two-passes`, what a zero-phase filter is usually described by).
   */
  readonly cornerConvention?: 'per-pass' | 'after-two-passes';
}

/**
 * Designs a digital Butterworth filter as second-order sections (bilinear transform with pre-warped corners).
 *
 * With `per-pass` the sections equal `scipy.signal.butter(order, cornerHz, type, fs=samplingRateHz, output='sos')` to
 * rounding. With `after-two-passes` the prototype's radius grows by (sqrt(2) - 1)^(-1/(2 order)) in the pre-warped
 * frequency, which puts the two-pass gain at every corner at 1/sqrt(2) exactly, for any order and type; for a second-order
 * low-pass this is the well-known division of the corner by 0.802.
 * @param options - order, type, corners in Hz, sampling rate in Hz, corner convention
 * @returns sections in order of application, with the request as provenance
 * @throws InvalidArgument for an order, type, rate or convention outside its range
 * @throws CornerFrequency for corners not strictly between 0 and half the sampling rate, or not ascending
 * @see Butterworth 1930; Winter, Biomechanics and Motor Control of Human Movement, for the correction of the corner
 * @example
 * const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz: 2000 });
 * band.numSections; // 4
 */
export function designButterworth(options: ButterworthOptions): SecondOrderSections {
  const { order, type, samplingRateHz, cornerConvention = 'per-pass' } = options;
  requireInteger('order', order, 1, 30);
  requireOneOf('cornerConvention', cornerConvention, ['per-pass', 'after-two-passes']);
  const cornerHz = cornersOf(options);

  const radius = cornerConvention === 'per-pass' ? 1 : (Math.SQRT2 - 1) ** (-1 / (2 * order));
  const analog = toBand(
    lowPassPrototype(order, radius),
    type,
    cornerHz.map((corner) => prewarp(corner, samplingRateHz)),
  );
  const coefficients = pairIntoSections(bilinear(analog));
  return {
    coefficients,
    numSections: coefficients.length / 6,
    samplingRateHz,
    design: 'butterworth',
    order,
    type,
    cornerHz,
    cornerConvention,
  };
}

/** The bilinear transform's scale: the analogue filter is designed for a sampling rate of 2. */
const BILINEAR_SCALE = 4;

function prewarp(frequencyHz: number, samplingRateHz: number): number {
  return BILINEAR_SCALE * Math.tan((Math.PI * ((2 * frequencyHz) / samplingRateHz)) / 2);
}

function lowPassPrototype(order: number, radius: number): ZerosPolesGain {
  const poles: Complex[] = [];
  for (let m = 1 - order; m < order; m += 2) {
    const angle = (Math.PI * m) / (2 * order);
    // The middle pole of an odd order is real; sine and cosine of the exact angle 0 keep it so.
    poles.push(complex(-radius * Math.cos(angle), -radius * Math.sin(angle)));
  }
  return { zeros: [], poles, gain: radius ** order };
}

function toBand(prototype: ZerosPolesGain, type: BandType, corners: readonly number[]): ZerosPolesGain {
  const { poles, gain } = prototype;
  if (type === 'lowpass') {
    return { zeros: [], poles: poles.map((pole) => scale(pole, corners[0])), gain: gain * corners[0] ** poles.length };
  }
  const invertedGain = () => gain * divide(complex(1), product(poles.map((pole) => scale(pole, -1)))).re;
  if (type === 'highpass') {
    const zeros = poles.map(() => complex(0));
    return { zeros, poles: poles.map((pole) => divide(complex(corners[0]), pole)), gain: invertedGain() };
  }
  const bandwidth = corners[1] - corners[0];
  const centre = Math.sqrt(corners[0] * corners[1]);
  const halves = poles.map((pole) =>
    type === 'bandpass' ? scale(pole, bandwidth / 2) : divide(complex(bandwidth / 2), pole),
  );
  const offsets = halves.map((half) => squareRoot(subtract(multiply(half, half), complex(centre ** 2))));
  const bandPoles = [
    ...halves.map((half, index) => add(half, offsets[index])),
    ...halves.map((half, index) => subtract(half, offsets[index])),
  ];
  if (type === 'bandpass') {
    return { zeros: poles.map(() => complex(0)), poles: bandPoles, gain: gain * bandwidth ** poles.length };
  }
  const zeros = [...poles.map(() => complex(0, centre)), ...poles.map(() => complex(0, -centre))];
  return { zeros, poles: bandPoles, gain: invertedGain() };
}

function bilinear({ zeros, poles, gain }: ZerosPolesGain): ZerosPolesGain {
  const transform = (root: Complex) =>
    divide(add(complex(BILINEAR_SCALE), root), subtract(complex(BILINEAR_SCALE), root));
  const distances = (roots: readonly Complex[]) =>
    product(roots.map((root) => subtract(complex(BILINEAR_SCALE), root)));
  // Every zero at infinity lands on the Nyquist frequency.
  const atNyquist = Array.from({ length: poles.length - zeros.length }, () => complex(-1));
  return {
    zeros: [...zeros.map(transform), ...atNyquist],
    poles: poles.map(transform),
    gain: gain * divide(distances(zeros), distances(poles)).re,
  };
}
