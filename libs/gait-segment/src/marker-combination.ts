import { finiteRuns, median } from '@emgfm/emg-dsp';
import type { GaitEventKind } from '@emgfm/schema';
import { calibratedLagS } from './calibration';
import { findValleys, type Peak } from './extrema';
import { footCentreVelocity, spread, type FootMotion, type WalkerMotion } from './foot-motion';
import { markerDetector } from './marker-detector';
import { oConnorExtremes } from './o-connor';
import { zeniExtremes } from './zeni';

/** The heel has landed when its forward velocity over the ground falls below this share of the walking speed. */
const LANDED_SHARE = 0.4;
/** Calibration (s): how much later the foot strikes, in the middle of what plates, labels of therapists and simulated walks say. */
const LANDED_LEAD_S = 0.0165;
/** Where the landing is looked for around the most forward position of the heel (s). */
const STRIKE_WINDOW_S = [-0.05, 0.2] as const;
/** At the start of a recording: longest time to the landing (s), how far behind its usual place the heel may land (m), least time to the next strike (s). */
const OPENING_S = 0.1;
const OPENING_AHEAD_M = 0.1;
const LEAST_PERIOD_S = 0.35;
/** Events of two methods this close (s) confirm each other. */
const AGREEMENT_S = 0.05;

/**
 * The default for markers. Strikes and foot-offs are counted by the coordinate method, which neither misses nor invents many. A strike is
 * timed where the heel loses its forward velocity over the ground, which against force plates has the smallest spread and no
 * bias once calibrated; a foot-off is the mean of coordinate and vertical-velocity method where these agree. Confidence is
 * high where a second, independent method sees the same event.
 */
export const markerDetectorCombined = markerDetector('markers', 0.6, (foot, motion) => {
  const { samplingRateHz } = motion;
  const calibrated = (position: number, method: string, kind: GaitEventKind): number =>
    position - calibratedLagS(method, kind) * samplingRateHz;
  const { strikes, offs } = zeniExtremes(foot, samplingRateHz);
  const velocity = footCentreVelocity(foot, samplingRateHz);
  const minima = findValleys(velocity, { minProminence: 0.03 * spread(velocity), minDistance: 1 });
  const oConnorOffs = oConnorExtremes(foot, samplingRateHz).offs;
  const within = (position: number, limitS: number) => (other: Peak) =>
    Math.abs(other.position - position) <= limitS * samplingRateHz;
  const anchors = [...openingStrikes(foot, motion, strikes), ...strikes.map(({ position }) => position)];
  return {
    foot_strike: anchors.map((anchor) => {
      const landed = landing(foot, motion, anchor) + LANDED_LEAD_S * samplingRateHz;
      if (Number.isNaN(landed)) {
        return { position: calibrated(anchor, 'zeni', 'foot_strike'), confidence: 0.4 };
      }
      return { position: landed, confidence: minima.some(within(landed, AGREEMENT_S)) ? 0.9 : undefined };
    }),
    foot_off: offs.map((off) => {
      const coordinate = calibrated(off.position, 'zeni', 'foot_off');
      const [second] = oConnorOffs.filter(within(off.position, AGREEMENT_S));
      if (!second) return { position: coordinate };
      return { position: (coordinate + calibrated(second.position, 'oconnor', 'foot_off')) / 2, confidence: 0.9 };
    }),
  };
});

/**
 * First samples of stretches in which a foot is just landing: the heel was furthest forward before the recording (or after a gap), so
 * the coordinate method has no maximum, but the landing itself is seen.
 */
function openingStrikes(foot: FootMotion, motion: WalkerMotion, strikes: readonly Peak[]): number[] {
  const usualAheadM = median(strikes.map(({ height }) => height));
  return finiteRuns(foot.heelAheadM)
    .map(({ start }) => start)
    .filter((start) => {
      const landed = landing(foot, motion, start);
      const isEarly = landed - start <= OPENING_S * motion.samplingRateHz;
      const isForward = foot.heelAheadM[start] > usualAheadM - OPENING_AHEAD_M;
      const isAnchored = strikes.some(
        ({ position }) => Math.abs(position - start) < LEAST_PERIOD_S * motion.samplingRateHz,
      );
      return isEarly && isForward && !isAnchored;
    });
}

/** Where the forward velocity of the heel over the ground falls below a share of the walking speed (samples); NaN where it does not. */
function landing(foot: FootMotion, motion: WalkerMotion, around: number): number {
  const { samplingRateHz, surfaceVelocityMps, progression } = motion;
  const from = Math.max(0, Math.round(around + STRIKE_WINDOW_S[0] * samplingRateHz));
  const to = Math.min(motion.numSamples - 2, Math.round(around + STRIKE_WINDOW_S[1] * samplingRateHz));
  for (let i = from; i <= to; i += 1) {
    const level = LANDED_SHARE * (progression.pelvisVelocityMps[i] - surfaceVelocityMps);
    const [here, next] = [foot.heelVelocityMps[i], foot.heelVelocityMps[i + 1]];
    if (here > level && next <= level) return i + (here - level) / (here - next);
  }
  return NaN;
}
