import { quantile } from '@emgfm/emg-dsp';
import { findPeaks, findValleys, type Peak } from './extrema';
import { footCentreVelocity, spread, type FootMotion } from './foot-motion';
import { markerDetector } from './marker-detector';

/** A strike needs a heel no higher than this share of its range. */
const HEIGHT_GATE = 0.35;
/** Least prominence of an extreme of the vertical velocity as a share of its range. */
const PROMINENCE_SHARE = 0.1;
/** Least time between two minima (s): the descent in mid swing has one of its own, which the height gate removes. */
const LEAST_STRIKE_DISTANCE_S = 0.08;
/** Least time between two foot-offs of one foot (s). */
const LEAST_PERIOD_S = 0.4;

/** Minima of the vertical velocity of the foot centre with a low heel, and its maxima. */
export function oConnorExtremes(foot: FootMotion, samplingRateHz: number): { strikes: Peak[]; offs: Peak[] } {
  const velocity = footCentreVelocity(foot, samplingRateHz);
  const low = quantile(foot.heelHeightM, 0.05);
  const gate = low + HEIGHT_GATE * (quantile(foot.heelHeightM, 0.95) - low);
  const minProminence = PROMINENCE_SHARE * spread(velocity);
  const valleys = findValleys(velocity, { minProminence, minDistance: LEAST_STRIKE_DISTANCE_S * samplingRateHz });
  return {
    strikes: valleys.filter(({ sample }) => foot.heelHeightM[sample] <= gate),
    offs: findPeaks(velocity, { minProminence: 2 * minProminence, minDistance: LEAST_PERIOD_S * samplingRateHz }),
  };
}

/**
 * Foot velocity algorithm of O'Connor et al. 2007 (Gait & Posture 25:469): foot strike at the minimum of the vertical velocity of the
 * foot centre while the heel is low, foot-off at its maximum.
 */
export const oConnorDetector = markerDetector('oconnor', 0.6, (foot, { samplingRateHz }) => {
  const { strikes, offs } = oConnorExtremes(foot, samplingRateHz);
  return { foot_strike: strikes, foot_off: offs };
});
