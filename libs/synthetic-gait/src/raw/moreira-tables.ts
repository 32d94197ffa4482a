import { channelSamples, type EmgChannel, type Joint, type Motion, type SignalBlock } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import { movingMean } from './moving-mean';
import { emgColumn, jointColumn } from './raw-trial';
import { onPoints } from './stride-points';

/** Points of a stride in every table. */
export const MOREIRA_POINTS = 1001;

/** The signals of a trial as the folders of the text files call them. */
export const MOREIRA_SIGNALS = ['Angles', 'Torques', 'Torques_Norm', 'EMG filtered', 'EMG envelope', 'GRF'] as const;

/** A signal of {@link MOREIRA_SIGNALS}. */
export type MoreiraSignal = (typeof MOREIRA_SIGNALS)[number];

/** Columns by name; all are {@link MOREIRA_POINTS} long. */
export type MoreiraTable = ReadonlyMap<string, Float64Array>;

const MUSCLES: readonly (readonly [string, EmgChannel])[] = [
  ['VL', 'VL'],
  ['BF', 'BF'],
  ['TA', 'TA'],
  ['GAL', 'GL'],
];

const JOINTS: readonly (readonly [string, Joint])[] = [
  ['Hip', 'hip'],
  ['Knee', 'knee'],
  ['Ankle', 'ankle'],
];

const AXES: readonly (readonly [string, Motion])[] = [
  ['X', 'flexion'],
  ['Y', 'adduction'],
  ['Z', 'rotation'],
];

/** Length (samples at 1000 Hz) of the window of the envelope. */
const ENVELOPE_WINDOW = 151;

/** What is written of the moments. */
export interface MomentConvention {
  /** Moments as external ones: all signs turned. */
  readonly isExternal: boolean;
}

/** The table of one signal; `strides` are St1 and, on the right leg, St2. Pelvis columns stand on the right leg only. */
export function moreiraTable(
  signal: MoreiraSignal,
  trial: SimulatedTrial,
  strides: readonly StrideTruth[],
  { isExternal }: MomentConvention,
): MoreiraTable {
  const table = new Map<string, Float64Array>();
  const side = strides[0].side;
  switch (signal) {
    case 'Angles':
    case 'Torques':
    case 'Torques_Norm': {
      const quantity = signal === 'Angles' ? 'angles' : 'moments';
      if (side === 'right') addJoint(table, 'Pelvis', strides, () => new Float64Array(MOREIRA_POINTS));
      for (const [name, joint] of JOINTS) {
        addJoint(table, name, strides, (stride, axis, motion) => {
          const sign = quantity === 'moments' ? (isExternal ? -1 : 1) * (joint === 'hip' && axis === 'Z' ? -1 : 1) : 1;
          const factor = signal === 'Torques' ? sign * trial.subject.massKg : sign;
          const column = jointColumn(trial, side, quantity, joint, motion);
          return onPoints(column, trial.legs[side][quantity], stride, MOREIRA_POINTS).map((value) => factor * value);
        });
      }
      return table;
    }
    case 'EMG filtered':
    case 'EMG envelope':
      for (const [name, channel] of MUSCLES) {
        const own = emgColumn(trial, side, channel);
        const values = signal === 'EMG filtered' ? own : movingMean(own.map(Math.abs), ENVELOPE_WINDOW);
        strides.forEach((stride, index) => {
          table.set(
            `St${index + 1}_${name}`,
            onPoints(values, (trial.legs[side].emg as { signal: SignalBlock }).signal, stride, MOREIRA_POINTS),
          );
        });
      }
      return table;
    case 'GRF':
      strides.forEach((stride, index) => {
        ['X', 'Y', 'Z'].forEach((axis, row) => {
          const force = trial.legs[side].groundForce;
          table.set(
            `St${index + 1}_GRF_${axis}`,
            onPoints(channelSamples(force, (row + 1) % 3), force, stride, MOREIRA_POINTS),
          );
        });
      });
      return table;
  }
}

function addJoint(
  table: Map<string, Float64Array>,
  name: string,
  strides: readonly StrideTruth[],
  valuesOf: (stride: StrideTruth, axis: string, motion: Motion) => Float64Array,
): void {
  strides.forEach((stride, index) => {
    for (const [axis, motion] of AXES) table.set(`St${index + 1}_${name}_${axis}`, valuesOf(stride, axis, motion));
  });
}

/** Columns under the names and in the order asked for. */
export function arrangedTable(table: MoreiraTable, reversed: boolean, missing: readonly string[]): MoreiraTable {
  const kept = [...table].filter(([name]) => !missing.includes(name));
  return new Map(reversed ? kept.reverse() : kept);
}
