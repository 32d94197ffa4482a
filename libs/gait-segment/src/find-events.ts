import { SIDES, type ContinuousRecording, type Decision, type GaitEvent, type Side } from '@emgfm/schema';
import { desaillyDetector } from './desailly';
import { UnknownDetectorError } from './errors';
import { combinedDetector, completedEvents } from './event-combination';
import { eventTimesS, sortedByTime, type DetectionIssue, type EventDetector } from './event-detector';
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
import { recordedSides } from './trial-context';
import { verticalPeakDetector } from './vertical-peaks';
import { zeniDetector } from './zeni';
import { zeniVelocityDetector } from './zeni-velocity';

/** All detectors that can be asked for by id, beside `auto`. */
export const EVENT_DETECTORS: readonly EventDetector[] = [
  forcePlateDetector,
  splitBeltDetector,
  singleBeltDetector,
  markerDetectorCombined,
  zeniDetector,
  zeniVelocityDetector,
  oConnorDetector,
  ghoussayniDetector,
  desaillyDetector,
  hreljacMarshallDetector,
  footImuDetector,
  shankImuDetector,
  lowerBackDetector,
  verticalPeakDetector,
  jointAngleDetector,
];

/** Options of {@link findEvents}. */
export interface FindEventsOptions {
  /** Id of a detector, a detector of your own, or `auto` (default): chosen by what was recorded. */
  readonly detector?: string | EventDetector;
  /** Use the detector even where the source gives events (default false). */
  readonly redetect?: boolean;
}

/** Events of a trial, where they come from, and what could not be found. */
export interface FoundEvents {
  /** In order of time. */
  readonly events: readonly GaitEvent[];
  readonly issues: readonly DetectionIssue[];
  /** Which events were used and why, for the run report. */
  readonly decision: Decision;
}

/** The detector with an id. @throws UnknownDetector */
export function eventDetector(id: string): EventDetector {
  if (id === combinedDetector.id) return combinedDetector;
  const found = EVENT_DETECTORS.find((detector) => detector.id === id);
  if (!found)
    throw new UnknownDetectorError(
      id,
      EVENT_DETECTORS.map((detector) => detector.id),
    );
  return found;
}

/**
 * The events of a trial. Those of the source win: they are returned as they are, and a detector is used only where the source gives
 * none, where `redetect` asks for it, or where something is missing. Then its events stay and the detector adds: all that is missing
 * where the source names fewer than two strikes of either foot, else the events of a foot that the source says nothing of.
 * @param recording one continuous trial
 * @param options detector, and whether it replaces the events of the source
 * @returns events in order of time, a reason for each foot without strikes, and what was decided
 * @throws UnknownDetector for an id that no detector has
 * @example
 * const { events, issues } = findEvents(recording, { detector: 'auto' });
 */
export function findEvents(recording: ContinuousRecording, options: FindEventsOptions = {}): FoundEvents {
  const { detector: chosen = 'auto', redetect = false } = options;
  const detector = typeof chosen === 'string' ? eventDetector(chosen) : chosen;
  const own = sortedByTime(recording.events);
  const [left, right] = SIDES.map((side) => eventTimesS(own, side, 'foot_strike').length);
  const given = `the source gives ${left} left and ${right} right strikes`;
  const decision = (decided: string, evidence: string): Decision => ({ fact: 'gait events', decided, evidence });
  const sources = (events: readonly GaitEvent[]): string =>
    [...new Set(events.map(({ source }) => source))].join(' and ') || 'none';
  const hasStride = Math.max(left, right) >= 2;
  const unnamed = recordedSides(recording).filter((side) => !own.some((event) => event.side === side));
  if (!redetect && hasStride && unnamed.length === 0) {
    return { events: own, issues: [], decision: decision(sources(own), given) };
  }
  const { events: detected, issues } = detector.detect(recording);
  if (redetect || own.length === 0) {
    const why = own.length === 0 ? 'the source gives no events' : `asked for; ${given}`;
    return { events: detected, issues, decision: decision(sources(detected), why) };
  }
  const concerns = (side: Side | null): boolean => !hasStride || side === null || unnamed.includes(side);
  const added = detected.filter(({ side }) => concerns(side));
  return {
    events: completedEvents(own, added),
    issues: issues.filter(({ side }) => concerns(side)),
    decision: decision(`${sources(own)}, completed by ${sources(added)}`, given),
  };
}
