/** What a stride is, without speed, incline, step height or surface: those are separate fields. */
export const ACTIVITIES = [
  'walk',
  'ramp_up',
  'ramp_down',
  'stair_up',
  'stair_down',
  'step_up',
  'step_down',
  'sit_to_stand',
  'stand_to_sit',
  'toe_walk',
  'heel_walk',
  'run',
  'turn',
  'transition',
  'other',
] as const;

/** Activity of a stride. */
export type Activity = (typeof ACTIVITIES)[number];

/** Is this string an activity of the vocabulary? */
export function isActivity(value: unknown): value is Activity {
  return (ACTIVITIES as readonly unknown[]).includes(value);
}

/** Legs. */
export const SIDES = ['left', 'right'] as const;

/** A leg. */
export type Side = (typeof SIDES)[number];

/** The other leg. */
export function oppositeSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

/** What the person walks on; '' where the source does not say. */
export const SURFACES = ['', 'overground', 'treadmill'] as const;

/** Surface of a trial. */
export type Surface = (typeof SURFACES)[number];

/** Sex of a person as the source gives it; '' where it does not. */
export const SEXES = ['', 'female', 'male'] as const;

/** Sex of a person. */
export type Sex = (typeof SEXES)[number];

/** Impaired side of a person; '' where there is none or the source does not say. */
export const IMPAIRED_SIDES = ['', 'left', 'right', 'both'] as const;

/** Impaired side of a person. */
export type ImpairedSide = (typeof IMPAIRED_SIDES)[number];
