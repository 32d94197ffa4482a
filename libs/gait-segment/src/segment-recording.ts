import { median } from '@emgfm/emg-dsp';
import {
  SIDES,
  SOURCE_EVENTS,
  qualityFlags,
  type ContinuousRecording,
  type Drop,
  type DropReason,
  type GaitEvent,
  type QualityBit,
  type Side,
} from '@emgfm/schema';
import { DURATION_LIMITS } from './duration-limits';
import { requirePositive } from './errors';
import { sortedByTime } from './event-detector';
import { indexEvents } from './event-index';
import { sharedContacts } from './plate-contacts';
import { scaledMad } from './statistics';
import { eventsInside, orderProblem, seconds, stridePhases, type StridePhases } from './stride-phases';
import { BORDER_S, recordedSides, strideContext, type StrideContext } from './trial-context';
import { turningOf } from './turning';

/** A stride that was kept: one strike to the next of the same foot, what is known of it, and its quality. */
export interface SegmentedStride extends StrideContext, StridePhases {
  readonly side: Side;
  /** Order among the kept strides of this foot in the trial, from 0. */
  readonly strideNumber: number;
  /** Strike that starts the stride (s on the clock of the trial). */
  readonly startS: number;
  /** Next strike of the same foot (s), where the next stride starts. */
  readonly endS: number;
  readonly durationS: number;
  /** Lower confidence of the two bounding events, 0-1. */
  readonly confidence: number;
  /** Bits of `QUALITY_BITS`. */
  readonly quality: number;
}

/** Options of {@link segmentRecording}. */
export interface SegmentOptions {
  /** Shorter strides are dropped (s); default by activity, {@link DURATION_LIMITS}. */
  readonly minDurationS?: number;
  /** Longer strides are dropped (s); default by activity, {@link DURATION_LIMITS}. */
  readonly maxDurationS?: number;
}

/** Strides kept, and a reason for every piece between two strikes that was not. */
export interface Segmentation {
  readonly strides: readonly SegmentedStride[];
  readonly drops: readonly Drop[];
}

/** Strides at either end of a bout that are flagged: gait initiation and termination are not steady. */
const EDGE_STRIDES = 2;
/** A stride is flagged as a turn beyond this change of heading (degree). */
const TURN_DEG = 20;
/** Durations further from the median than 3 scaled MAD and this share of the median are flagged. */
const OUTLIER_SHARE = 0.15;

interface Candidate {
  readonly start: GaitEvent;
  readonly end: GaitEvent;
  readonly context: StrideContext;
}

/**
 * Cuts the time of a trial into strides: every strike to the next strike of the same foot is one candidate, and each candidate is
 * kept or dropped with a reason. Dropped: in an excluded stretch, too short, too long, events in an impossible order. Everything else that is unusual
 * is a quality bit. Times between strides belong to no stride and need no reason.
 * @param recording the trial; its markers and plates serve the checks of turning and shared plates
 * @param events strikes and foot-offs of both feet in any order, e.g. of `findEvents`
 * @param options limits of duration
 * @returns strides ordered by start, and drops; with fewer than two strikes of either foot no stride and one drop saying so
 * @throws InvalidOption when a limit is not positive
 */
export function segmentRecording(
  recording: ContinuousRecording,
  events: readonly GaitEvent[],
  options: SegmentOptions = {},
): Segmentation {
  if (options.minDurationS !== undefined) requirePositive('minDurationS', options.minDurationS);
  if (options.maxDurationS !== undefined) requirePositive('maxDurationS', options.maxDurationS);
  const ordered = sortedByTime(events);
  const times = indexEvents(ordered);
  const drops: Drop[] = [];
  const strides: SegmentedStride[] = [];
  const turnDeg = turningOf(recording);
  const shared = sharedContacts(recording);
  for (const side of recordedSides(recording)) {
    const strikes = ordered.filter((event) => event.side === side && event.kind === 'foot_strike');
    for (const bout of bouts(recording, strikes, options, drops)) {
      const kept: SegmentedStride[] = [];
      bout.forEach((candidate, index) => {
        const { start, end, context } = candidate;
        const inside = eventsInside(times, side, start.timeS, end.timeS);
        const phases = stridePhases(inside, start.timeS, end.timeS);
        const problem = orderProblem(inside, phases, context.activity === 'run');
        if (problem !== null) {
          drops.push(strideDrop(recording, start, end, 'event-order', problem));
          return;
        }
        const confidence = Math.min(start.confidence, end.confidence);
        const flags: readonly [QualityBit, boolean][] = [
          ['events_detected', start.source !== SOURCE_EVENTS || end.source !== SOURCE_EVENTS],
          ['low_event_confidence', confidence < 0.5],
          ['bout_edge', index < EDGE_STRIDES || index >= bout.length - EDGE_STRIDES],
          ['turning', turnDeg(start.timeS, end.timeS) > TURN_DEG],
          ['no_foot_off', Number.isNaN(phases.footOffS)],
          [
            'contralateral_events_missing',
            Number.isNaN(phases.contralateralStrikeS) || Number.isNaN(phases.contralateralFootOffS),
          ],
          ['stance_share_unusual', phases.stanceShare < 0.4 || phases.stanceShare > 0.8],
          ['shared_force_plate', shared.some((contact) => contact.startS < end.timeS && contact.endS > start.timeS)],
        ];
        kept.push({
          ...context,
          ...phases,
          side,
          strideNumber: 0,
          startS: start.timeS,
          endS: end.timeS,
          durationS: end.timeS - start.timeS,
          confidence,
          quality: qualityFlags(...flags.filter(([, set]) => set).map(([bit]) => bit)),
        });
      });
      strides.push(...kept);
    }
  }
  if (strides.length === 0 && drops.length === 0) {
    const counts = SIDES.map((side) => ordered.filter((e) => e.side === side && e.kind === 'foot_strike').length);
    drops.push({
      what: trialName(recording),
      level: 'trial',
      reason: 'too-few-events',
      detail: `expected two strikes of one foot, found ${counts[0]} left and ${counts[1]} right`,
    });
  }
  return { strides: numbered(flagOutliers(strides)), drops };
}

/** Candidate strides of one foot in bouts of unbroken walking; pieces outside the limits of duration break a bout. */
function bouts(
  recording: ContinuousRecording,
  strikes: readonly GaitEvent[],
  options: SegmentOptions,
  drops: Drop[],
): Candidate[][] {
  const found: Candidate[][] = [[]];
  for (let i = 1; i < strikes.length; i += 1) {
    const [start, end] = [strikes[i - 1], strikes[i]];
    const context = strideContext(recording, start.timeS, end.timeS);
    const limits = { ...DURATION_LIMITS[context.activity], ...definedOnly(options) };
    const durationS = end.timeS - start.timeS;
    const excluded = recording.excluded?.find(
      ({ startS, endS, side }) =>
        (side ?? start.side) === start.side && startS < end.timeS - BORDER_S && endS > start.timeS + BORDER_S,
    );
    if (excluded !== undefined) {
      drops.push(strideDrop(recording, start, end, excluded.reason, excluded.detail));
      found.push([]);
      continue;
    }
    if (durationS >= limits.minDurationS && durationS <= limits.maxDurationS) {
      found[found.length - 1].push({ start, end, context });
      continue;
    }
    const [reason, limit]: [DropReason, string] =
      durationS < limits.minDurationS
        ? ['stride-too-short', `at least ${seconds(limits.minDurationS)}`]
        : ['stride-too-long', `at most ${seconds(limits.maxDurationS)}`];
    drops.push(strideDrop(recording, start, end, reason, `expected ${limit}, found ${seconds(durationS)}`));
    found.push([]);
  }
  return found;
}

function definedOnly(options: SegmentOptions): SegmentOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Sets `duration_outlier` where a duration is far from the median of the trial and activity. */
function flagOutliers(strides: readonly SegmentedStride[]): SegmentedStride[] {
  const range = new Map(
    [...new Set(strides.map(({ activity }) => activity))].map((activity) => {
      const durationsS = strides.filter((stride) => stride.activity === activity).map(({ durationS }) => durationS);
      const centreS = median(durationsS);
      return [activity, { centreS, limitS: Math.max(3 * scaledMad(durationsS), OUTLIER_SHARE * centreS) }];
    }),
  );
  return strides.map((stride) => {
    const { centreS, limitS } = range.get(stride.activity)!;
    const outlier = Math.abs(stride.durationS - centreS) > limitS;
    return outlier ? { ...stride, quality: (stride.quality | qualityFlags('duration_outlier')) >>> 0 } : stride;
  });
}

/** In order of start, with stride numbers from 0 per side. */
function numbered(strides: readonly SegmentedStride[]): SegmentedStride[] {
  const next = { left: 0, right: 0 };
  return [...strides]
    .sort((a, b) => a.startS - b.startS)
    .map((stride) => ({ ...stride, strideNumber: next[stride.side]++ }));
}

/** Trial and subtrial as they stand in drops. */
export function trialName(recording: { readonly trial: string; readonly subtrial: string }): string {
  return [recording.trial, recording.subtrial].filter((part) => part !== '').join('/') || 'trial';
}

function strideDrop(
  recording: ContinuousRecording,
  start: GaitEvent,
  end: GaitEvent,
  reason: DropReason,
  detail: string,
): Drop {
  const what = `${trialName(recording)} ${start.side} ${seconds(start.timeS)} to ${seconds(end.timeS)}`;
  return { what, level: 'stride', reason, detail };
}
