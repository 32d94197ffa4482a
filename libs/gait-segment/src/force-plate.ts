import { SIDES, type ContinuousRecording, type GaitEvent } from '@emgfm/schema';
import { sortedByTime, type DetectionIssue, type DetectionResult, type EventDetector } from './event-detector';
import { plateContacts, type ContactOptions, type PlateContact } from './plate-contacts';
import { seconds } from './stride-phases';

/** Confidence of an event at the edge of a clean contact. */
const CONFIDENCE = 0.98;

/** How far the strike lies at most before the threshold (s): beyond it the foot was set down so softly that zero force means nothing. */
const ONSET_REACH_S = 0.015;

/** A force-plate detector with its own thresholds; options as in {@link ContactOptions}, but `onsetReachS` is 0.015 by default. */
export function createForcePlateDetector(options: ContactOptions = {}): EventDetector {
  return {
    id: 'force-plate',
    applies: (recording) => recording.forcePlates.length > 0,
    detect: (recording) =>
      eventsOfContacts(recording, plateContacts(recording, { onsetReachS: ONSET_REACH_S, ...options })),
  };
}

/**
 * The reference method: a foot strikes when the vertical force of its plate, on the line through its first rise above 20 N, leaves zero,
 * and leaves when it falls below 20 N, at the rate of the plate and between samples. Only clean contacts of one known foot give events; partial hits and contacts of both feet
 * give a reason instead.
 */
export const forcePlateDetector = createForcePlateDetector();

function eventsOfContacts(recording: ContinuousRecording, contacts: readonly PlateContact[]): DetectionResult {
  const events: GaitEvent[] = [];
  const issues: DetectionIssue[] = [];
  for (const { plates, side, startS, endS, problem, detail } of contacts) {
    if (side === null || problem !== null) {
      const when = `${Number.isNaN(startS) ? 'start' : seconds(startS)} to ${Number.isNaN(endS) ? 'end' : seconds(endS)}`;
      const reason = problem === 'shared' ? 'shared-plate' : 'no-strikes-found';
      issues.push({ side, reason, detail: `${plates.join(' and ')}, contact from ${when}: ${detail}` });
      continue;
    }
    const event = { side, source: 'force-plate', confidence: CONFIDENCE };
    if (Number.isFinite(startS)) events.push({ ...event, kind: 'foot_strike', timeS: startS });
    if (Number.isFinite(endS)) events.push({ ...event, kind: 'foot_off', timeS: endS });
  }
  for (const side of SIDES) {
    if (events.some((event) => event.side === side && event.kind === 'foot_strike')) continue;
    const found =
      recording.forcePlates.length === 0 ? 'no force plate' : `no clean strike of the ${side} foot on a plate`;
    issues.push({ side, reason: recording.forcePlates.length === 0 ? 'no-events' : 'no-strikes-found', detail: found });
  }
  return { events: sortedByTime(events), issues };
}
