import type { Peak } from './extrema';
import { findValleys } from './extrema';
import { footCentreVelocity, spread } from './foot-motion';
import { markerDetector } from './marker-detector';
import { oConnorExtremes } from './o-connor';
import { zeniExtremes } from './zeni';

/** Where the strike is looked for around the most forward position of the heel (s). */
const STRIKE_WINDOW_S = [-0.04, 0.13] as const;
/** How much earlier than the strike the heel is furthest forward (s), used where the velocity has no minimum near it. */
const ZENI_STRIKE_LEAD_S = 0.04;
/** Foot-offs of two methods this close (s) confirm each other. */
const AGREEMENT_S = 0.05;

/**
 * The default for markers: strikes are counted by the coordinate method, which neither misses nor invents many, and timed by the minimum
 * of the vertical velocity of the foot centre, which has next to no bias; foot-offs are those of the coordinate method. An event that
 * both methods see is trusted more.
 */
export const markerDetectorCombined = markerDetector('markers', (foot, { samplingRateHz }) => {
  const { strikes, offs } = zeniExtremes(foot, samplingRateHz);
  const velocity = footCentreVelocity(foot, samplingRateHz);
  const minima = findValleys(velocity, { minProminence: 0.03 * spread(velocity), minDistance: 1 });
  const oConnorOffs = oConnorExtremes(foot, samplingRateHz).offs;
  const near = (peak: Peak, from: number, to: number) => (other: Peak) =>
    other.position >= peak.position + from * samplingRateHz && other.position <= peak.position + to * samplingRateHz;
  return {
    foot_strike: strikes.map((strike) => {
      const inWindow = minima.filter(near(strike, ...STRIKE_WINDOW_S));
      if (inWindow.length === 0) {
        return { position: strike.position + ZENI_STRIKE_LEAD_S * samplingRateHz, confidence: 0.4 };
      }
      const lowest = inWindow.reduce((best, minimum) => (minimum.height < best.height ? minimum : best));
      return { position: lowest.position, confidence: 0.85 };
    }),
    foot_off: offs.map((off) => ({
      position: off.position,
      confidence: oConnorOffs.some(near(off, -AGREEMENT_S, AGREEMENT_S)) ? 0.85 : 0.6,
    })),
  };
});
