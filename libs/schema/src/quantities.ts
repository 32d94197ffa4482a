/** A physical quantity of the store: its unit and what a positive value means. */
export interface QuantityDefinition {
  readonly unit: string;
  readonly positive: string;
}

/** Units and signs of every quantity; the one place where they are written down. */
export const QUANTITIES = {
  jointAngle: {
    unit: 'degree',
    positive:
      'hip and knee flexion, ankle dorsiflexion, adduction (knee varus, ankle inversion), internal rotation; the same meaning on both legs; knee 0 = straight, ankle 0 = foot at 90 degrees',
  },
  jointMoment: {
    unit: 'N.m/kg',
    positive: 'internal (muscle) moment in the direction of the positive angle: ankle push-off is about -1.5',
  },
  groundReactionForce: { unit: 'N/kg', positive: 'up, forward, towards the lateral side of the leg' },
  emg: {
    unit: '1',
    positive: 'per patient and channel normalised; emg * emg_scale is in the unit of the source again',
  },
  duration: { unit: 's', positive: 'one clock per trial' },
  samplingRate: { unit: 'Hz', positive: 'samples per second' },
} as const satisfies Record<string, QuantityDefinition>;

/** Name of a quantity of {@link QUANTITIES}. */
export type Quantity = keyof typeof QUANTITIES;
