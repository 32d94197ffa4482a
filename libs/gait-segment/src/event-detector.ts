import type { ContinuousRecording, DropReason, GaitEvent, GaitEventKind, Side } from '@emgfm/schema';

/** Why a detector gives nothing, or less than expected, for one foot or for both. */
export interface DetectionIssue {
  /** The foot concerned; null where it is both. */
  readonly side: Side | null;
  readonly reason: DropReason;
  /** What was expected, what was found, and when, in words. */
  readonly detail: string;
}

/** What a detector found in one trial. */
export interface DetectionResult {
  /** Events in order of time. */
  readonly events: readonly GaitEvent[];
  /** A reason for each foot without events, and for each stretch that was left out. */
  readonly issues: readonly DetectionIssue[];
}

/** Finds foot strikes and foot-offs in a continuous recording; never looks at the events that the source gives. */
export interface EventDetector {
  /** Value of `GaitEvent.source` for its events. */
  readonly id: string;
  /** Can it work with what was recorded? */
  applies(recording: ContinuousRecording): boolean;
  detect(recording: ContinuousRecording): DetectionResult;
}

/** Events in order of time; at equal times left before right. */
export function sortedByTime(events: Iterable<GaitEvent>): GaitEvent[] {
  return [...events].sort((a, b) => a.timeS - b.timeS || a.side.localeCompare(b.side) || a.kind.localeCompare(b.kind));
}

/** Times (s) of the events of one kind and foot, ascending. */
export function eventTimesS(events: readonly GaitEvent[], side: Side, kind: GaitEventKind): number[] {
  return events
    .filter((event) => event.side === side && event.kind === kind)
    .map((event) => event.timeS)
    .sort((a, b) => a - b);
}
