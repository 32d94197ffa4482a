/** How a filter came about, kept beside its coefficients for reports and stored provenance. */
export interface FilterProvenance {
  readonly design: 'butterworth' | 'notch' | 'custom';
  /** Order of one pass as given to the design; a zero-phase filter doubles it. */
  readonly order: number;
  readonly type: 'lowpass' | 'highpass' | 'bandpass' | 'bandstop' | 'notch' | 'custom';
  /** Corner frequencies as asked for, Hz; for a notch its centre. */
  readonly cornerHz: readonly number[];
  /** Where the gain is 1/sqrt(2): after each pass, or after a forward and a backward pass together. */
  readonly cornerConvention: 'per-pass' | 'after-two-passes';
}

/** An infinite-impulse-response filter as a cascade of biquads, the only form that keeps its precision at low corners. */
export interface SecondOrderSections extends FilterProvenance {
  /** Rows b0 b1 b2 a0 a1 a2 with a0 = 1, one row per section, in the order they are applied (SciPy's `sos`). */
  readonly coefficients: Float64Array;
  readonly numSections: number;
  readonly samplingRateHz: number;
}

/** A filter without the cascade's gain and rate: what the arithmetic alone needs. */
export type SectionCoefficients = Pick<SecondOrderSections, 'coefficients' | 'numSections'>;

/**
 * State of every section that makes the step response start at its final value, two numbers per section.
 *
 * Multiplied by the first sample it removes the switch-on transient; equals SciPy's `sosfilt_zi`.
 * A section with a pole at z = 1 has no steady state and gives non-finite values.
 * @param sections - the cascade
 * @returns Float64Array of 2 x numSections: z0 and z1 of the transposed direct form II
 */
export function steadyStateOf(sections: SectionCoefficients): Float64Array {
  const { coefficients, numSections } = sections;
  const state = new Float64Array(2 * numSections);
  let gain = 1;
  for (let section = 0; section < numSections; section++) {
    const [b0, b1, b2, , a1, a2] = coefficients.subarray(6 * section, 6 * section + 6);
    const first = (b1 - a1 * b0 + (b2 - a2 * b0)) / (1 + a1 + a2);
    state[2 * section] = gain * first;
    state[2 * section + 1] = gain * ((1 + a1) * first - (b1 - a1 * b0));
    gain *= (b0 + b1 + b2) / (1 + a1 + a2);
  }
  return state;
}

/**
 * Samples by which a zero-phase filter extends each end of a signal: three times the filter's length, as SciPy counts it.
 *
 * Sections that are really of first order count one tap less, once.
 */
export function zeroPhasePadLength(sections: SectionCoefficients): number {
  let withoutSecondZero = 0;
  let withoutSecondPole = 0;
  for (let section = 0; section < sections.numSections; section++) {
    if (sections.coefficients[6 * section + 2] === 0) withoutSecondZero++;
    if (sections.coefficients[6 * section + 5] === 0) withoutSecondPole++;
  }
  return 3 * (2 * sections.numSections + 1 - Math.min(withoutSecondZero, withoutSecondPole));
}
