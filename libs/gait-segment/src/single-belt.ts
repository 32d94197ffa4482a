import { quantile } from '@emgfm/emg-dsp';
import {
  SIDES,
  channelSamples,
  oppositeSide,
  sampleCount,
  type ContinuousRecording,
  type DropReason,
  type GaitEvent,
  type Side,
} from '@emgfm/schema';
import { sortedByTime, type EventDetector } from './event-detector';
import { findPeaks, findValleys } from './extrema';
import { lowPass } from './low-pass';
import { bridgeGaps, walkerPaths } from './marker-paths';
import { centralDifference, movingMean, progressionOf } from './progression';
import { mean } from './statistics';

/** Low-pass of the centre of pressure (Hz). */
const SMOOTHING_HZ = 12;
/** Slow wandering on the belt is removed with a moving mean of this length (s): about two strides. */
const WANDER_S = 2.2;
/** Least prominence of an extreme as a share of the range, least travel (m), least time between extremes of one kind (s). */
const PROMINENCE_SHARE = 0.4;
const LEAST_TRAVEL_M = 0.1;
/** A belt carries the walker for at least this share of the trial (with this force, N); a floor plate does not. */
const LOADED_SHARE = 0.7;
const LOADED_N = 50;
const STEP_S = 0.25;
/** Longest double support (s). */
const DOUBLE_SUPPORT_S = 0.4;

interface FloorTrack {
  readonly ahead: Float64Array;
  readonly leftward: Float64Array;
}

/**
 * One belt under both feet, after Roerdink et al. 2008 (Journal of Biomechanics 41:2628): the centre of pressure draws a butterfly. It is
 * furthest back when the leading foot strikes and furthest forward when the trailing foot leaves; the striking foot is the one to
 * whose side it moves in between. Forward is the direction that the markers show or, without markers, that of the fast jumps.
 */
export const singleBeltDetector: EventDetector = {
  id: 'single-belt',
  applies: (recording) => recording.forcePlates.length === 1 && sampleCount(recording.forcePlates[0]) > 0,
  detect(recording) {
    const issueOfBoth = (reason: DropReason, detail: string) => ({
      events: [],
      issues: SIDES.map((side) => ({ side, reason, detail })),
    });
    if (!singleBeltDetector.applies(recording)) return issueOfBoth('no-events', 'no single plate or belt');
    const [belt] = recording.forcePlates;
    const { samplingRateHz, startS } = belt;
    const loadedShare = mean(channelSamples(belt, 2).map((force) => (force > LOADED_N ? 1 : 0)));
    if (loadedShare < LOADED_SHARE) {
      const found = `${Math.round(100 * loadedShare)} %`;
      return issueOfBoth('no-strikes-found', `expected one belt under both feet all the time, found load for ${found}`);
    }
    const { ahead, leftward } = butterfly(recording);
    const travelM = quantile(ahead, 0.95) - quantile(ahead, 0.05);
    if (!(travelM >= LEAST_TRAVEL_M)) {
      const found = `${travelM.toFixed(3)} m`;
      return issueOfBoth(
        'not-walking',
        `expected the centre of pressure to travel ${LEAST_TRAVEL_M} m, found ${found}`,
      );
    }
    const options = { minProminence: PROMINENCE_SHARE * travelM, minDistance: STEP_S * samplingRateHz };
    const offs = findPeaks(ahead, options);
    const events: GaitEvent[] = [];
    for (const strike of findValleys(ahead, options)) {
      const off = offs.find(({ position }) => position > strike.position);
      if (!off || off.position - strike.position > DOUBLE_SUPPORT_S * samplingRateHz) continue;
      const side: Side = leftward[off.sample] > leftward[strike.sample] ? 'left' : 'right';
      const at = (position: number): number => startS + position / samplingRateHz;
      const event = { source: 'single-belt', confidence: 0.7 };
      events.push({ ...event, timeS: at(strike.position), side, kind: 'foot_strike' });
      events.push({ ...event, timeS: at(off.position), side: oppositeSide(side), kind: 'foot_off' });
    }
    return events.length > 0
      ? { events: sortedByTime(events), issues: [] }
      : issueOfBoth('not-walking', 'the centre of pressure shows no steps');
  },
};

/** Path of the centre of pressure along and across the direction of walking, without slow wandering (m). */
function butterfly(recording: ContinuousRecording): FloorTrack {
  const [belt] = recording.forcePlates;
  const { samplingRateHz } = belt;
  const numSamples = sampleCount(belt);
  const { data } = belt.centreOfPressureM;
  const half = Math.round((WANDER_S / 2) * samplingRateHz);
  const [x, y] = [0, 1].map((row) => {
    const raw = Float64Array.from(data.subarray(row * numSamples, (row + 1) * numSamples));
    const smooth = lowPass(bridgeGaps(raw, Math.round(0.1 * samplingRateHz)), samplingRateHz, SMOOTHING_HZ);
    const wander = movingMean(smooth, half);
    return smooth.map((value, i) => value - wander[i]);
  });
  const [fx, fy] = forwardOf(recording) ?? forwardFromJumps(x, y, samplingRateHz);
  return { ahead: x.map((v, i) => fx * v + fy * y[i]), leftward: x.map((v, i) => fx * y[i] - fy * v) };
}

/** Direction of walking from the markers, halfway through the trial; null without markers. */
function forwardOf(recording: ContinuousRecording): [number, number] | null {
  const paths = walkerPaths(recording);
  if (!paths) return null;
  const { forwardX, forwardY } = progressionOf(paths);
  const middle = forwardX.length >> 1;
  return Number.isFinite(forwardX[middle]) ? [forwardX[middle], forwardY[middle]] : null;
}

/** Of the axes of the belt, the one along which the centre of pressure comes back once per step, towards its fast jumps. */
function forwardFromJumps(x: Float64Array, y: Float64Array, samplingRateHz: number): [number, number] {
  const waves = (path: Float64Array): number => {
    const travel = quantile(path, 0.95) - quantile(path, 0.05);
    return findPeaks(path, { minProminence: PROMINENCE_SHARE * travel, minDistance: STEP_S * samplingRateHz }).length;
  };
  const isAlongX = waves(x) > waves(y);
  const velocity = centralDifference(isAlongX ? x : y, samplingRateHz);
  const sign = quantile(velocity, 0.99) >= -quantile(velocity, 0.01) ? 1 : -1;
  return isAlongX ? [sign, 0] : [0, sign];
}
