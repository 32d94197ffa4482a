import type { ContinuousRecording, GaitEvent, Side } from '@emgfm/schema';
import type { DetectionIssue } from './event-detector';
import { spread, type FootMotion, type WalkerMotion } from './foot-motion';
import { mean } from './statistics';
import { seconds } from './stride-phases';

/** Least travel of a foot along the progression, relative to the pelvis, that can be a step (m). */
export const LEAST_STEP_M = 0.12;

/** Time around an event in which the way the foot moves is judged (s): about half a stride on both sides. */
const JUDGED_S = 0.6;

/** Correlation of lift and forward velocity of a foot below which it walks backward; forward walking lies well above 0. */
const BACKWARD_CORRELATION = -0.2;

/** Why no event can be found for a foot, before looking for any; null where there is hope. */
export function footProblem(
  recording: ContinuousRecording,
  motion: WalkerMotion | null,
  side: Side,
): DetectionIssue | null {
  const issue = (reason: DetectionIssue['reason'], detail: string): DetectionIssue => ({ side, reason, detail });
  if (!recording.markers) return issue('no-events', 'no markers');
  const foot = motion?.feet[side];
  if (!foot) return issue('no-strikes-found', `no heel, toe or ankle marker of the ${side} foot is ever seen`);
  if (!foot.heelAheadM.some(Number.isFinite)) {
    return issue(
      'not-walking',
      'the direction of progression is unknown: no pelvis or toe marker, and the person stays in place',
    );
  }
  const travelM = spread(foot.heelAheadM);
  if (!(travelM >= LEAST_STEP_M)) {
    return issue(
      'not-walking',
      `expected the foot to travel at least ${LEAST_STEP_M} m, found ${travelM.toFixed(3)} m`,
    );
  }
  return null;
}

/**
 * Does a foot move forward while it is up, as in walking forward? Backward walking lifts the foot while it moves back, so the
 * correlation of lift and forward velocity relative to the pelvis changes its sign.
 */
export function movesForward(foot: FootMotion, sample: number, samplingRateHz: number): boolean {
  const half = Math.round(JUDGED_S * samplingRateHz);
  const from = Math.max(1, sample - half);
  const to = Math.min(foot.heelAheadM.length, sample + half + 1);
  const heights: number[] = [];
  const steps: number[] = [];
  for (let i = from; i < to; i += 1) {
    const step = foot.heelAheadM[i] - foot.heelAheadM[i - 1];
    const height = foot.liftM[i];
    if (!Number.isFinite(step + height)) continue;
    heights.push(height);
    steps.push(step);
  }
  return correlation(heights, steps) > BACKWARD_CORRELATION;
}

/** Pearson's correlation; 0 where one of the lists is constant or empty. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [covariance, varianceA, varianceB] = [0, 0, 0];
  a.forEach((value, i) => {
    covariance += (value - meanA) * (b[i] - meanB);
    varianceA += (value - meanA) ** 2;
    varianceB += (b[i] - meanB) ** 2;
  });
  return covariance / Math.sqrt(varianceA * varianceB) || 0;
}

/** Removes events in stretches of backward walking, with one reason per foot. */
export function forwardEvents(
  events: readonly GaitEvent[],
  motion: WalkerMotion,
): { events: GaitEvent[]; issues: DetectionIssue[] } {
  const issues: DetectionIssue[] = [];
  const kept: GaitEvent[] = [];
  for (const side of ['left', 'right'] as const) {
    const foot = motion.feet[side];
    if (!foot) continue;
    const own = events.filter((event) => event.side === side);
    const backward: GaitEvent[] = [];
    for (const event of own) {
      const sample = Math.round((event.timeS - motion.startS) * motion.samplingRateHz);
      (movesForward(foot, sample, motion.samplingRateHz) ? kept : backward).push(event);
    }
    if (backward.length > 0) {
      const detail = `${backward.length} candidates where the ${side} foot moves backward, from ${seconds(backward[0].timeS)} to ${seconds(backward.at(-1)!.timeS)}`;
      issues.push({ side, reason: 'not-walking', detail });
    }
  }
  return { events: kept, issues };
}
