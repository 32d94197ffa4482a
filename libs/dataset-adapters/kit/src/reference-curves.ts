/** A curve over the stride. */
export type Curve = readonly number[];

/**
 * Mean sagittal curves of level walking at 1.20 m/s on a 5 % grid, right leg, 22 able-bodied adults: angles in degree,
 * ankle moment (internal, dorsiflexor positive) in N·m/kg.
 * Source: Camargo et al. 2021, J Biomech 119:110320 (data CC BY 4.0), as averaged over 568 strides.
 */
export const REFERENCE_CURVES: Readonly<Record<'hip' | 'knee' | 'ankle' | 'ankleMoment', Curve>> = {
  hip: [
    19.5, 19.5, 17.1, 12.5, 7.0, 1.1, -5.0, -10.9, -16.5, -20.8, -22.4, -20.2, -13.1, -2.5, 7.5, 14.9, 19.5, 21.3, 20.5,
    19.7, 19.5,
  ],
  knee: [
    14.6, 21.3, 25.7, 25.3, 22.4, 18.6, 14.9, 12.2, 10.8, 12.3, 17.7, 29.0, 45.2, 60.2, 67.5, 65.6, 55.8, 39.9, 22.2,
    12.5, 14.6,
  ],
  ankle: [
    3.4, -0.2, 4.1, 9.1, 12.1, 14.1, 16.0, 18.1, 20.1, 21.3, 19.6, 10.9, -3.7, -8.4, -2.1, 3.9, 7.1, 7.3, 6.1, 5.8, 3.4,
  ],
  ankleMoment: [
    0.08, 0.07, -0.15, -0.35, -0.51, -0.64, -0.8, -1.02, -1.29, -1.51, -1.44, -0.79, -0.09, 0.06, 0.03, 0.02, 0.03,
    0.03, 0.02, 0.01, 0.08,
  ],
};
