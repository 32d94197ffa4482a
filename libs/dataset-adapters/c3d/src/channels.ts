import type { GaitEventKind, Joint, Motion } from '@emgfm/schema';

/**
 * The mapping tables of the C3D adapter: names as laboratories write them, lower case, letters and digits only.
 * A mapping file (README) adds to them or replaces them for one laboratory.
 */

/** A joint output of Plug-in Gait: point label without its side letter, and what its x, y, z components are. */
export interface ModelOutput {
  readonly joint: Joint;
  /** Label without the leading `L` or `R`; a suffix of one capital letter in the file is accepted too. */
  readonly label: string;
  readonly components: Readonly<Record<'x' | 'y' | 'z', { readonly motion: Motion; readonly factor: number }>>;
}

const plugInGait = {
  x: { motion: 'flexion', factor: 1 },
  y: { motion: 'adduction', factor: 1 },
  z: { motion: 'rotation', factor: 1 },
} as const;

/**
 * Plug-in Gait angles: x flexion, y adduction (varus, inversion), z internal rotation, degree, the same meaning on both legs.
 * Source: Vicon, Plug-in Gait Reference Guide, kinematic variables.
 */
export const ANGLE_OUTPUTS: readonly ModelOutput[] = [
  { joint: 'hip', label: 'HipAngles', components: plugInGait },
  { joint: 'knee', label: 'KneeAngles', components: plugInGait },
  { joint: 'ankle', label: 'AnkleAngles', components: plugInGait },
];

/**
 * Plug-in Gait moments: components as the angles, N·mm/kg, in the external description (Vicon, Plug-in Gait Reference Guide).
 * The sign and the unit of each file are decided from its own numbers, see `moments.ts`.
 */
export const MOMENT_OUTPUTS: readonly ModelOutput[] = [
  { joint: 'hip', label: 'HipMoment', components: plugInGait },
  { joint: 'knee', label: 'KneeMoment', components: plugInGait },
  { joint: 'ankle', label: 'AnkleMoment', components: plugInGait },
];

/** Ground force outputs of Plug-in Gait (z up); they tell in which stances a plate measured the foot. */
export const GROUND_FORCE_OUTPUTS: readonly string[] = ['GroundReactionForce', 'NormalisedGRF', 'NormalizedGRF'];

/** Event labels, without the side that may stand before them. */
export const EVENT_LABELS: Readonly<Record<GaitEventKind, readonly string[]>> = {
  foot_strike: [
    'footstrike',
    'heelstrike',
    'initialcontact',
    'footcontact',
    'footon',
    'heelcontact',
    'fs',
    'hs',
    'ic',
    'strike',
    'on',
  ],
  foot_off: ['footoff', 'toeoff', 'terminalcontact', 'finalcontact', 'fo', 'to', 'tc', 'off'],
};

/** Parameters that hold the body mass (kg), group and name. */
export const MASS_PARAMETERS: readonly (readonly [string, string])[] = [
  ['PROCESSING', 'BODYMASS'],
  ['PROCESSING', 'MASS'],
  ['PROCESSING', 'WEIGHT'],
  ['SUBJECTS', 'BODYMASS'],
  ['SUBJECTS', 'WEIGHT'],
  ['SUBJECTS', 'MASS'],
  ['SUBJECT', 'WEIGHT'],
  ['SUBJECT', 'MASS'],
];

/** Parameters that hold the body height (mm in Plug-in Gait, m or cm elsewhere), group and name. */
export const HEIGHT_PARAMETERS: readonly (readonly [string, string])[] = [
  ['PROCESSING', 'HEIGHT'],
  ['SUBJECTS', 'HEIGHT'],
  ['SUBJECT', 'HEIGHT'],
];

/** Parameters that hold the age (years), group and name. */
export const AGE_PARAMETERS: readonly (readonly [string, string])[] = [
  ['PROCESSING', 'AGE'],
  ['SUBJECTS', 'AGE'],
  ['SUBJECT', 'AGE'],
];

/** Parameters that hold the sex, group and name. */
export const SEX_PARAMETERS: readonly (readonly [string, string])[] = [
  ['PROCESSING', 'SEX'],
  ['PROCESSING', 'GENDER'],
  ['SUBJECTS', 'SEX'],
  ['SUBJECTS', 'GENDER'],
  ['SUBJECT', 'SEX'],
  ['SUBJECT', 'GENDER'],
];
