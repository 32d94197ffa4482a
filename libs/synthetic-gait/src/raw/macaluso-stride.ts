import { channelSamples, type EmgChannel, type Joint, type Motion, type Side } from '@emgfm/schema';
import { LayoutError } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { movingMean } from './moving-mean';
import { emgColumn, jointColumn } from './raw-trial';
import { onPoints } from './stride-points';

/** What is written of the EMG. */
export type MacalusoEmgKind = 'bipolar' | 'rectified' | 'envelope';

/** Matrices of one leg by their path below the trial, each a list of columns, one for each stride. */
export type MacalusoColumns = Map<string, Float64Array[]>;

/** How the signals of a leg are written. */
export interface MacalusoConvention {
  readonly emgKind: MacalusoEmgKind;
  readonly emgPoints: number;
  readonly jointPoints: number;
  /** Factor on internal moments (N·m/kg). */
  readonly momentFactor: number;
  /** Does the time of a stride begin at 0? */
  readonly timeFromStrike: boolean;
}

const MUSCLES: Readonly<Record<string, EmgChannel>> = { RF: 'RF', TA: 'TA', BF: 'BF', GC: 'GM' };
const AXES: Readonly<Record<string, Motion>> = { x: 'flexion', y: 'adduction', z: 'rotation' };
const JOINTS: readonly Joint[] = ['hip', 'knee', 'ankle'];
/** Length (s) of the window of the envelope. */
const ENVELOPE_WINDOW_S = 0.15;

/** The matrices of the strides of one leg: times, EMG, angles (degree), moments. @throws Layout when the trial has no EMG */
export function macalusoColumns(
  recorded: SimulatedTrial,
  side: Side,
  strides: readonly StrideTruth[],
  { emgKind, emgPoints, jointPoints, momentFactor, timeFromStrike }: MacalusoConvention,
): MacalusoColumns {
  const leg = recorded.legs[side];
  const emg = leg.emg?.signal;
  if (emg === undefined) throw new LayoutError('Macaluso', 'a trial with EMG', `none on the ${side} leg`);
  const columns: MacalusoColumns = new Map();
  columns.set(
    `cycles.${side}.time`,
    strides.map(({ startS, endS }) =>
      Float64Array.from(
        { length: jointPoints },
        (_, point) => (timeFromStrike ? 0 : startS) + (point / (jointPoints - 1)) * (endS - startS),
      ),
    ),
  );
  const letter = side === 'left' ? 'L' : 'R';
  for (const [muscle, channel] of Object.entries(MUSCLES)) {
    const samples = written(emgColumn(recorded, side, channel), emgKind, emg.samplingRateHz);
    columns.set(
      `emg.${side}.${letter}${muscle}_norm`,
      strides.map((stride) => onPoints(samples, emg, stride, emgPoints)),
    );
  }
  for (const joint of JOINTS) {
    for (const [axis, motion] of Object.entries(AXES)) {
      const place = `${side}.${joint}.${axis}_norm`;
      const onGrid = (quantity: 'angles' | 'moments', factor: number): Float64Array[] => {
        const samples = jointColumn(recorded, side, quantity, joint, motion);
        return strides.map((stride) =>
          onPoints(samples, leg[quantity], stride, jointPoints).map((value) => factor * value),
        );
      };
      columns.set(`kinematics.jointangles.${place}`, onGrid('angles', 1));
      columns.set(`kinetics.jointmoment.${place}`, onGrid('moments', momentFactor));
    }
  }
  // what an adapter must not take for the moment
  const vertical = channelSamples(leg.groundForce, 0);
  columns.set(
    `kinetics.jointforce.${side}.ankle.x_norm`,
    strides.map((stride) => onPoints(vertical, leg.groundForce, stride, jointPoints)),
  );
  return columns;
}

function written(bipolar: Float64Array, kind: MacalusoEmgKind, samplingRateHz: number): Float64Array {
  if (kind === 'bipolar') return bipolar;
  const rectified = bipolar.map(Math.abs);
  return kind === 'rectified' ? rectified : movingMean(rectified, Math.round(ENVELOPE_WINDOW_S * samplingRateHz));
}
