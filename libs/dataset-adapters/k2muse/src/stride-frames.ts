import { type GaitEvent, SIDES, SOURCE_EVENTS, type Side } from '@emgfm/schema';
import type { MatValue } from '@emgfm/matfile';
import { LEG_LETTER, MOTION_RATE_HZ } from './channels';
import { fieldOf, fieldsOf, numbersOf } from './mat-values';

/** Frames (from 1) of the strikes that bound a stride. */
export interface StrideFrames {
  readonly start: number;
  readonly end: number;
}

/** Strides that the authors cut, by leg; null where the file does not say. */
export type StridesByLeg = Readonly<Record<Side, readonly StrideFrames[] | null>>;

/** Time (s) of a frame, counted from 1. */
export function secondsOf(frame: number): number {
  return (frame - 1) / MOTION_RATE_HZ;
}

/** `LStartFrame`, `LEndFrame` and so on; a leg whose lists do not belong together has none. */
export function strideFrames(events: MatValue | null): StridesByLeg {
  const [left, right] = SIDES.map((side) => {
    const [starts, ends] = ['Start', 'End'].map((edge) =>
      numbersOf(fieldOf(events, `${LEG_LETTER[side]}${edge}Frame`)),
    );
    const frames = Array.from(starts as Float64Array, (start, i): StrideFrames => ({ start, end: ends?.[i] ?? NaN }));
    const sound = frames.every(
      ({ start, end }, i) => start >= 1 && end > start && (i === 0 || start >= (frames[i - 1] as StrideFrames).end),
    );
    return frames.length > 0 && frames.length === ends?.length && sound ? frames : null;
  });
  return { left: left ?? null, right: right ?? null };
}

/** The strikes that bound strides, each once. */
export function strikesOf(frames: readonly StrideFrames[], side: Side): GaitEvent[] {
  const bounds = new Set(frames.flatMap(({ start, end }) => [start, end]));
  return [...bounds].map((frame) => eventOf(secondsOf(frame), side, 'foot_strike'));
}

function eventOf(timeS: number, side: Side, kind: GaitEvent['kind']): GaitEvent {
  return { timeS, side, kind, source: SOURCE_EVENTS, confidence: 1 };
}

/**
 * All events of a whole trial: from its frames, else from its times.
 * @param events struct with `EventFrame` and `EventTime`, whose fields name side and kind of the events
 */
export function trialEvents(events: MatValue | null): GaitEvent[] {
  const frames = fieldOf(events, 'EventFrame');
  const times = fieldOf(events, 'EventTime');
  const from = fieldsOf(frames).length > 0 ? frames : times;
  const seconds = from === frames ? secondsOf : (timeS: number): number => timeS;
  return fieldsOf(from)
    .flatMap((name) => {
      const meant = readEventName(name);
      if (meant === null) return [];
      return Array.from(numbersOf(fieldOf(from, name)), (value) => eventOf(seconds(value), meant.side, meant.kind));
    })
    .filter(({ timeS }) => timeS >= 0)
    .sort((a, b) => a.timeS - b.timeS);
}

/** Side and kind of events in a field such as `Left_Foot_Strike`, `RHS` or `LTO`. */
function readEventName(name: string): Pick<GaitEvent, 'side' | 'kind'> | null {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  const side: Side | null = /^l|left/.test(plain) ? 'left' : /^r|right/.test(plain) ? 'right' : null;
  const kind: GaitEvent['kind'] | null = /strike|contact|(?:hs|fs|ic)$/.test(plain)
    ? 'foot_strike'
    : /off|(?:to|fo)$/.test(plain)
      ? 'foot_off'
      : null;
  return side === null || kind === null ? null : { side, kind };
}
