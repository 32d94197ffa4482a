import type { EmgChannel, Joint, Motion, Side } from '@emgfm/schema';
import { sampleCount } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import { randomStream } from '../random-stream';
import type { CamargoPlan } from './camargo-plans';
import { emgColumn, jointColumn, sampleTimesS } from './raw-trial';

/** Rate (Hz) of angles, moments and gait cycle, and of EMG and conditions. */
export const MOTION_RATE_HZ = 200;
export const ANALOG_RATE_HZ = 1000;

/** Columns of a table in the order of the file; the first is `Header`, time in s. */
export type CamargoTable = ReadonlyMap<string, Float64Array | readonly string[]>;

/** EMG columns in the order of the files; two stand for muscles that the simulator lacks. */
const EMG_COLUMNS: readonly (readonly [string, EmgChannel])[] = [
  ['gastrocmed', 'GM'],
  ['tibialisanterior', 'TA'],
  ['soleus', 'SOL'],
  ['vastusmedialis', 'VM'],
  ['vastuslateralis', 'VL'],
  ['rectusfemoris', 'RF'],
  ['bicepsfemoris', 'BF'],
  ['semitendinosus', 'STSM'],
  ['gracilis', 'PL'],
  ['gluteusmedius', 'GMED'],
  ['rightexternaloblique', 'GMAX'],
];

/** Coordinates of each leg in the order of the model; `sign` is theirs against flexion, adduction and internal rotation. */
const COORDINATES: readonly { name: string; joint: Joint; motion: Motion; sign: 1 | -1 }[] = [
  { name: 'hip_flexion', joint: 'hip', motion: 'flexion', sign: 1 },
  { name: 'hip_adduction', joint: 'hip', motion: 'adduction', sign: 1 },
  { name: 'hip_rotation', joint: 'hip', motion: 'rotation', sign: 1 },
  { name: 'knee_angle', joint: 'knee', motion: 'flexion', sign: -1 },
  { name: 'ankle_angle', joint: 'ankle', motion: 'flexion', sign: 1 },
  { name: 'subtalar_angle', joint: 'ankle', motion: 'adduction', sign: 1 },
];

const PELVIS = ['pelvis_tilt', 'pelvis_list', 'pelvis_rotation', 'pelvis_tx', 'pelvis_ty', 'pelvis_tz'];
const LUMBAR = ['lumbar_extension', 'lumbar_bending', 'lumbar_rotation'];
const LEGS: readonly (readonly [Side, string])[] = [
  ['right', 'r'],
  ['left', 'l'],
];

/** `emg`: right leg, mV. */
export function emgTable(trial: SimulatedTrial): CamargoTable {
  const numSamples = emgColumn(trial, 'right', 'TA').length;
  return new Map([
    ['Header', sampleTimesS(numSamples, ANALOG_RATE_HZ)],
    ...EMG_COLUMNS.map(([column, channel]) => [column, emgColumn(trial, 'right', channel)] as const),
  ]);
}

/** What the model of a trial is. */
export interface CamargoModel {
  /** The subtalar joint is fixed: its columns are zero. */
  readonly lockedSubtalar: boolean;
  /** SD of the noise in the columns of pelvis, toes and trunk, which the simulator lacks. */
  readonly noiseSd: number;
}

/** `ik`: degree, knee negative in flexion. @param ankleOffsetDeg constant shift of the ankle */
export function angleTable(trial: SimulatedTrial, ankleOffsetDeg: number, model: CamargoModel): CamargoTable {
  return modelTable(trial, model, (side, { name, joint, motion, sign }) => {
    if (name === 'subtalar_angle' && model.lockedSubtalar) return null;
    const offsetDeg = name === 'ankle_angle' ? ankleOffsetDeg : 0;
    return jointColumn(trial, side, 'angles', joint, motion).map((angleDeg) => sign * angleDeg + offsetDeg);
  });
}

/**
 * `id`: N·m, not divided by mass, in the signs of the coordinates.
 * @param measured is the moment of this leg known at a time (s)? NaN where it is not
 */
export function momentTable(
  trial: SimulatedTrial,
  measured: (side: Side, timeS: number) => boolean,
  model: CamargoModel,
): CamargoTable {
  const { massKg } = trial.subject;
  const angles = modelTable(trial, model, (side, { name, joint, motion, sign }) => {
    if (name === 'subtalar_angle' && model.lockedSubtalar) return null;
    return jointColumn(trial, side, 'moments', joint, motion).map((momentNmPerKg, sample) =>
      measured(side, sample / MOTION_RATE_HZ) ? sign * momentNmPerKg * massKg : NaN,
    );
  });
  return new Map(
    [...angles].map(([name, values]) => [
      name === 'Header' ? name : `${name}_${/_t[xyz]$/.test(name) ? 'force' : 'moment'}`,
      values,
    ]),
  );
}

/** The columns of the model: pelvis, both legs, lumbar. */
function modelTable(
  trial: SimulatedTrial,
  { noiseSd }: CamargoModel,
  column: (side: Side, coordinate: (typeof COORDINATES)[number]) => Float64Array | null,
): CamargoTable {
  const numSamples = sampleCount(trial.legs.right.angles);
  const zeros = new Float64Array(numSamples);
  const lacking = (name: string): Float64Array => {
    const noise = randomStream(trial.seed, `camargo/${name}`);
    return noiseSd === 0 ? zeros : zeros.map(() => noiseSd * noise.normal());
  };
  return new Map<string, Float64Array>([
    ['Header', sampleTimesS(numSamples, MOTION_RATE_HZ)],
    ...PELVIS.map((name) => [name, lacking(name)] as const),
    ...LEGS.flatMap(([side, letter]) => [
      ...COORDINATES.map((coordinate) => [`${coordinate.name}_${letter}`, column(side, coordinate) ?? zeros] as const),
      [`mtp_angle_${letter}`, lacking(`mtp_angle_${letter}`)] as const,
    ]),
    ...LUMBAR.map((name) => [name, lacking(name)] as const),
  ]);
}

/** Samples of the 200 Hz clock on which the ramps of one foot begin anew: the first at or after each event. */
export function rampStarts(trial: SimulatedTrial, side: Side, kind: 'foot_strike' | 'foot_off'): number[] {
  const numSamples = sampleCount(trial.legs.right.angles);
  return trial.events
    .filter((event) => event.side === side && event.kind === kind)
    .map(({ timeS }) => Math.ceil(timeS * MOTION_RATE_HZ - 1e-9))
    .filter((sample) => sample > 0 && sample < numSamples);
}

/** `gcRight`, `gcLeft`: ramps from 0 to 100 %, also before the first and after the last event, where no stride is. */
export function gaitCycleTable(
  strikes: readonly number[],
  footOffs: readonly number[],
  numSamples: number,
): CamargoTable {
  return new Map([
    ['Header', sampleTimesS(numSamples, MOTION_RATE_HZ)],
    ['HeelStrike', ramps(strikes, numSamples)],
    ['ToeOff', ramps(footOffs, numSamples)],
  ]);
}

function ramps(starts: readonly number[], numSamples: number): Float64Array {
  const percent = new Float64Array(numSamples);
  const borders = [0, ...starts, numSamples];
  for (let piece = 1; piece < borders.length; piece += 1) {
    const [from, to] = [borders[piece - 1], borders[piece]];
    for (let i = from; i < to; i += 1) percent[i] = to - from > 1 ? (100 * (i - from)) / (to - from - 1) : 0;
  }
  return percent;
}

/** The sample-by-sample table of `conditions`: belt speed on the treadmill, labels elsewhere. */
export function conditionsTable(plan: CamargoPlan): CamargoTable {
  const numSamples = Math.round(plan.bouts.reduce((sum, { durationS }) => sum + durationS, 0) * ANALOG_RATE_HZ);
  const times = sampleTimesS(numSamples, ANALOG_RATE_HZ);
  return plan.mode === 'treadmill'
    ? new Map([
        ['Header', times],
        ['Speed', times.map((timeS) => beltSpeedMps(plan, timeS))],
      ])
    : new Map<string, Float64Array | readonly string[]>([
        ['Header', times],
        ['Label', Array.from(times, (timeS) => labelAt(plan, timeS))],
      ]);
}

/** The label of a plan at a time (s). */
export function labelAt(plan: CamargoPlan, timeS: number): string {
  return boutAt(plan, timeS).bout.label;
}

/** Speed of the belt (m/s) at a time (s), in steps of 0.01 m/s. */
export function beltSpeedMps(plan: CamargoPlan, timeS: number): number {
  const { bout, sinceS } = boutAt(plan, timeS);
  const { speedMps = 1, endSpeedMps = speedMps } = bout;
  return Math.round(100 * (speedMps + (sinceS / bout.durationS) * (endSpeedMps - speedMps))) / 100;
}

function boutAt({ bouts }: CamargoPlan, timeS: number): { bout: CamargoPlan['bouts'][number]; sinceS: number } {
  let startS = 0;
  for (const bout of bouts) {
    if (timeS < startS + bout.durationS - 1e-9) return { bout, sinceS: timeS - startS };
    startS += bout.durationS;
  }
  const last = bouts[bouts.length - 1];
  return { bout: last, sinceS: last.durationS };
}
