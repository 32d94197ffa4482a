import { SIDES, oppositeSide, type GaitEvent, type Side } from '@emgfm/schema';
import type { EventDetector } from './event-detector';
import { findPeaks } from './extrema';
import { sensorAt, specificForce } from './imu-sensor';
import { lowPass } from './low-pass';
import { centralDifference, movingMean } from './progression';

/** Low-pass of the accelerations (Hz): one wave per step. */
const STEP_HZ = 3;
/** Low-pass of the sideward acceleration (Hz): one wave per stride. */
const SWAY_HZ = 2;
/** Least prominence of a step in the vertical acceleration (m/s²), least time between steps (s). */
const STEP_MPS2 = 0.7;
const STEP_SPACING_S = 0.25;
/** Search for the change from acceleration to braking around a step (s). */
const BRAKING_S = 0.16;
/** Calibration (s): the strike comes this much before braking begins, and before the peak of the vertical acceleration. */
const BRAKING_LAG_S = 0.02;
const PEAK_LAG_S = 0.04;
/** A longer pause between steps ends a bout (s); a bout has at least three steps. */
const PAUSE_S = 1.5;
const LEAST_STEPS = 3;

/**
 * Lower back: a step is a peak of the smoothed vertical acceleration; the strike is timed where the forward acceleration turns into
 * braking (Zijlstra & Hof 2003, Gait & Posture 18:1). The side of each step follows from the sideward acceleration, which changes
 * towards the leg that leaves the ground, with left and right alternating within a bout. No foot-offs.
 */
export const lowerBackDetector: EventDetector = {
  id: 'imu-lower-back',
  applies: (recording) => sensorAt(recording, 'lower_back') !== null,
  detect(recording) {
    const sensor = sensorAt(recording, 'lower_back');
    if (!sensor) {
      const detail = 'no sensor on the lower back';
      return { events: [], issues: SIDES.map((side) => ({ side, reason: 'no-events', detail })) };
    }
    const { samplingRateHz, startS } = sensor;
    const { forward, left, up } = specificForce(sensor);
    const step = steps(up, forward, samplingRateHz);
    const sway = centralDifference(lowPass(left, samplingRateHz, SWAY_HZ), samplingRateHz);
    const events = boutsOf(step, PAUSE_S * samplingRateHz).flatMap((bout) => {
      const first = firstSide(bout, sway);
      return bout.map((sample, k): GaitEvent => ({
        timeS: startS + sample / samplingRateHz,
        side: k % 2 === 0 ? first : oppositeSide(first),
        kind: 'foot_strike',
        source: 'imu-lower-back',
        confidence: 0.5,
      }));
    });
    const detail = 'no three steps in a row in the vertical acceleration';
    return {
      events,
      issues: events.length > 0 ? [] : SIDES.map((side) => ({ side, reason: 'not-walking', detail })),
    };
  },
};

/** Strikes in samples (fractional). */
function steps(up: Float64Array, forward: Float64Array, samplingRateHz: number): number[] {
  const vertical = lowPass(up, samplingRateHz, STEP_HZ);
  const trend = movingMean(forward, Math.round(samplingRateHz));
  const along = lowPass(
    forward.map((value, i) => value - trend[i]),
    samplingRateHz,
    STEP_HZ,
  );
  const peaks = findPeaks(vertical, { minProminence: STEP_MPS2, minDistance: STEP_SPACING_S * samplingRateHz });
  return peaks.map(({ position }) => {
    const reach = Math.round(BRAKING_S * samplingRateHz);
    for (let k = 0; k <= reach; k += 1) {
      for (const i of [Math.round(position) - k, Math.round(position) + k]) {
        if (along[i] > 0 && along[i + 1] <= 0) {
          return i + along[i] / (along[i] - along[i + 1]) - BRAKING_LAG_S * samplingRateHz;
        }
      }
    }
    return position - PEAK_LAG_S * samplingRateHz;
  });
}

function boutsOf(samples: readonly number[], longestPause: number): number[][] {
  const bouts: number[][] = [];
  samples.forEach((sample, i) => {
    if (i > 0 && sample - samples[i - 1] <= longestPause) bouts.at(-1)!.push(sample);
    else bouts.push([sample]);
  });
  return bouts.filter((bout) => bout.length >= LEAST_STEPS);
}

/** Side of the first step of a bout: at a left strike the acceleration to the left falls, at a right strike it rises. */
function firstSide(bout: readonly number[], sway: Float64Array): Side {
  const vote = bout.reduce((sum, sample, k) => sum + (k % 2 === 0 ? 1 : -1) * (sway[Math.round(sample)] || 0), 0);
  return vote < 0 ? 'left' : 'right';
}
