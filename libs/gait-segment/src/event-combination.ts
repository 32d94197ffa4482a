import type { ContinuousRecording, GaitEvent } from '@emgfm/schema';
import { sortedByTime, type DetectionResult, type EventDetector } from './event-detector';
import { forcePlateDetector } from './force-plate';
import { markerDetectorCombined } from './marker-combination';

/** Events of one kind and foot closer than this are the same event (s). */
export const SAME_EVENT_S = 0.15;
/** Two independent methods this close (s) confirm each other. */
const CONFIRMED_S = 0.05;

/**
 * Adds to the preferred events those of another method that have no counterpart among them.
 * @param preferred events that stay as they are
 * @param others events of the same trial found otherwise
 * @returns all events in order of time
 */
export function completedEvents(preferred: readonly GaitEvent[], others: readonly GaitEvent[]): GaitEvent[] {
  return sortedByTime([...preferred, ...others.filter((event) => !counterpart(event, preferred))]);
}

function counterpart(event: GaitEvent, among: readonly GaitEvent[]): GaitEvent | undefined {
  return among.find(
    ({ side, kind, timeS }) =>
      side === event.side && kind === event.kind && Math.abs(timeS - event.timeS) <= SAME_EVENT_S,
  );
}

/**
 * The detector that `auto` means: kinematics count the steps, and a clean contact with a force plate overrides the time of the
 * event it belongs to. Where two methods agree within 50 ms the confidence is the higher one, else the lower.
 */
export const combinedDetector: EventDetector = {
  id: 'auto',
  applies: (recording) => forcePlateDetector.applies(recording) || markerDetectorCombined.applies(recording),
  detect(recording: ContinuousRecording): DetectionResult {
    const markers = markerDetectorCombined.detect(recording);
    const plates = forcePlateDetector.detect(recording);
    if (markers.events.length === 0) return plates.events.length > 0 ? plates : { events: [], issues: markers.issues };
    const weighed = plates.events.map((event) => {
      const seen = counterpart(event, markers.events);
      if (!seen) return event;
      const agree = Math.abs(seen.timeS - event.timeS) <= CONFIRMED_S;
      return { ...event, confidence: agree ? event.confidence : Math.min(event.confidence, seen.confidence) };
    });
    return { events: completedEvents(weighed, markers.events), issues: markers.issues };
  },
};
