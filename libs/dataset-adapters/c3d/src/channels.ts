import type { EmgChannel, GaitEventKind, Joint, MarkerName, Motion, Side } from '@emgfm/schema';

/**
 * The mapping tables of the C3D adapter: names as laboratories write them, lower case, letters and digits only.
 * A mapping file (README) adds to them or replaces them for one laboratory.
 */

/** Names of each muscle, without its side. A name that does not say which muscle of a group it is stands in no list. */
export const EMG_NAMES: Readonly<Record<EmgChannel, readonly string[]>> = {
  VL: [
    'vl',
    'vlat',
    'vastuslateralis',
    'vastuslat',
    'vastlat',
    'vaslat',
    'latvastus',
    'vasteexterne',
    'vasteext',
    'quadricepsvl',
  ],
  RF: ['rf', 'rec', 'rect', 'rectus', 'rectusfemoris', 'rectusfem', 'rectfem', 'recfem', 'rectusf', 'droitanterieur'],
  VM: [
    'vm',
    'vmed',
    'vmo',
    'vastusmedialis',
    'vastusmed',
    'vastmed',
    'vasmed',
    'medvastus',
    'vasteinterne',
    'vasteint',
    'quadricepsvm',
  ],
  TA: [
    'ta',
    'tib',
    'tibant',
    'anttib',
    'tibialis',
    'tibialisanterior',
    'tibialisant',
    'tibanterior',
    'anteriortibialis',
    'jambieranterieur',
  ],
  BF: [
    'bf',
    'bic',
    'biceps',
    'bicepsfemoris',
    'bicepsfem',
    'bicfem',
    'bflh',
    'bfl',
    'bicepsfemorislonghead',
    'bicepsfemoriscaputlongus',
    'bicepsfemoriscaputlongu',
    'latham',
    'lathams',
    'lathamstring',
    'lathamstrings',
    'lateralhamstring',
    'lateralhamstrings',
    'hamlat',
  ],
  STSM: [
    'st',
    'sm',
    'stsm',
    'semitendinosus',
    'semimembranosus',
    'semit',
    'semiten',
    'semitend',
    'semimem',
    'semim',
    'medham',
    'medhams',
    'medhamstring',
    'medhamstrings',
    'medialhamstring',
    'medialhamstrings',
    'hammed',
  ],
  GM: [
    'gm',
    'mg',
    'mgas',
    'gasm',
    'gasmed',
    'gastm',
    'gastmed',
    'medgas',
    'medgast',
    'medgastroc',
    'gastrocmed',
    'gastrocm',
    'gastrocnemiusmed',
    'gastrocnemiusmedialis',
    'medialgastrocnemius',
    'gastrocnemiusmedial',
    'juminterne',
    'jumint',
    'jumeauinterne',
    'gas',
    'gast',
    'gastro',
    'gastroc',
    'gastrocnemius',
  ],
  GL: [
    'gl',
    'lg',
    'lgas',
    'gasl',
    'gaslat',
    'gastl',
    'gastlat',
    'latgas',
    'latgast',
    'latgastroc',
    'gastroclat',
    'gastrocl',
    'gastrocnemiuslat',
    'gastrocnemiuslateralis',
    'lateralgastrocnemius',
    'gastrocnemiuslateral',
    'jumexterne',
    'jumext',
    'jumeauexterne',
  ],
  SOL: ['sol', 'soleus', 'soleaire'],
  PL: [
    'pl',
    'perl',
    'perlong',
    'peronlong',
    'peroneuslongus',
    'peroneuslong',
    'peroneallongus',
    'fibularislongus',
    'fiblong',
  ],
  PB: ['pb', 'perb', 'perbrev', 'peronbrev', 'peroneusbrevis', 'peroneusbrev', 'fibularisbrevis'],
  GMED: ['gmed', 'glmed', 'glutmed', 'glutmedius', 'gluteusmedius', 'gluteusmed', 'gluteusmedialis', 'moyenfessier'],
  GMAX: ['gmax', 'glmax', 'glutmax', 'glutmaximus', 'gluteusmaximus', 'gluteusmax', 'grandfessier'],
};

/** Names that mean the gastrocnemius without saying which head. */
export const UNSPECIFIED_GASTROCNEMIUS: readonly string[] = ['gas', 'gast', 'gastro', 'gastroc', 'gastrocnemius'];

/** Names of muscles or muscle groups that are known and have no place among the 13 channels. */
export const OTHER_MUSCLES: readonly string[] = [
  'quads',
  'quad',
  'quadriceps',
  'hams',
  'ham',
  'hamstring',
  'hamstrings',
  'ischio',
  'isc',
  'vas',
  'vast',
  'vastus',
  'tibpost',
  'tibialisposterior',
  'posttib',
  'pe',
  'per',
  'peroneus',
  'peroneals',
  'gracilis',
  'sartorius',
  'add',
  'adductor',
  'adductors',
  'tfl',
  'rectusabdominis',
  'rectusabdominius',
  'erectorspinae',
  'externaloblique',
  'jum',
  'spare',
];

/** Words for a side in a channel name. */
export const SIDE_WORDS: Readonly<Record<Side, readonly string[]>> = {
  left: ['l', 'lt', 'left', 'gauche', 'links', 'izquierda', 'izquierdo', 'sinistra', 'sinistro', 'esquerda'],
  right: ['r', 'rt', 'right', 'droit', 'droite', 'rechts', 'derecha', 'derecho', 'destra', 'destro', 'direita'],
};

/** Words in a channel name that say nothing of the muscle. */
export const FILLER_WORDS: readonly string[] = [
  'emg',
  'semg',
  'imemg',
  'im',
  'voltage',
  'electric',
  'potential',
  'raw',
  'analog',
  'sensor',
  'muscle',
  'signal',
  'trigno',
  'noraxon',
  'ele',
  'm',
];

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

/** Marker labels by anatomical name, first match wins. */
export const MARKER_LABELS: Readonly<Record<MarkerName, readonly string[]>> = {
  left_heel: ['lhee', 'lheel', 'lcal', 'lcalc', 'lheelback', 'leftheel', 'heell', 'lca', 'lfcc', 'lca1'],
  right_heel: ['rhee', 'rheel', 'rcal', 'rcalc', 'rheelback', 'rightheel', 'heelr', 'rca', 'rfcc', 'rca1'],
  left_toe: [
    'ltoe',
    'ltoetip',
    'lmt2',
    'lmet2',
    'l2nd',
    'lfm2',
    'lsmh',
    'lefttoe',
    'toel',
    'ltoefront',
    'lmt23',
    'lmt1',
    'lfmh',
    'lmt5',
    'lvmh',
  ],
  right_toe: [
    'rtoe',
    'rtoetip',
    'rmt2',
    'rmet2',
    'r2nd',
    'rfm2',
    'rsmh',
    'righttoe',
    'toer',
    'rtoefront',
    'rmt23',
    'rmt1',
    'rfmh',
    'rmt5',
    'rvmh',
  ],
  left_ankle: ['lank', 'lankle', 'llm', 'lmalleolus', 'leftankle', 'llatankle', 'lfal'],
  right_ankle: ['rank', 'rankle', 'rlm', 'rmalleolus', 'rightankle', 'rlatankle', 'rfal'],
  sacrum: ['sacr', 'sac', 'sacrum', 'vsacral', 'vsac'],
  left_asis: ['lasi', 'lasis', 'lias', 'leftasis'],
  right_asis: ['rasi', 'rasis', 'rias', 'rightasis'],
  left_psis: ['lpsi', 'lpsis', 'lips', 'leftpsis'],
  right_psis: ['rpsi', 'rpsis', 'rips', 'rightpsis'],
};

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
