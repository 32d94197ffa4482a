import type { Activity } from '@emgfm/schema';

/** Shortest and longest stride that is believed (s). */
export interface DurationLimits {
  readonly minDurationS: number;
  readonly maxDurationS: number;
}

const walking: DurationLimits = { minDurationS: 0.4, maxDurationS: 2.5 };
const stairs: DurationLimits = { minDurationS: 0.6, maxDurationS: 3 };

/**
 * Limits of stride duration by activity (s), wide on purpose: they catch wrong events, not unusual people. Walking: adults take
 * 0.8-1.6 s, children less, slow patients more; stairs are slower, running is 0.5-1.0 s.
 */
export const DURATION_LIMITS: Readonly<Record<Activity, DurationLimits>> = {
  walk: walking,
  ramp_up: walking,
  ramp_down: walking,
  stair_up: stairs,
  stair_down: stairs,
  step_up: stairs,
  step_down: stairs,
  sit_to_stand: { minDurationS: 0.5, maxDurationS: 10 },
  stand_to_sit: { minDurationS: 0.5, maxDurationS: 10 },
  toe_walk: walking,
  heel_walk: walking,
  run: { minDurationS: 0.35, maxDurationS: 1.3 },
  turn: walking,
  transition: stairs,
  other: stairs,
};
