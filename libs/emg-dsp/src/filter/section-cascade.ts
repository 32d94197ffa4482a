import type { SectionCoefficients } from './second-order-sections';

/** States this far below the signal's peak are silence; left alone they turn into denormal numbers, which are 50 times slower. */
export const SILENCE = 1e-280;
/** Samples between two checks for silent states. */
export const BLOCK = 128;

/**
 * Runs samples through a cascade in place, transposed direct form II, section after section for each block of samples.
 *
 * The order of operations is SciPy's `sosfilt`, so results are equal to the last bit.
 * @param samples - changed in place
 * @param sections - the cascade
 * @param state - two numbers per section, read and updated
 * @param silence - states below this magnitude are set to 0 once per block; in the unit of the samples
 */
export function runSections(
  samples: Float64Array,
  sections: SectionCoefficients,
  state: Float64Array,
  silence: number,
): void {
  const { coefficients, numSections } = sections;
  for (let start = 0; start < samples.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, samples.length);
    for (let section = 0; section < numSections; section++) {
      const b0 = coefficients[6 * section];
      const b1 = coefficients[6 * section + 1];
      const b2 = coefficients[6 * section + 2];
      const a1 = coefficients[6 * section + 4];
      const a2 = coefficients[6 * section + 5];
      let z0 = state[2 * section];
      let z1 = state[2 * section + 1];
      for (let index = start; index < end; index++) {
        const x = samples[index];
        const y = b0 * x + z0;
        z0 = b1 * x - a1 * y + z1;
        z1 = b2 * x - a2 * y;
        samples[index] = y;
      }
      state[2 * section] = Math.abs(z0) < silence ? 0 : z0;
      state[2 * section + 1] = Math.abs(z1) < silence ? 0 : z1;
    }
  }
}
