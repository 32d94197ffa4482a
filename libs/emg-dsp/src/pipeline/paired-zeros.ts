import type { SecondOrderSections } from '../filter/second-order-sections';

/** Largest amplification at which the rounding errors of the shorter form were below 2e-11 in 500 random designs of order 1 to 12. */
const LARGEST_AMPLIFICATION = 5e5;

/**
 * Whether a filter may run with one zero at +1 and one at -1 in every section, the form that costs least.
 *
 * All zeros of a Butterworth band-pass lie there, so any pairing gives the same filter, but not the same rounding errors: at high orders
 * and over wide bands a signal may swell in one half of the cascade before the other half brings it back.
 */
export function mayPairZeros(sections: SecondOrderSections): boolean {
  return (
    sections.design === 'butterworth' &&
    sections.type === 'bandpass' &&
    amplificationOf(sections) <= LARGEST_AMPLIFICATION
  );
}

/** Largest gain of the sections up to one, times the largest gain of those after it, over all places to part the cascade. */
function amplificationOf({ coefficients, numSections }: SecondOrderSections): number {
  const gainsAt = anglesOf({ coefficients, numSections }).map((angle) =>
    Array.from({ length: numSections }, (_, section) => {
      const [a1, a2] = coefficients.subarray(6 * section + 4, 6 * section + 6);
      const re = 1 + a1 * Math.cos(angle) + a2 * Math.cos(2 * angle);
      const im = a1 * Math.sin(angle) + a2 * Math.sin(2 * angle);
      return (2 * Math.sin(angle)) / Math.hypot(re, im);
    }),
  );
  const gain = coefficients[0];
  const product = (gains: readonly number[]) => gains.reduce((total, value) => total * value, 1);
  let largest = 0;
  for (let section = 0; section <= numSections; section++) {
    const before = Math.max(...gainsAt.map((gains) => gain * product(gains.slice(0, section))));
    const after = Math.max(...gainsAt.map((gains) => product(gains.slice(section))));
    largest = Math.max(largest, before * after);
  }
  return largest;
}

/** Angular frequencies per sample: the resonances of all sections, an even grid, and ever closer to 0 and to the Nyquist frequency. */
function anglesOf({ coefficients, numSections }: Pick<SecondOrderSections, 'coefficients' | 'numSections'>): number[] {
  const angles = Array.from({ length: 63 }, (_, index) => (Math.PI * (index + 1)) / 64);
  for (let angle = 0.05; angle > 1e-4; angle /= 1.3) angles.push(angle, Math.PI - angle);
  for (let section = 0; section < numSections; section++) {
    const [a1, a2] = coefficients.subarray(6 * section + 4, 6 * section + 6);
    if (a2 > 0 && Math.abs(a1) < 2 * Math.sqrt(a2)) angles.push(Math.acos(-a1 / (2 * Math.sqrt(a2))));
  }
  return angles;
}
