import { stretchesAbove } from './crossings';
import { markerDetector } from './marker-detector';
import { movingMean } from './progression';

/** Window for the velocity of the body that the feet are compared with (s): about a stride. */
const WINDOW_S = 1.1;
/** A swing lasts at least this long (s); shorter pauses inside it are noise. */
const LIMITS_S = { least: 0.12, dip: 0.06 };

/**
 * Velocity method of Zeni et al. 2008 (Gait & Posture 27:710) in the frame of a treadmill: foot strike where the forward velocity of the
 * heel turns negative, foot-off where that of the toe turns positive. Overground the mean velocity of the feet over a stride
 * stands for the treadmill.
 */
export const zeniVelocityDetector = markerDetector('zeni-velocity', 0.6, (foot, { samplingRateHz }) => {
  const half = Math.round((WINDOW_S / 2) * samplingRateHz);
  const relative = (velocity: Float64Array): Float64Array => {
    const body = movingMean(velocity, half);
    return velocity.map((value, i) => value - body[i]);
  };
  const limits = { minLength: LIMITS_S.least * samplingRateHz, maxDip: LIMITS_S.dip * samplingRateHz };
  return {
    foot_strike: stretchesAbove(relative(foot.heelVelocityMps), 0, limits).map(({ fall }) => ({ position: fall })),
    foot_off: stretchesAbove(relative(foot.toeVelocityMps), 0, limits).map(({ rise }) => ({ position: rise })),
  };
});
