import type { EmgMapping } from '@emgfm/adapter-kit';
import type { Activity, FurtherModality, Joint, MarkerName, Motion } from '@emgfm/schema';

/** The mapping tables of the mocap adapter. A mapping file (README) adds to them for one laboratory. */

/** The 42 markers in the order of the source, with its spelling ("Uppar"). The right heel has none. */
export const MARKERS: readonly string[] = [
  'L.FootHeel',
  'L.AnkleLateral',
  'L.AnkleMedial',
  'L.ToeLateral',
  'L.ToeMedial',
  'L.WristMedial',
  'L.WristLateral',
  'L.ShoulderFront',
  'L.ShoulderRear',
  'L.KneeLateral',
  'L.KneeMedial',
  'L.LowerArmLateral',
  'L.LowerArmMedial',
  'R.AnkleLateral',
  'R.AnkleMedial',
  'R.ToeLateral',
  'R.ToeMedial',
  'R.WristMedial',
  'R.WristLateral',
  'R.ShoulderFront',
  'R.ShoulderRear',
  'R.KneeLateral',
  'R.KneeMedial',
  'R.LowerArmLateral',
  'R.LowerArmMedial',
  'LASIS',
  'LPSIS',
  'RASIS',
  'RPSIS',
  'C7',
  'CLAV',
  'LACR',
  'RACR',
  'Head_Top',
  'R.UpparArm',
  'L.UpparArm',
  'R.Thigh',
  'L.Thigh',
  'R.Shank',
  'L.Shank',
  'RFAsuperior',
  'LFAsuperior',
];

/** A marker that belongs to no list of 42: read where a table has it, for the right heel. */
export const FURTHER_MARKERS: readonly string[] = ['R.FootHeel'];

/** Other spellings of markers. */
export const MARKER_SPELLINGS: Readonly<Record<string, string>> = {
  'R.UpperArm': 'R.UpparArm',
  'L.UpperArm': 'L.UpparArm',
};

/** The reduced set: 25 joints, each the mean of one or two markers. Thumbs are the acromion markers, as in the source. */
export const REDUCED_JOINTS: readonly { readonly name: string; readonly markers: readonly string[] }[] = [
  { name: 'left_shoulder', markers: ['L.ShoulderFront', 'L.ShoulderRear'] },
  { name: 'right_shoulder', markers: ['R.ShoulderFront', 'R.ShoulderRear'] },
  { name: 'left_elbow', markers: ['L.LowerArmLateral', 'L.LowerArmMedial'] },
  { name: 'right_elbow', markers: ['R.LowerArmLateral', 'R.LowerArmMedial'] },
  { name: 'left_wrist', markers: ['L.WristLateral', 'L.WristMedial'] },
  { name: 'right_wrist', markers: ['R.WristLateral', 'R.WristMedial'] },
  { name: 'left_pinky', markers: ['L.WristLateral'] },
  { name: 'right_pinky', markers: ['R.WristLateral'] },
  { name: 'left_index', markers: ['L.WristMedial'] },
  { name: 'right_index', markers: ['R.WristMedial'] },
  { name: 'left_thumb', markers: ['LACR'] },
  { name: 'right_thumb', markers: ['RACR'] },
  { name: 'left_hip', markers: ['LASIS', 'LPSIS'] },
  { name: 'right_hip', markers: ['RASIS', 'RPSIS'] },
  { name: 'left_knee', markers: ['L.KneeLateral', 'L.KneeMedial'] },
  { name: 'right_knee', markers: ['R.KneeLateral', 'R.KneeMedial'] },
  { name: 'left_ankle', markers: ['L.AnkleLateral', 'L.AnkleMedial'] },
  { name: 'right_ankle', markers: ['R.AnkleLateral', 'R.AnkleMedial'] },
  { name: 'left_heel', markers: ['L.FootHeel'] },
  { name: 'right_heel', markers: ['R.FootHeel'] },
  { name: 'left_foot_index', markers: ['L.ToeLateral', 'L.ToeMedial'] },
  { name: 'right_foot_index', markers: ['R.ToeLateral', 'R.ToeMedial'] },
  { name: 'C7', markers: ['C7'] },
  { name: 'CLAV', markers: ['CLAV'] },
  { name: 'Head_Top', markers: ['Head_Top'] },
];

const positions = { unit: 'm', valuesPerChannel: 3, valueAxis: 'x, y, z in the laboratory, z up' } as const;

/** Positions of all 42 markers. */
export const MARKER_MODALITY: FurtherModality = {
  name: 'joints_42',
  meaning: 'positions of the 42 markers of the layout',
  channels: [...MARKERS],
  ...positions,
};

/** Positions of the reduced set. */
export const REDUCED_MODALITY: FurtherModality = {
  name: 'joints_25',
  meaning: 'positions of 25 joints, each the mean of one or two of the markers',
  channels: REDUCED_JOINTS.map(({ name }) => name),
  ...positions,
};

/** Markers that tell gait events, each the mean of those named. */
export const EVENT_MARKERS: readonly (readonly [name: MarkerName, markers: readonly string[]])[] = [
  ['left_heel', ['L.FootHeel']],
  ['right_heel', ['R.FootHeel']],
  ['left_toe', ['L.ToeLateral', 'L.ToeMedial']],
  ['right_toe', ['R.ToeLateral', 'R.ToeMedial']],
  ['left_ankle', ['L.AnkleLateral', 'L.AnkleMedial']],
  ['right_ankle', ['R.AnkleLateral', 'R.AnkleMedial']],
  ['left_asis', ['LASIS']],
  ['right_asis', ['RASIS']],
  ['left_psis', ['LPSIS']],
  ['right_psis', ['RPSIS']],
];

/** An angle column, `$` for the letter of the leg: the joint motion that it is. All are degrees with the canonical sign, but the knee's is decided. */
export const ANGLE_COLUMNS: readonly { readonly joint: Joint; readonly motion: Motion; readonly column: string }[] = [
  { joint: 'hip', motion: 'flexion', column: 'hip_flexion_$' },
  { joint: 'hip', motion: 'adduction', column: 'hip_adduction_$' },
  { joint: 'hip', motion: 'rotation', column: 'hip_rotation_$' },
  // knee_angle_$_beta is a coordinate of the kneecap
  { joint: 'knee', motion: 'flexion', column: 'knee_angle_$' },
  { joint: 'ankle', motion: 'flexion', column: 'ankle_angle_$' },
  { joint: 'ankle', motion: 'adduction', column: 'subtalar_angle_$' },
];

/** The EMG columns of the source but `Glutei`; the leg is not stated. */
export const EMG_COLUMNS: EmgMapping['emg'] = [
  { label: 'Tibialis Anterior / Dorsiflexors', channel: 'TA' },
  { label: 'Gastrocnemius Medial', channel: 'GM' },
  { label: 'Gastrocnemius Lateral', channel: 'GL' },
  { label: 'Hamstrings Lateral', channel: 'BF' },
  { label: 'Left Lumbars', ignore: true },
  { label: 'Hamstrings Medial', channel: 'STSM' },
  { label: 'Vastus Lateralis', channel: 'VL' },
  { label: 'Vastus Medialis', channel: 'VM' },
  { label: 'Triceps Brachii', ignore: true },
  { label: 'Biceps Brachii', ignore: true },
  { label: 'Forearm M', ignore: true },
  { label: 'Middle/Lateral Deltoid', ignore: true },
  { label: 'Shoulder Flexors', ignore: true },
  { label: 'Right Lumbars', ignore: true },
  { label: 'Rectus Femoris', channel: 'RF' },
];

/** The EMG column that says only that it is a gluteal muscle. */
export const GLUTEI = 'Glutei';

/** The actions of the source: what the strides of those with steps are; null for actions without steps. */
export const ACTIONS: Readonly<Record<string, Activity | null>> = {
  ForwardLungeLeft: 'other',
  ForwardLungeRight: 'other',
  SideLunge: 'other',
  StepForwardLeft: 'other',
  StepForwardRight: 'other',
  StepSideRight: 'other',
  NormalSquat: null,
  NeutralStance: null,
  ShortJump: null,
  ThrowBall: null,
  ClimbOnStool: 'step_up',
  HandsOnWaist: null,
  PickObject: null,
  ReachGraspEat: null,
  Dusting: null,
  Point1: null,
  Point2: null,
  Point3: null,
  Point4: null,
  Tadasana: null,
  Vrikshasana: null,
  Parshvakonasana: null,
  Malasana: null,
  Trikonasana: null,
  Virabhadrasana: null,
  Utkatakonasana: null,
};

/** What names of other actions say; the first that fits counts. Names that say nothing are `other`. */
export const ACTIVITY_WORDS: readonly (readonly [word: RegExp, activity: Activity])[] = [
  [/stairs?[ _-]?(up|asc)|asc\w*[ _-]?stair|up[ _-]?stair/i, 'stair_up'],
  [/stairs?[ _-]?(down|des)|des\w*[ _-]?stair|down[ _-]?stair/i, 'stair_down'],
  [/ramp[ _-]?(up|asc)/i, 'ramp_up'],
  [/ramp[ _-]?(down|des)/i, 'ramp_down'],
  [/toe[ _-]?walk/i, 'toe_walk'],
  [/heel[ _-]?walk/i, 'heel_walk'],
  [/walk|gait/i, 'walk'],
  [/run|jog/i, 'run'],
];
