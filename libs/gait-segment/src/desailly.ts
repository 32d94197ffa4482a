import { designButterworth, filterZeroPhase, median } from '@emgfm/emg-dsp';
import { findPeaks, findValleys } from './extrema';
import { spread } from './foot-motion';
import { markerDetector } from './marker-detector';
import { zeniExtremes } from './zeni';

/** Corner of the high-pass as a share of the stride frequency. */
const STRIKE_CORNER = 0.5;
const OFF_CORNER = 1.1;
/** Least prominence as a share of the range of the high-passed path, and least share of a stride between events. */
const PROMINENCE_SHARE = 0.3;
const SPACING_SHARE = 0.6;

/**
 * High-pass algorithm of Desailly et al. 2009 (Gait & Posture 29:76): foot strike at the maxima of the high-passed forward path of the
 * heel (half the stride frequency), foot-off at the minima of that of the toe (1.1 times the stride frequency), Butterworth of
 * order 4 without lag. The path over the ground is the sum of the velocities, so a belt does no harm.
 */
export const desaillyDetector = markerDetector('desailly', 0.5, (foot, { samplingRateHz }) => {
  const { strikes } = zeniExtremes(foot, samplingRateHz);
  const period = median(strikes.slice(1).map((strike, i) => strike.position - strikes[i].position));
  if (!(period > 0)) return { foot_strike: [], foot_off: [] };
  const highPassed = (velocity: Float64Array, corner: number): Float64Array => {
    let along = 0;
    const path = velocity.map((v) => (Number.isFinite(v) ? (along += v / samplingRateHz) : NaN));
    const cornerHz = (corner * samplingRateHz) / period;
    return filterZeroPhase(path, designButterworth({ order: 2, type: 'highpass', cornerHz, samplingRateHz }));
  };
  const heel = highPassed(foot.heelVelocityMps, STRIKE_CORNER);
  const toe = highPassed(foot.toeVelocityMps, OFF_CORNER);
  const options = (path: Float64Array) => ({
    minProminence: PROMINENCE_SHARE * spread(path),
    minDistance: SPACING_SHARE * period,
  });
  return { foot_strike: findPeaks(heel, options(heel)), foot_off: findValleys(toe, options(toe)) };
});
