import {
  SIDES,
  type Activity,
  type ContinuousRecording,
  type Side,
  type TrialContext,
  type TrialInterval,
} from '@emgfm/schema';

/** What a stride is and where: taken from the trial, overridden by the interval it lies in. */
export interface StrideContext {
  readonly activity: Activity;
  readonly condition: string;
  readonly speedMps: number;
  readonly inclineDeg: number;
  readonly stepHeightM: number;
}

/** The context of a trial, or of a stretch of it in which some fields differ. */
export function contextOf(trial: TrialContext, interval: Omit<TrialInterval, 'startS' | 'endS'> = {}): StrideContext {
  return {
    activity: interval.activity ?? trial.activity,
    condition: interval.condition ?? trial.condition,
    speedMps: interval.speedMps ?? trial.speedMps,
    inclineDeg: interval.inclineDeg ?? trial.inclineDeg,
    stepHeightM: interval.stepHeightM ?? trial.stepHeightM,
  };
}

/** Time (s) by which a stride may reach over the border of an interval and still lie in it. */
export const BORDER_S = 1e-6;

/**
 * Context of the stretch from `startS` to `endS` (s). A stretch that overlaps a change of activity is a `transition`; a number or
 * condition that changes within it is unknown (NaN or ''). Of overlapping intervals the later one in the list wins.
 */
export function strideContext(recording: ContinuousRecording, startS: number, endS: number): StrideContext {
  const overlapping = recording.intervals.filter(
    (interval) => interval.startS < endS - BORDER_S && interval.endS > startS + BORDER_S,
  );
  const borders = [startS, ...overlapping.flatMap((interval) => [interval.startS, interval.endS]), endS]
    .filter((timeS) => timeS >= startS && timeS <= endS)
    .sort((a, b) => a - b);
  const pieces: StrideContext[] = [];
  for (let i = 1; i < borders.length; i += 1) {
    if (borders[i] - borders[i - 1] <= BORDER_S) continue;
    const middleS = (borders[i] + borders[i - 1]) / 2;
    const inside = overlapping.filter((interval) => interval.startS <= middleS && middleS < interval.endS);
    pieces.push(contextOf(recording, Object.assign({}, ...inside)));
  }
  const [first = contextOf(recording), ...others] = pieces;
  const common = <T>(field: keyof StrideContext, otherwise: T): T =>
    others.every((piece) => Object.is(piece[field], first[field])) ? (first[field] as T) : otherwise;
  return {
    activity: common<Activity>('activity', 'transition'),
    condition: common('condition', ''),
    speedMps: common('speedMps', NaN),
    inclineDeg: common('inclineDeg', NaN),
    stepHeightM: common('stepHeightM', NaN),
  };
}

/** The feet that have signals, or both where none has: events of a foot without signals serve the phases of the other only. */
export function recordedSides({ legs }: Pick<ContinuousRecording, 'legs'>): readonly Side[] {
  const recorded = SIDES.filter((side) => legs[side] !== null);
  return recorded.length > 0 ? recorded : SIDES;
}
