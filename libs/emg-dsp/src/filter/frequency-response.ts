import type { Complex } from './complex-number';
import { complex, divide, magnitude, multiply, product } from './complex-number';
import type { SecondOrderSections } from './second-order-sections';

export interface FrequencyResponse {
  /** Gain of one pass, dimensionless; a zero-phase run has its square. */
  readonly gain: number;
  /** Phase of one pass, rad, within -pi and pi; a zero-phase run has none. */
  readonly phaseRad: number;
  /** Delay of the envelope of a narrow band around this frequency in one causal pass, samples. */
  readonly groupDelaySamples: number;
}

/**
 * Gain, phase and group delay of a cascade at one frequency.
 * @param sections - the filter
 * @param frequencyHz - from 0 to half the sampling rate
 * @returns the response of a single pass; where the gain is 0 the phase is meaningless, the group delay is its limit for
 *   zeros on the unit circle that come as symmetric or antisymmetric numerators (all designs of this library)
 */
export function frequencyResponse(sections: SecondOrderSections, frequencyHz: number): FrequencyResponse {
  const angle = (-2 * Math.PI * frequencyHz) / sections.samplingRateHz;
  const delay = complex(Math.cos(angle), Math.sin(angle));
  const responses: Complex[] = [];
  let groupDelaySamples = 0;
  for (let section = 0; section < sections.numSections; section++) {
    const row = sections.coefficients.subarray(6 * section, 6 * section + 6);
    const numerator = row.subarray(0, 3);
    const denominator = row.subarray(3, 6);
    responses.push(divide(evaluate(numerator, delay), evaluate(denominator, delay)));
    groupDelaySamples += polynomialDelay(numerator, delay) - polynomialDelay(denominator, delay);
  }
  const response = product(responses);
  return { gain: magnitude(response), phaseRad: Math.atan2(response.im, response.re), groupDelaySamples };
}

function evaluate(taps: Float64Array, delay: Complex): Complex {
  const square = multiply(delay, delay);
  return {
    re: taps[0] + taps[1] * delay.re + taps[2] * square.re,
    im: taps[1] * delay.im + taps[2] * square.im,
  };
}

/** Group delay of a three-tap filter; exact for linear-phase taps, where the general formula is 0/0 at a zero. */
function polynomialDelay(taps: Float64Array, delay: Complex): number {
  const [c0, c1, c2] = taps;
  if (c2 === 0 && Math.abs(c1) === Math.abs(c0)) return 0.5;
  if (c2 === c0 || (c2 === -c0 && c1 === 0)) return 1;
  return divide(evaluate(Float64Array.of(0, c1, 2 * c2), delay), evaluate(taps, delay)).re;
}
