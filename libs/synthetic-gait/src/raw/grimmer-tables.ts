import { type MatInput, type MatValue, matCell, matNumeric, matStruct } from '@emgfm/matfile';
import { type EmgChannel, type Joint, type Motion, type Side, SIDES } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import { movingMean } from './moving-mean';
import { emgColumn, jointColumn } from './raw-trial';

/** Fields of EMG and the muscles that are simulated for them; two sensors are on no muscle. */
const EMG_FIELDS: readonly { readonly field: string; readonly channel: EmgChannel }[] = [
  { field: 'bcf', channel: 'BF' },
  { field: 'foo', channel: 'PB' },
  { field: 'gas', channel: 'GM' },
  { field: 'rcf', channel: 'RF' },
  { field: 'sha', channel: 'PL' },
  { field: 'sol', channel: 'SOL' },
  { field: 'tib', channel: 'TA' },
  { field: 'vas', channel: 'VL' },
];

const JOINT_FIELDS: readonly (readonly [Joint, Motion])[] = [
  ['hip', 'flexion'],
  ['knee', 'flexion'],
  ['ankle', 'flexion'],
  ['hip', 'adduction'],
  ['hip', 'rotation'],
];

const LETTERS: Readonly<Record<Side, string>> = { left: 'l', right: 'r' };

/** Window (s) of the moving mean that makes an envelope. */
const ENVELOPE_WINDOW_S = 0.1;

/** How the signals of a trial are written. */
export interface GrimmerFieldOptions {
  readonly vectors: 'row' | 'column';
  /** Field names without side that are written with the opposite sign, e.g. `knee_angle_flexion`. */
  readonly negated: readonly string[];
  /** Factor on degrees, and on N·m/kg. */
  readonly angleFactor: number;
  readonly momentFactor: number;
  readonly emgForm: 'raw' | 'envelope';
  readonly emgRateHz: number;
}

/** Samples of one trial by field; a field may be missing. */
export type GrimmerFields = Readonly<Record<string, ArrayLike<number>>>;

/** Angles or moments of a trial by field. */
export function grimmerJointFields(
  trial: SimulatedTrial,
  quantity: 'angles' | 'moments',
  { negated, angleFactor, momentFactor }: GrimmerFieldOptions,
): GrimmerFields {
  const word = quantity === 'angles' ? 'angle' : 'moment';
  const unit = quantity === 'angles' ? angleFactor : momentFactor;
  return Object.fromEntries(
    SIDES.flatMap((side) =>
      JOINT_FIELDS.map(([joint, motion]) => {
        const stem = `${joint}_${word}_${motion}`;
        const factor = unit * (negated.includes(stem) ? -1 : 1);
        const samples = jointColumn(trial, side, quantity, joint, motion).map((value) => value * factor);
        return [`${stem}_${LETTERS[side]}`, samples];
      }),
    ),
  );
}

/** EMG of a trial by field. */
export function grimmerEmgFields(trial: SimulatedTrial, { emgForm, emgRateHz }: GrimmerFieldOptions): GrimmerFields {
  return Object.fromEntries(
    SIDES.flatMap((side) =>
      EMG_FIELDS.map(({ field, channel }) => {
        const raw = emgColumn(trial, side, channel);
        const samples = emgForm === 'raw' ? raw : movingMean(raw.map(Math.abs), ENVELOPE_WINDOW_S * emgRateHz);
        return [`${field}_${LETTERS[side]}`, samples];
      }),
    ),
  );
}

/** A struct of vectors. */
export function grimmerStruct(fields: GrimmerFields, vectors: 'row' | 'column'): MatValue {
  const vector = (samples: ArrayLike<number>): MatInput => {
    const values = Float64Array.from(samples);
    if (values.length === 0) return matNumeric(values, [0, 0]);
    return matNumeric(values, vectors === 'row' ? [1, values.length] : [values.length, 1]);
  };
  return matStruct(Object.fromEntries(Object.entries(fields).map(([name, samples]) => [name, vector(samples)])));
}

/** A cell column of settings, each a cell column of trials. */
export function grimmerNested(settings: readonly (readonly MatValue[])[]): MatValue {
  return matCell(settings.map((trials) => matCell(trials)));
}
