import { SIDES, type ContinuousRecording, type GaitEvent, type GaitEventKind } from '@emgfm/schema';
import { sortedByTime, type DetectionIssue, type DetectionResult, type EventDetector } from './event-detector';
import { walkerMotion, type FootMotion, type WalkerMotion } from './foot-motion';
import { footProblem, forwardEvents } from './walking-check';

/** Candidate of one foot in samples (fractional; NaN is none), with a confidence of its own where it has one. */
export interface FootCandidate {
  readonly position: number;
  readonly confidence?: number;
}

/**
 * A detector that looks at each foot on its own: the frame that all marker methods share. It finds the reason where a foot can't be
 * judged, calls the method, removes events of backward walking, and turns samples into times.
 * @param id id of the detector
 * @param usualConfidence of candidates that have none of their own
 * @param find the method: candidates of one foot
 */
export function markerDetector(
  id: string,
  usualConfidence: number,
  find: (foot: FootMotion, motion: WalkerMotion) => { readonly [kind in GaitEventKind]: readonly FootCandidate[] },
): EventDetector {
  return {
    id,
    applies: (recording) => recording.markers !== null,
    detect(recording: ContinuousRecording): DetectionResult {
      const motion = walkerMotion(recording);
      const issues: DetectionIssue[] = [];
      const candidates: GaitEvent[] = [];
      for (const side of SIDES) {
        const problem = footProblem(recording, motion, side);
        if (problem || !motion) {
          issues.push(problem ?? { side, reason: 'no-events', detail: 'no foot markers' });
          continue;
        }
        const found = find(motion.feet[side]!, motion);
        for (const kind of ['foot_strike', 'foot_off'] as const) {
          for (const { position, confidence = usualConfidence } of found[kind]) {
            if (Number.isNaN(position)) continue;
            const timeS = motion.startS + position / motion.samplingRateHz;
            candidates.push({ timeS, side, kind, source: id, confidence });
          }
        }
      }
      if (!motion) return { events: [], issues };
      const forward = forwardEvents(candidates, motion);
      issues.push(...forward.issues);
      for (const side of SIDES) {
        const strikes = forward.events.filter((event) => event.side === side && event.kind === 'foot_strike').length;
        if (strikes === 0 && !issues.some((issue) => issue.side === side)) {
          issues.push({ side, reason: 'no-strikes-found', detail: `${id} found no strike of the ${side} foot` });
        }
      }
      return { events: sortedByTime(forward.events), issues };
    },
  };
}
