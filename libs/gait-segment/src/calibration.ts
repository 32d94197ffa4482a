import type { GaitEventKind } from '@emgfm/schema';

/**
 * How much later than the labels of therapists each method sees an event, on average over recordings of five laboratories (s; negative
 * = earlier). The combiner takes it off before methods are compared; a detector asked for by its id gives its own times unchanged.
 */
export const CALIBRATED_LAG_S: Readonly<Record<string, Readonly<Record<GaitEventKind, number>>>> = {
  zeni: { foot_strike: -0.042, foot_off: 0.004 },
  oconnor: { foot_strike: -0.004, foot_off: -0.007 },
  'zeni-velocity': { foot_strike: -0.038, foot_off: 0.002 },
  ghoussayni: { foot_strike: -0.03, foot_off: -0.016 },
  desailly: { foot_strike: -0.044, foot_off: 0.018 },
  'hreljac-marshall': { foot_strike: 0.01, foot_off: 0.022 },
};

/** The lag of a method (s); 0 for one that is not in {@link CALIBRATED_LAG_S}. */
export function calibratedLagS(method: string, kind: GaitEventKind): number {
  return CALIBRATED_LAG_S[method]?.[kind] ?? 0;
}
