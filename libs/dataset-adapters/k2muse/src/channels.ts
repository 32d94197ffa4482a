import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import {
  type Activity,
  type EmgChannel,
  type FurtherModality,
  type Joint,
  type Motion,
  SIDES,
  type Side,
} from '@emgfm/schema';

/** The mapping tables of K2MUSE. */

/** Number of participants of the dataset: `P01` to `P42`. */
export const PARTICIPANT_COUNT = 42;

/** From this number on participants are older adults. */
export const FIRST_OLDER_PARTICIPANT = 31;

/** Rates (Hz) of the devices; the processed layer states none. */
export const MOTION_RATE_HZ = 100;
export const EMG_RATE_HZ = 2000;
export const ULTRASOUND_RATE_HZ = 20;

/**
 * EMG columns in the order of the files: nine of the right leg, then four of the left one. `SEM` is the semitendinosus or the
 * semimembranosus, the source does not say which.
 */
export const EMG_COLUMNS: Readonly<Record<Side, readonly EmgColumn[]>> = {
  right: [
    { channel: 'TA', column: 'TA' },
    { channel: 'GM', column: 'MG' },
    { channel: 'GL', column: 'LG' },
    { channel: 'SOL', column: 'SOL' },
    { channel: 'RF', column: 'RF' },
    { channel: 'VL', column: 'VLO' },
    { channel: 'VM', column: 'VMO' },
    { channel: 'BF', column: 'BF' },
    { channel: 'STSM', column: 'SEM' },
  ],
  left: [
    { channel: 'TA', column: 'TA' },
    { channel: 'GL', column: 'LG' },
    { channel: 'RF', column: 'RF' },
    { channel: 'BF', column: 'BF' },
  ],
};

/** Legs in the order of the EMG columns. */
export const EMG_LEGS: readonly Side[] = ['right', 'left'];

/** Number of EMG columns of both legs. */
export const EMG_COLUMN_COUNT = SIDES.reduce((count, side) => count + EMG_COLUMNS[side].length, 0);

/** Muscles as Noraxon MR3 may spell them beside the usual names: lower case, letters and digits only. */
export const NORAXON_MUSCLES: Readonly<Record<string, EmgChannel>> = {
  vlo: 'VL',
  vastuslo: 'VL',
  vastusmo: 'VM',
  medgastro: 'GM',
  gastromed: 'GM',
  latgastro: 'GL',
  gastrolat: 'GL',
  sem: 'STSM',
};

/** First letter of the names of a leg's variables. */
export const LEG_LETTER: Readonly<Record<Side, 'L' | 'R'>> = { left: 'L', right: 'R' };

/** Names of the Plug-in Gait outputs of a joint, without the letter of the leg. */
export const JOINT_NAMES: Readonly<Record<Joint, string>> = { hip: 'Hip', knee: 'Knee', ankle: 'Ankle' };

/**
 * Components (X, Y, Z) of a Plug-in Gait output: the same anatomical meaning on both legs. Angles in degree: flexion and
 * dorsiflexion, adduction (varus, inversion) and internal rotation positive.
 */
export const COMPONENTS: readonly Motion[] = ['flexion', 'adduction', 'rotation'];

const outputs = (suffix: 'Angles' | 'Moment'): JointColumn[] =>
  (Object.keys(JOINT_NAMES) as Joint[]).flatMap((joint) =>
    COMPONENTS.map((motion, component) => ({
      joint,
      motion,
      column: `${JOINT_NAMES[joint]}${suffix}.${component}`,
      factor: 1,
    })),
  );

/** `HipAngles.0` is the first component of `LHipAngles` or `RHipAngles`, and so on; degree. */
export const ANGLE_COLUMNS: readonly JointColumn[] = outputs('Angles');

/**
 * Moments in the directions of the angles. Plug-in Gait describes them as external and writes N·mm/kg to C3D; the processed layer
 * is said to hold N·m/kg. Unit and sign are decided from the data.
 */
export const MOMENT_COLUMNS: readonly JointColumn[] = outputs('Moment');

/** Size (99th percentile, N·m/kg) that no moment of walking has; larger numbers are of another unit. */
export const LARGEST_MOMENT_NM_PER_KG = 20;

/** From this size on numbers are N·mm/kg: N·m of a heavy person in fast walking stay below. */
export const LEAST_MOMENT_NMM_PER_KG = 300;

/** Terrain of the treadmill by the first word of a mode: activity, and sign of the slope. */
export const TERRAINS: Readonly<Record<string, { readonly activity: Activity; readonly slope: 1 | 0 | -1 }>> = {
  LG: { activity: 'walk', slope: 0 },
  AS: { activity: 'ramp_up', slope: 1 },
  DS: { activity: 'ramp_down', slope: -1 },
};

/** Conditions by name; the layers spell them with and without hyphens. An unknown one is kept as it is written. */
export const CONDITIONS: readonly string[] = [
  'Ideal',
  'Fatigue',
  'InterDay',
  'ShiftInitial',
  'ShiftUpward',
  'ShiftDownward',
  'ShiftLeftward',
  'ShiftRightward',
];

/**
 * Amplitude-mode ultrasound of four muscles of the left leg. A summary of the paper names tibialis anterior, gastrocnemius
 * lateralis, rectus femoris and biceps femoris; which channel is which is not public, so channels keep their numbers.
 */
export const ULTRASOUND: FurtherModality = {
  name: 'ultrasound',
  meaning: 'amplitude-mode ultrasound of four muscles of the left leg (TA, GL, RF and BF; their order is not public)',
  unit: 'raw amplitude',
  channels: ['Ch1', 'Ch2', 'Ch3', 'Ch4'],
  valuesPerChannel: 1000,
  valueAxis: 'echo sample, from the skin to a depth of 38.5 mm',
};

/** The leg that wears the ultrasound transducers. */
export const ULTRASOUND_LEG: Side = 'left';

/** EMG samples and frames of a stride must tell the same time within this (s). */
export const STRIDE_TIME_TOLERANCE_S = 0.02;

/** EMG and motion of a trial must last equally long within this share, or this time (s). */
export const TRIAL_TIME_TOLERANCE = 0.02;
export const TRIAL_TIME_TOLERANCE_S = 0.25;
