import { jointAngleDetector } from '@emgfm/gait-segment';
import {
  channelSamples,
  type ContinuousRecording,
  type Decision,
  type GaitEvent,
  jointMotionIndex,
  type JointSignals,
  type Side,
} from '@emgfm/schema';
import type { UnloadedStretch } from './unloaded';

/** Source of events that the ankle moment tells. */
export const ANKLE_MOMENT_EVENTS = 'ankle-moment';

/** Joint angles confirm an event within this time, and one of their own counts as another beyond the second (s). */
const CONFIRMED_WITHIN_S = 0.12;
const SAME_EVENT_WITHIN_S = 0.3;
const CONFIRMED = 0.8;
const UNCONFIRMED = 0.4;
/** At a strike the knee is extended and the hip flexed: both within this share of their range in the trial, the knee within a time (s). */
const POSTURE_SHARE = 0.25;
const POSTURE_WITHIN_S = 0.1;

/**
 * Foot strikes where the ankle moment leaves the band about zero, foot-offs where it enters it, confirmed by joint angles (the heel furthest
 * ahead of the hip, or knee extended and hip flexed where the file begins too late for that), which also give the events of steps beside the force plates.
 * @param recording with angles where there are any
 * @param unloaded stretches without an ankle moment, by leg
 * @returns no events, and no decision, where the moment tells none: any detector may then be chosen
 */
export function findGaitEvents(
  recording: ContinuousRecording,
  unloaded: ReadonlyMap<Side, readonly UnloadedStretch[]>,
): { events: readonly GaitEvent[]; decisions: readonly Decision[] } {
  const kinetic = [...unloaded].flatMap(([side, stretches]) => eventsOf(side, stretches));
  if (kinetic.length === 0) return { events: [], decisions: [] };
  const kinematic = jointAngleDetector.applies(recording) ? jointAngleDetector.detect(recording).events : [];
  const isNear = (event: GaitEvent, among: readonly GaitEvent[], withinS: number): boolean =>
    among.some(
      ({ side, kind, timeS }) => side === event.side && kind === event.kind && Math.abs(timeS - event.timeS) <= withinS,
    );
  const timed = kinetic.map((event) => ({
    ...event,
    confidence:
      isNear(event, kinematic, CONFIRMED_WITHIN_S) || landsAt(recording.legs[event.side]?.angles ?? null, event)
        ? CONFIRMED
        : UNCONFIRMED,
  }));
  const further = kinematic.filter((event) => !isNear(event, kinetic, SAME_EVENT_WITHIN_S));
  const strikes = (events: readonly GaitEvent[]): GaitEvent[] => events.filter(({ kind }) => kind === 'foot_strike');
  const confirmed = strikes(timed).filter(({ confidence }) => confidence === CONFIRMED).length;
  return {
    events: [...timed, ...further].sort((a, b) => a.timeS - b.timeS),
    decisions: [
      {
        fact: 'gait events',
        decided: 'ankle moment, completed by joint angles',
        evidence: `the source has none; ${strikes(timed).length} strikes end an unloaded stretch of the ankle moment, ${confirmed} of them confirmed by joint angles, ${strikes(further).length} are of joint angles alone`,
      },
    ],
  };
}

function eventsOf(side: Side, stretches: readonly UnloadedStretch[]): GaitEvent[] {
  const event = (kind: GaitEvent['kind'], timeS: number): GaitEvent => ({
    timeS,
    side,
    kind,
    source: ANKLE_MOMENT_EVENTS,
    confidence: UNCONFIRMED,
  });
  return stretches.flatMap(({ startS, endS, afterLoad, beforeLoad }) => [
    ...(afterLoad ? [event('foot_off', startS)] : []),
    ...(beforeLoad ? [event('foot_strike', endS)] : []),
  ]);
}

/** Is the leg as it is at a strike? */
function landsAt(angles: JointSignals | null, { kind, timeS }: GaitEvent): boolean {
  if (angles === null || kind !== 'foot_strike') return false;
  const sample = Math.round((timeS - angles.startS) * angles.samplingRateHz);
  const reach = Math.round(POSTURE_WITHIN_S * angles.samplingRateHz);
  const hip = channelSamples(angles, jointMotionIndex('hip', 'flexion'));
  const knee = channelSamples(angles, jointMotionIndex('knee', 'flexion'));
  const mostExtended = Math.min(...knee.subarray(Math.max(0, sample - reach), sample + reach + 1));
  return (
    shareOfRange(hip, hip[sample] ?? NaN) >= 1 - POSTURE_SHARE && shareOfRange(knee, mostExtended) <= POSTURE_SHARE
  );
}

/** Where a value lies between the least (0) and the greatest (1) of a curve. */
function shareOfRange(curve: Float64Array, value: number): number {
  const [least, greatest] = [Math.min(...curve), Math.max(...curve)];
  return (value - least) / (greatest - least);
}
