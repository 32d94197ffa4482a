import { firstAfter } from './event-index';
import { findPeaks, type Peak } from './extrema';
import { markerDetector } from './marker-detector';
import { centralDifference } from './progression';
import { zeniExtremes } from './zeni';

/** Where the acceleration is looked at around the extremes of the coordinate method (s). */
const STRIKE_WINDOW_S = [-0.05, 0.14] as const;
const OFF_WINDOW_S = [-0.08, 0.08] as const;

/**
 * Hreljac & Marshall 2000 (Journal of Biomechanics 33:783): foot strike at the maximum of the vertical acceleration of the heel, foot-off at
 * the maximum of the forward acceleration of the toe, between samples where the jerk is zero. The maxima are searched near the
 * extremes of the coordinate method, which keeps them one per stride.
 */
export const hreljacMarshallDetector = markerDetector('hreljac-marshall', 0.5, (foot, { samplingRateHz }) => {
  const second = (height: Float64Array): Float64Array =>
    centralDifference(centralDifference(height, samplingRateHz), samplingRateHz);
  const heel = findPeaks(second(foot.heelHeightM), { minProminence: 0, minDistance: 1 });
  const toe = findPeaks(centralDifference(foot.toeVelocityMps, samplingRateHz), { minProminence: 0, minDistance: 1 });
  const highestNear = (peaks: readonly Peak[], [fromS, toS]: readonly [number, number]) => {
    const positions = peaks.map(({ position }) => position);
    return (anchor: Peak): Peak[] => {
      const from = firstAfter(positions, anchor.position + fromS * samplingRateHz);
      const to = firstAfter(positions, anchor.position + toS * samplingRateHz);
      const near = peaks.slice(from, to);
      return near.length > 0 ? [near.reduce((best, peak) => (peak.height > best.height ? peak : best))] : [];
    };
  };
  const { strikes, offs } = zeniExtremes(foot, samplingRateHz);
  return {
    foot_strike: strikes.flatMap(highestNear(heel, STRIKE_WINDOW_S)),
    foot_off: offs.flatMap(highestNear(toe, OFF_WINDOW_S)),
  };
});
