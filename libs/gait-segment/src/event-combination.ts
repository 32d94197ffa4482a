import { SIDES, type ContinuousRecording, type GaitEvent, type Side } from '@emgfm/schema';
import { calibratedLagS } from './calibration';
import { desaillyDetector } from './desailly';
import { sortedByTime, type DetectionIssue, type DetectionResult, type EventDetector } from './event-detector';
import { counterpartsAmong, type CounterpartLookUp } from './event-index';
import { forcePlateDetector } from './force-plate';
import { ghoussayniDetector } from './ghoussayni';
import { hreljacMarshallDetector } from './hreljac-marshall';
import { footImuDetector } from './imu-foot';
import { lowerBackDetector } from './imu-lower-back';
import { shankImuDetector } from './imu-shank';
import { jointAngleDetector } from './joint-angles';
import { markerDetectorCombined } from './marker-combination';
import { oConnorDetector } from './o-connor';
import { singleBeltDetector } from './single-belt';
import { splitBeltDetector } from './split-belt';
import { zeniDetector } from './zeni';
import { zeniVelocityDetector } from './zeni-velocity';

/** Events of one kind and foot closer than this are the same event (s). */
export const SAME_EVENT_S = 0.15;
/** Two independent methods this close (s), each calibrated, confirm each other. */
const CONFIRMED_S = 0.05;
/** Confidence of an event that no other method confirms, and what full agreement adds. */
const ALONE = 0.35;
const AGREEMENT = 0.6;

/** Detectors that time every step, the best first, each with the detectors that vote on its events. */
const KINEMATIC: readonly { readonly detector: EventDetector; readonly witnesses: readonly EventDetector[] }[] = [
  {
    detector: markerDetectorCombined,
    witnesses: [
      zeniDetector,
      oConnorDetector,
      zeniVelocityDetector,
      ghoussayniDetector,
      desaillyDetector,
      hreljacMarshallDetector,
    ],
  },
  { detector: footImuDetector, witnesses: [shankImuDetector, lowerBackDetector] },
  { detector: shankImuDetector, witnesses: [lowerBackDetector] },
  { detector: jointAngleDetector, witnesses: [lowerBackDetector] },
  { detector: lowerBackDetector, witnesses: [] },
];

/** Detectors that read plates or belts, the best first. */
const KINETIC: readonly EventDetector[] = [splitBeltDetector, forcePlateDetector, singleBeltDetector];

/**
 * Adds to the preferred events those of another method that have no counterpart among them.
 * @param preferred events that stay as they are
 * @param others events of the same trial found otherwise
 * @returns all events in order of time
 */
export function completedEvents(preferred: readonly GaitEvent[], others: readonly GaitEvent[]): GaitEvent[] {
  const counterpart = counterpartsAmong(preferred);
  return sortedByTime([...preferred, ...others.filter((event) => !counterpart(event, SAME_EVENT_S))]);
}

/**
 * The detector that `auto` means, chosen per trial and foot by what was recorded. Kinematics (markers, else foot, shank, joint angles,
 * lower back) count the steps; a clean contact with a force plate overrides the time of its event. The edge of a belt contact
 * overrides only where kinematics confirm it and are no surer of it, since feet cross over. Confidence is the share of independent methods that, each
 * calibrated, see the event within 50 ms. A foot that is seen not to walk forward is not asked about twice.
 */
export const combinedDetector: EventDetector = {
  id: 'auto',
  applies: (recording) =>
    KINETIC.some((detector) => detector.applies(recording)) ||
    KINEMATIC.some(({ detector }) => detector.applies(recording)),
  detect(recording: ContinuousRecording): DetectionResult {
    const kinematic = kinematicEvents(recording);
    const plates = kineticEvents(recording);
    if (kinematic.events.length === 0) return kinematic.isStill ? kinematic : plates;
    const counterpart = counterpartsAmong(kinematic.events);
    const weighed = plates.events.flatMap((event): GaitEvent[] => {
      const isPlate = event.source === forcePlateDetector.id;
      const seen = counterpart(event, SAME_EVENT_S);
      if (!seen) return isPlate ? [event] : [];
      if (Math.abs(seen.timeS - event.timeS) <= CONFIRMED_S) return event.confidence >= seen.confidence ? [event] : [];
      return isPlate ? [{ ...event, confidence: Math.min(event.confidence, seen.confidence) }] : [];
    });
    return { events: completedEvents(weighed, kinematic.events), issues: kinematic.issues };
  },
};

/** Events of each foot from the first detector that finds its strikes; `isStill` where a foot is seen not to walk. */
function kinematicEvents(recording: ContinuousRecording): DetectionResult & { readonly isStill: boolean } {
  const events: GaitEvent[] = [];
  const issues: DetectionIssue[] = [];
  const open = new Set<Side>(SIDES);
  let isStill = false;
  for (const { detector, witnesses } of KINEMATIC) {
    if (open.size === 0) break;
    if (!detector.applies(recording)) continue;
    const found = detector.detect(recording);
    const votes = witnesses
      .filter((witness) => witness.applies(recording))
      .map((witness) => votesOf(witness, recording));
    for (const side of [...open]) {
      const own = found.events.filter((event) => event.side === side);
      const reasons = found.issues.filter((issue) => issue.side === side || issue.side === null);
      issues.push(...reasons);
      if (own.some(({ kind }) => kind === 'foot_strike')) {
        events.push(...own.map((event) => ({ ...event, confidence: confidenceOf(event, votes) })));
        open.delete(side);
      } else if (reasons.some(({ reason }) => reason === 'not-walking')) {
        isStill = true;
        open.delete(side);
      }
    }
  }
  for (const side of open) {
    if (issues.some((issue) => issue.side === side)) continue;
    issues.push({ side, reason: 'no-events', detail: 'no markers, inertial sensors or joint angles of this leg' });
  }
  return { events: sortedByTime(events), issues, isStill };
}

/** The events of a witness, freed from its lag, for look-ups. */
function votesOf(witness: EventDetector, recording: ContinuousRecording): CounterpartLookUp {
  const { events } = witness.detect(recording);
  return counterpartsAmong(
    events.map((event) => ({ ...event, timeS: event.timeS - calibratedLagS(witness.id, event.kind) })),
  );
}

/** Own confidence where nobody else is there to ask, else by the share of other methods that confirm the event. */
function confidenceOf(event: GaitEvent, votes: readonly CounterpartLookUp[]): number {
  if (votes.length === 0) return event.confidence;
  const agreeing = votes.filter((counterpart) => counterpart(event, CONFIRMED_S) !== undefined);
  return Math.min(1, ALONE + (AGREEMENT * agreeing.length) / votes.length);
}

/** Events of the first plate detector that finds any; reasons of all where none does. */
function kineticEvents(recording: ContinuousRecording): DetectionResult {
  const results = KINETIC.filter((detector) => detector.applies(recording)).map((detector) =>
    detector.detect(recording),
  );
  const found = results.find(({ events }) => events.length > 0);
  if (found) return found;
  const detail = 'no markers, plates, inertial sensors or joint angles';
  const none = SIDES.map((side): DetectionIssue => ({ side, reason: 'no-events', detail }));
  return { events: [], issues: results.length > 0 ? results.flatMap(({ issues }) => issues) : none };
}
