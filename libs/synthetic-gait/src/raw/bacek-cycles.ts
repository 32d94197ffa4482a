import { matNumeric, matStruct, type MatInput, type MatStruct } from '@emgfm/matfile';
import {
  channelSamples,
  jointMotionIndex,
  SIDES,
  signalBlock,
  type EmgChannel,
  type Joint,
  type Side,
  type SignalBlock,
} from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import type { PerSide } from '../subject';
import { movingMean } from './moving-mean';
import { emgColumn } from './raw-trial';
import { onPoints } from './stride-points';

/** From one strike to the next (s). */
export interface CycleTimes {
  readonly startS: number;
  readonly endS: number;
}

/** Rate of the simulated EMG (Hz) and the window of its moving RMS (s). */
export const BACEK_EMG_RATE_HZ = 1000;
const RMS_WINDOW_S = 0.1;
/** Points of one cycle in the files. */
const MECHANICS_POINTS = 101;
const EMG_POINTS = 1001;

const CAPITAL: PerSide<string> = { left: 'Left', right: 'Right' };

const ANGLES: readonly { readonly name: string; readonly joint: Joint }[] = [
  { name: 'Hip', joint: 'hip' },
  { name: 'Knee', joint: 'knee' },
  { name: 'Ankle', joint: 'ankle' },
];

/** Names of forces by the row of the simulated ground force. */
const FORCES: readonly string[] = ['V', 'AP', 'LM'];

/** Muscles as `EMG.Activity` names them, after the side. */
const BACEK_MUSCLES: readonly { readonly name: string; readonly channel: EmgChannel }[] = [
  { name: 'TibAnt', channel: 'TA' },
  { name: 'GastroMed', channel: 'GM' },
  { name: 'GastroLat', channel: 'GL' },
  { name: 'RecFem', channel: 'RF' },
  { name: 'VastLat', channel: 'VL' },
  { name: 'BicFem', channel: 'BF' },
  { name: 'Semitend', channel: 'STSM' },
  { name: 'GlutMax', channel: 'GMAX' },
];

/** Range of the knee in the orthosis against the free one: 19 of 71 degrees in one person of the source. */
const ORTHOSIS_SHARE = 0.27;
const ORTHOSIS_REST_DEG = 8;

/** The trial of a person whose left knee an orthosis holds. */
export function withLeftOrthosis(trial: SimulatedTrial): SimulatedTrial {
  const { left } = trial.legs;
  const knee = jointMotionIndex('knee', 'flexion');
  const rows = Array.from({ length: left.angles.samples.shape[0] }, (_, motion) => {
    const row = channelSamples<Float64Array>(left.angles, motion);
    return motion === knee ? row.map((angle) => ORTHOSIS_REST_DEG + ORTHOSIS_SHARE * (angle - ORTHOSIS_REST_DEG)) : row;
  });
  return { ...trial, legs: { ...trial.legs, left: { ...left, angles: signalBlock(rows, left.angles) } } };
}

/** Which rows and columns of a matrix hold no number. */
export interface CycleGap {
  /** `Right_Knee`, as the field is called. */
  readonly field: string;
  readonly cycle: number;
  /** Points of the cycle, the end exclusive. */
  readonly points: readonly [from: number, to: number];
}

/** The cycles at which each leg is cut. */
export type LegCycles = PerSide<readonly CycleTimes[]>;

/** `Angles` of a test, in degree; the pelvis beside the joints. */
export function bacekAngles(
  { legs }: SimulatedTrial,
  cycles: LegCycles,
  gaps: readonly CycleGap[],
  ankleFactor: number,
): MatStruct {
  return matStruct({
    ...fieldsOf(SIDES, (side) =>
      ANGLES.map(({ name, joint }) => {
        const block = legs[side].angles;
        const samples = channelSamples<Float64Array>(block, jointMotionIndex(joint, 'flexion'));
        const column = joint === 'ankle' ? samples.map((angle) => ankleFactor * angle) : samples;
        const field = `${name}_${CAPITAL[side]}`;
        return [field, cycleMatrix(column, block, cycles[side], MECHANICS_POINTS, gapsOf(gaps, field))];
      }),
    ),
    ...fieldsOf(SIDES, (side) => {
      const block = legs[side].angles;
      const tilt = new Float64Array(block.samples.shape[1]).fill(6);
      return [[`Pelvis_${CAPITAL[side]}`, cycleMatrix(tilt, block, cycles[side], MECHANICS_POINTS, [])]];
    }),
  });
}

/** Directions in which the horizontal forces of a file are positive: forward or backward, left or right, the same for both legs. */
export interface ForceAxes {
  readonly forward: 1 | -1;
  readonly left: 1 | -1;
}

/** `GRF` of a test, in N/kg. */
export function bacekForces(
  { legs }: SimulatedTrial,
  cycles: LegCycles,
  axes: ForceAxes,
  withVertical: boolean,
): MatStruct {
  return matStruct(
    fieldsOf(SIDES, (side) => {
      const block = legs[side].groundForce;
      const factors = [1, axes.forward, side === 'left' ? axes.left : -axes.left];
      return FORCES.map((name, row): [string, MatInput] => {
        const samples = channelSamples<Float64Array>(block, row).map((force) => factors[row] * force);
        return [`${name}_${CAPITAL[side]}`, cycleMatrix(samples, block, cycles[side], MECHANICS_POINTS, [])];
      }).filter(([field]) => withVertical || !field.startsWith('V_'));
    }),
  );
}

/** Moving RMS of every muscle, in the unit of the simulation, by the name of its field. */
export function bacekEnvelopes(trial: SimulatedTrial): ReadonlyMap<string, Float64Array> {
  return new Map(
    SIDES.flatMap((side) =>
      BACEK_MUSCLES.map(({ name, channel }): [string, Float64Array] => {
        const power = emgColumn(trial, side, channel).map((value) => value * value);
        return [`${CAPITAL[side]}_${name}`, movingMean(power, RMS_WINDOW_S * BACEK_EMG_RATE_HZ).map(Math.sqrt)];
      }),
    ),
  );
}

/** `EMG.Activity` of a test: envelopes, divided by the factor of each muscle. */
export function bacekActivity(
  envelopes: ReadonlyMap<string, Float64Array>,
  factors: ReadonlyMap<string, number>,
  cycles: LegCycles,
  gaps: readonly CycleGap[],
  deadMuscles: readonly string[],
): MatStruct {
  const clock = { samplingRateHz: BACEK_EMG_RATE_HZ, startS: 0 };
  return matStruct(
    Object.fromEntries(
      [...envelopes].map(([field, envelope]) => {
        const factor = deadMuscles.includes(field) ? 0 : 1 / (factors.get(field) ?? 1);
        const side: Side = field.startsWith('Left') ? 'left' : 'right';
        const column = envelope.map((value) => value * factor);
        return [field, cycleMatrix(column, clock, cycles[side], EMG_POINTS, gapsOf(gaps, field))];
      }),
    ),
  );
}

/** Cycles by points, as MATLAB keeps them: column after column. */
function cycleMatrix(
  samples: Float64Array,
  block: Pick<SignalBlock, 'samplingRateHz' | 'startS'>,
  cycles: readonly CycleTimes[],
  points: number,
  gaps: readonly CycleGap[],
): MatInput {
  const values = new Float64Array(cycles.length * points);
  cycles.forEach((times, cycle) => {
    const row = onPoints(samples, block, times, points);
    for (const gap of gaps) if (gap.cycle === cycle) row.fill(NaN, ...gap.points);
    row.forEach((value, point) => (values[point * cycles.length + cycle] = value));
  });
  return matNumeric(values, [cycles.length, points]);
}

function gapsOf(gaps: readonly CycleGap[], field: string): readonly CycleGap[] {
  return gaps.filter((gap) => gap.field === field);
}

function fieldsOf(
  sides: readonly Side[],
  of: (side: Side) => readonly (readonly [string, MatInput])[],
): Record<string, MatInput> {
  return Object.fromEntries(sides.flatMap(of));
}
