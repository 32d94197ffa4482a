import { stretchesAbove } from './crossings';
import { markerDetector } from './marker-detector';

/** Thresholds as shares of the walking speed: of the heel for foot strike, of the toe for foot-off. */
const STRIKE_SHARE = 0.78;
const OFF_SHARE = 0.66;
/** Least threshold (m/s): the original 50 mm/s, below which a standing foot trembles. */
const LEAST_MPS = 0.05;
/** A swing lasts at least this long (s). */
const LEAST_SWING_S = 0.12;
/** A shorter slow phase within a swing is noise (s). */
const LONGEST_DIP_S = 0.05;

/**
 * Ghoussayni et al. 2004 (Gait & Posture 20:266): foot strike when the forward speed of the heel over the ground falls below a threshold,
 * foot-off when that of the toe exceeds one. The thresholds scale with walking speed (0.78 and 0.66 of it); on a treadmill the
 * speed of the belt, seen from the standing feet, is taken off.
 */
export const ghoussayniDetector = markerDetector('ghoussayni', 0.6, (foot, { samplingRateHz, walkingSpeedMps }) => {
  const limits = { minLength: LEAST_SWING_S * samplingRateHz, maxDip: LONGEST_DIP_S * samplingRateHz };
  const threshold = (share: number): number => Math.max(LEAST_MPS, share * walkingSpeedMps || 0);
  return {
    foot_strike: stretchesAbove(foot.heelVelocityMps, threshold(STRIKE_SHARE), limits).map(({ fall }) => ({
      position: fall,
    })),
    foot_off: stretchesAbove(foot.toeVelocityMps, threshold(OFF_SHARE), limits).map(({ rise }) => ({ position: rise })),
  };
});
