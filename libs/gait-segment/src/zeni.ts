import { findPeaks, findValleys, type Peak, type PeakOptions } from './extrema';
import { spread, type FootMotion } from './foot-motion';
import { markerDetector } from './marker-detector';
import { LEAST_STEP_M } from './walking-check';

/** Least prominence of an extreme as a share of the travel of the foot. */
const PROMINENCE_SHARE = 0.35;
/** Least time between two strikes of one foot (s). */
const LEAST_PERIOD_S = 0.35;

/** Least drop towards the edge of the recording as a share of the travel: an extreme just inside counts. */
const EDGE_DROP_SHARE = 0.03;

/** Options for the extremes of a foot's travel along the progression. */
export function travelPeaks(travelM: Float64Array, samplingRateHz: number): PeakOptions {
  return {
    minProminence: Math.max(LEAST_STEP_M / 2, PROMINENCE_SHARE * spread(travelM)),
    minEdgeDrop: EDGE_DROP_SHARE * spread(travelM),
    minDistance: LEAST_PERIOD_S * samplingRateHz,
  };
}

/** Most forward positions of the heel and most backward positions of the toe, relative to the pelvis. */
export function zeniExtremes(foot: FootMotion, samplingRateHz: number): { strikes: Peak[]; offs: Peak[] } {
  return {
    strikes: findPeaks(foot.heelAheadM, travelPeaks(foot.heelAheadM, samplingRateHz)),
    offs: findValleys(foot.toeAheadM, travelPeaks(foot.toeAheadM, samplingRateHz)),
  };
}

/**
 * Coordinate method of Zeni, Richards & Higginson 2008 (Gait & Posture 27:710): foot strike where the heel is furthest ahead of the
 * pelvis, foot-off where the toe is furthest behind, along the direction of progression. Counts robustly; in overground
 * walking the strike comes about 40 ms early.
 */
export const zeniDetector = markerDetector('zeni', 0.7, (foot, { samplingRateHz }) => {
  const { strikes, offs } = zeniExtremes(foot, samplingRateHz);
  return { foot_strike: strikes, foot_off: offs };
});
