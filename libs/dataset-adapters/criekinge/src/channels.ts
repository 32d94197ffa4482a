import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';

/** The mapping tables of Van Criekinge et al. (2023). Names of fields are compared without regard to case. */

/** Points from strike to strike in every matrix. */
export const POINTS = 1001;

/** A leg: the letter of its events and blocks, and how strides of it are labelled. */
export interface Leg {
  readonly letter: 'L' | 'R' | 'P' | 'N';
  readonly condition: '' | 'paretic' | 'non-paretic';
}

/** A group of persons, in a file of its own. */
export interface Population {
  readonly name: 'able-bodied' | 'stroke';
  /** Id of a person: `able-001` to `able-138`, in the order of the file. */
  readonly idPrefix: string;
  readonly idDigits: number;
  /** Persons in the file of the source. */
  readonly personCount: number;
  readonly legs: readonly Leg[];
  /** Word in the name of the file. */
  readonly fileName: RegExp;
  /** Did the authors check the landings behind the moments? */
  readonly kineticsChecked: boolean;
}

/** Left and right legs of able-bodied adults; paretic and non-paretic legs after stroke. */
export const POPULATIONS: readonly Population[] = [
  {
    name: 'able-bodied',
    idPrefix: 'able-',
    idDigits: 3,
    personCount: 138,
    legs: [
      { letter: 'L', condition: '' },
      { letter: 'R', condition: '' },
    ],
    fileName: /able[ _-]?bodied/i,
    kineticsChecked: true,
  },
  {
    name: 'stroke',
    idPrefix: 'stroke-',
    idDigits: 2,
    personCount: 50,
    legs: [
      { letter: 'P', condition: 'paretic' },
      { letter: 'N', condition: 'non-paretic' },
    ],
    fileName: /stroke/i,
    kineticsChecked: false,
  },
];

/** Blocks of signals: whose strikes cut the strides, and whose signals they are. The dictionary spells `Lsegmented_Ldata`, `Psegm_Pdata`. */
export const BLOCK_NAME = /^([LRPN])(?:side)?_?segm(?:ented)?_([LRPN])(?:side)?_?data$/i;

/** Events of a leg behind its letter, e.g. `L_ICstart`; the dictionary spells the last two otherwise. */
export const EVENT_NAMES = {
  first: ['ICstart'],
  last: ['ICstop'],
  trial: ['Trial', 'Trials'],
  landing: ['GoodForcePlateLanding', 'GoodLanding'],
} as const;

/** Muscles, normalised to the greatest value of the person. The source does not say which head of the gastrocnemius was recorded. */
export const EMG_COLUMNS: readonly EmgColumn[] = [
  { channel: 'VL', column: 'VLnorm.n' },
  { channel: 'RF', column: 'RFnorm.n' },
  { channel: 'TA', column: 'TAnorm.n' },
  { channel: 'BF', column: 'BFnorm.n' },
  { channel: 'STSM', column: 'STnorm.n' },
  { channel: 'GM', column: 'GASnorm.n' },
];

/** Angles (degree) in the order of Plug-in Gait: x flexion or dorsiflexion, y adduction, z internal rotation. */
export const ANGLE_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'HipAngles.y', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'HipAngles.z', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'HipAngles.x', factor: 1 },
  { joint: 'knee', motion: 'adduction', column: 'KneeAngles.y', factor: 1 },
  { joint: 'knee', motion: 'rotation', column: 'KneeAngles.z', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'KneeAngles.x', factor: 1 },
  { joint: 'ankle', motion: 'adduction', column: 'AnkleAngles.y', factor: 1 },
  { joint: 'ankle', motion: 'rotation', column: 'AnkleAngles.z', factor: 1 },
  { joint: 'ankle', motion: 'flexion', column: 'AnkleAngles.x', factor: 1 },
];

/** Moments (N·m/kg), external in the source: the ankle is positive at push-off. */
export const MOMENT_COLUMNS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'HipMoment.y', factor: -1 },
  { joint: 'hip', motion: 'rotation', column: 'HipMoment.z', factor: -1 },
  { joint: 'hip', motion: 'flexion', column: 'HipMoment.x', factor: -1 },
  { joint: 'knee', motion: 'adduction', column: 'KneeMoment.y', factor: -1 },
  { joint: 'knee', motion: 'rotation', column: 'KneeMoment.z', factor: -1 },
  { joint: 'knee', motion: 'flexion', column: 'KneeMoment.x', factor: -1 },
  { joint: 'ankle', motion: 'adduction', column: 'AnkleMoment.y', factor: -1 },
  { joint: 'ankle', motion: 'rotation', column: 'AnkleMoment.z', factor: -1 },
  { joint: 'ankle', motion: 'flexion', column: 'AnkleMoment.x', factor: -1 },
];

/** Column whose push-off tells sign and unit of the moments. */
export const PUSH_OFF_COLUMN = 'AnkleMoment.x';
/** Strides with a good landing that are asked for the sign, over the first persons of a file. */
export const STRIDES_FOR_SIGN = 30;
/** No ankle moment of walking reaches this (N·m/kg). */
export const GREATEST_ANKLE_NM_PER_KG = 3;
/** Median of the hip angle in y (degree) that an adduction stays below. */
export const GREATEST_HIP_ADDUCTION_DEG = 15;
