import type { Activity, GaitEvent, Side, TrialInterval } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';

/** Height of a stair (m): 7.75 inches. */
export const HU_STEP_HEIGHT_M = 0.19685;

/** An event with the modes of locomotion before and after it. */
export interface HuEvent extends GaitEvent {
  readonly previousMode: number;
  readonly mode: number;
}

const ACTIVITY_OF_MODE: readonly Activity[] = [
  'other',
  'walk',
  'ramp_up',
  'ramp_down',
  'stair_up',
  'stair_down',
  'other',
];
const STANDING = 6;

/** Activity of a mode: 0 sit, 1 level, 2 ramp up, 3 ramp down, 4 stair up, 5 stair down, 6 stand. */
export function modeOf(mode: number): Activity {
  return ACTIVITY_OF_MODE[mode];
}

/** Mode of a stretch of a trial. */
function modeOfInterval({ activity = 'other' }: TrialInterval): number {
  return activity === 'other' ? STANDING : ACTIVITY_OF_MODE.indexOf(activity);
}

/** The events of a trial with their modes; the mode changes with the first strike of a new bout. */
export function huEvents(
  trial: SimulatedTrial,
  deletedStrikes: Readonly<Partial<Record<Side, readonly number[]>>> = {},
  deletedFootOffs: Readonly<Partial<Record<Side, readonly number[]>>> = {},
): HuEvent[] {
  let mode = modeOfInterval(trial.intervals[0]);
  const withModes = trial.events.map((event): HuEvent => {
    const previousMode = mode;
    const interval = trial.intervals.find(({ endS }) => event.timeS < endS) ?? trial.intervals[0];
    if (event.kind === 'foot_strike') mode = modeOfInterval(interval);
    return { ...event, previousMode, mode };
  });
  const counts = new Map<string, number>();
  return withModes.filter(({ side, kind }) => {
    const nth = counts.get(`${side}/${kind}`) ?? 0;
    counts.set(`${side}/${kind}`, nth + 1);
    return !(kind === 'foot_strike' ? deletedStrikes : deletedFootOffs)[side]?.includes(nth);
  });
}

/** The four digits of an event: mode and phase before it, mode and phase after it. */
export function triggerCode({ kind, previousMode, mode }: HuEvent): number {
  const [before, after] = kind === 'foot_strike' ? [3, 1] : [1, 2];
  return previousMode * 1000 + before * 100 + mode * 10 + after;
}
