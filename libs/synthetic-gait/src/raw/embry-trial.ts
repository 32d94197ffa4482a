import { matNumeric, matStruct, type MatInput, type MatStruct } from '@emgfm/matfile';
import { channelSamples, SIDES, type EmgChannel, type Joint, type Motion, type Side } from '@emgfm/schema';
import { LayoutError } from '../errors';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import type { PerSide } from '../subject';
import { movingMean } from './moving-mean';
import { emgColumn, jointColumn, sampleTimesS } from './raw-trial';
import { onPoints } from './stride-points';

/** Rates (Hz) of cameras, plates and model, and of the EMG before it is put on points per stride. */
export const EMBRY_RATES = { frameHz: 100, emgHz: 1000 } as const;

const STRIDE_POINTS = 150;
const ENVELOPE_WINDOW_S = 0.1;
const JOINTS: readonly Joint[] = ['hip', 'knee', 'ankle'];
/** Order of the components of Plug-in Gait. */
const COMPONENTS: readonly { readonly name: string; readonly motion: Motion }[] = [
  { name: 'x', motion: 'flexion' },
  { name: 'y', motion: 'adduction' },
  { name: 'z', motion: 'rotation' },
];
const MUSCLES: Readonly<Record<string, EmgChannel>> = { RF: 'RF', TA: 'TA', BF: 'BF', GC: 'GM' };
/** Rows of the ground force as components: forward, to the side, up. */
const FORCE_ROWS = [1, 2, 0];

/** What can be wrong with a trial of the source. */
export type EmbryDefect =
  /** The last stride of the left leg is zeros in every stream. */
  | 'zero-last-stride'
  /** Runs of zeros in the second stride of the right leg: knee flexion and ankle moment. */
  | 'zero-runs'
  /** The third stride of the right leg stands in `stepsout`. */
  | 'outlier'
  /** The EMG of the right leg lacks the first stride. */
  | 'emg-lacks-first'
  /** The EMG of the right leg has a stride of zeros behind the last. */
  | 'emg-padded'
  /** No GC on the right leg. */
  | 'no-right-calf'
  /** The TA of the right leg has fewer points than the other muscles. */
  | 'points-differ'
  /** No joint moments on either leg. */
  | 'no-moments'
  /** No stride times on either leg. */
  | 'no-times'
  /** The description has the speed of another trial. */
  | 'other-description';

/** One leg of a trial on points per stride: for each array one column per stride. */
interface LegColumns {
  readonly times: readonly Float64Array[];
  /** Numbers (from 1) of strides that the authors marked. */
  readonly stepsOut: readonly number[];
  /** By joint and component. */
  readonly angles: ReadonlyMap<string, readonly Float64Array[]>;
  readonly moments: ReadonlyMap<string, readonly Float64Array[]> | null;
  readonly forces: ReadonlyMap<string, readonly Float64Array[]>;
  readonly emg: ReadonlyMap<string, readonly Float64Array[]>;
}

/** How the source writes its trials. */
export interface EmbryConvention {
  /** Factor from internal N·m/kg. */
  readonly momentFactor: number;
  readonly emg: 'envelope' | 'bipolar';
  /** Stride times on the clock of the trial, or each stride from 0. */
  readonly strideClock: 'trial' | 'stride';
  readonly continuousEmg: boolean;
  /** Is the right TA noise that no muscle made? */
  readonly faultyRightTa: boolean;
}

/** A simulated trial and its strides as the source cuts them, with times (s) on its frames. */
export interface EmbryCut {
  readonly recorded: SimulatedTrial;
  readonly strides: PerSide<readonly Pick<StrideTruth, 'startS' | 'endS'>[]>;
  readonly convention: EmbryConvention;
  readonly defects: readonly EmbryDefect[];
}

/** `Gaitcycle.<subject>.<trial>` without its description. */
export function gaitCycleFields(cut: EmbryCut): Readonly<Record<string, MatInput>> {
  const legs = { left: legColumns(cut, 'left'), right: legColumns(cut, 'right') };
  const perSide = (fieldOf: (leg: LegColumns, side: Side) => MatInput): MatStruct =>
    matStruct({ left: fieldOf(legs.left, 'left'), right: fieldOf(legs.right, 'right') });
  const hasMoments = SIDES.some((side) => legs[side].moments !== null);
  return {
    cycles: perSide(({ times }, side) =>
      matStruct({
        time: matrixOf(times),
        frame: Float64Array.from(cut.strides[side], ({ startS }) => Math.round(startS * EMBRY_RATES.frameHz) + 1),
      }),
    ),
    stepsout: perSide(({ stepsOut }) => matNumeric(stepsOut, [stepsOut.length, stepsOut.length > 0 ? 1 : 0])),
    kinematics: matStruct({
      jointangles: perSide(({ angles }) => nested(angles)),
      markers: perSide(() => matStruct({ heel: matStruct({ x: matrixOf([new Float64Array(STRIDE_POINTS)]) }) })),
    }),
    kinetics: matStruct({
      ...(hasMoments ? { jointmoment: perSide(({ moments }) => nested(moments ?? new Map())) } : {}),
      jointforce: perSide(({ forces }) => nested(forces)),
    }),
    emgdata: matStruct({
      emg: perSide(({ emg }) =>
        matStruct(Object.fromEntries([...emg].map(([name, columns]) => [name, matrixOf(columns)]))),
      ),
    }),
  };
}

/** `Continuous.<subject>.<trial>`. */
export function continuousFields({ recorded, convention }: EmbryCut): Readonly<Record<string, MatInput>> {
  const numFrames = recorded.legs.left.angles.samples.shape[1];
  const joints = (rowsOf: (joint: Joint) => readonly ArrayLike<number>[]): MatStruct =>
    matStruct(Object.fromEntries(JOINTS.map((joint) => [joint, matrixOf(rowsOf(joint))])));
  const perSide = (fieldOf: (side: Side) => MatInput): MatStruct =>
    matStruct(Object.fromEntries(SIDES.map((side) => [side, fieldOf(side)])));
  const components = (side: Side, quantity: 'angles' | 'moments', factor: number) => (joint: Joint) =>
    COMPONENTS.map(({ motion }) => jointColumn(recorded, side, quantity, joint, motion).map((value) => value * factor));
  return {
    time: sampleTimesS(numFrames, EMBRY_RATES.frameHz),
    kinematics: matStruct({ jointangles: perSide((side) => joints(components(side, 'angles', 1))) }),
    kinetics: matStruct({
      jointmoment: perSide((side) => joints(components(side, 'moments', convention.momentFactor))),
      jointforce: perSide((side) =>
        joints(() => FORCE_ROWS.map((row) => channelSamples(recorded.legs[side].groundForce, row))),
      ),
    }),
    ...(convention.continuousEmg
      ? {
          emgdata: matStruct({
            emg: perSide((side) =>
              matStruct(
                Object.fromEntries(
                  Object.entries(MUSCLES).map(([name, channel]) => [
                    name,
                    Float64Array.from(emgColumn(recorded, side, channel)),
                  ]),
                ),
              ),
            ),
          }),
        }
      : {}),
  };
}

function legColumns({ recorded, strides, convention, defects }: EmbryCut, side: Side): LegColumns {
  const leg = recorded.legs[side];
  const onStrides = (
    samples: Float64Array,
    clock: { readonly samplingRateHz: number; readonly startS: number },
  ): Float64Array[] => strides[side].map((times) => onPoints(samples, clock, times, STRIDE_POINTS));
  const joints = (
    columnsOf: (joint: Joint, motion: Motion, component: number) => readonly Float64Array[],
  ): ReadonlyMap<string, readonly Float64Array[]> =>
    new Map(
      JOINTS.flatMap((joint) =>
        COMPONENTS.map(
          ({ name, motion }, component) => [`${joint}.${name}`, columnsOf(joint, motion, component)] as const,
        ),
      ),
    );
  if (leg.emg === null) throw new LayoutError('Embry', 'EMG', 'none');
  const emgClock = leg.emg.signal;
  const columns: LegColumns = {
    times: strides[side].map(({ startS, endS }) =>
      Float64Array.from(
        { length: STRIDE_POINTS },
        (_, point) =>
          (convention.strideClock === 'trial' ? startS : 0) + (point / (STRIDE_POINTS - 1)) * (endS - startS),
      ),
    ),
    stepsOut: [],
    angles: joints((joint, motion) => onStrides(jointColumn(recorded, side, 'angles', joint, motion), leg.angles)),
    moments: joints((joint, motion) =>
      onStrides(jointColumn(recorded, side, 'moments', joint, motion), leg.moments).map((column) =>
        column.map((moment) => moment * convention.momentFactor),
      ),
    ),
    forces: joints((_joint, _motion, component) =>
      onStrides(channelSamples(leg.groundForce, FORCE_ROWS[component]), leg.groundForce),
    ),
    emg: new Map(
      Object.entries(MUSCLES).map(([name, channel]) => {
        // a sensor that came off shows another muscle's bursts and its own loose contact
        const faulty = convention.faultyRightTa && side === 'right' && name === 'TA';
        const signal = emgColumn(recorded, side, faulty ? 'GM' : channel);
        const given =
          convention.emg === 'bipolar'
            ? signal
            : movingMean(signal.map(Math.abs), Math.round(ENVELOPE_WINDOW_S * EMBRY_RATES.emgHz));
        return [name, onStrides(given, emgClock)];
      }),
    ),
  };
  return defects.reduce((current, defect) => withDefect(current, defect, side), columns);
}

type Columns = readonly Float64Array[];
const onEach = (
  map: ReadonlyMap<string, Columns>,
  change: (columns: Columns, name: string) => Columns,
): Map<string, Columns> => new Map([...map].map(([name, columns]) => [name, change(columns, name)]));

function withDefect(leg: LegColumns, defect: EmbryDefect, side: Side): LegColumns {
  const zeroed = (columns: Columns): Columns => [...columns.slice(0, -1), new Float64Array(STRIDE_POINTS)];
  const run =
    (stride: number, from: number, to: number) =>
    (columns: Columns): Columns =>
      columns.map((column, i) => (i === stride ? column.map((value, p) => (p >= from && p < to ? 0 : value)) : column));
  switch (defect) {
    case 'zero-last-stride':
      if (side !== 'left') return leg;
      return {
        ...leg,
        times: zeroed(leg.times),
        angles: onEach(leg.angles, zeroed),
        moments: leg.moments && onEach(leg.moments, zeroed),
        emg: onEach(leg.emg, zeroed),
      };
    case 'zero-runs':
      if (side !== 'right') return leg;
      return {
        ...leg,
        angles: onEach(leg.angles, (columns, name) => (name === 'knee.x' ? run(1, 60, 70)(columns) : columns)),
        moments:
          leg.moments &&
          onEach(leg.moments, (columns, name) => (name === 'ankle.x' ? run(1, 100, 104)(columns) : columns)),
      };
    case 'outlier':
      return side === 'right' ? { ...leg, stepsOut: [3] } : leg;
    case 'emg-lacks-first':
      return side === 'right' ? { ...leg, emg: onEach(leg.emg, (columns) => columns.slice(1)) } : leg;
    case 'emg-padded':
      return side === 'right'
        ? { ...leg, emg: onEach(leg.emg, (columns) => [...columns, new Float64Array(STRIDE_POINTS)]) }
        : leg;
    case 'no-right-calf':
      return side === 'right' ? { ...leg, emg: new Map([...leg.emg].filter(([name]) => name !== 'GC')) } : leg;
    case 'points-differ':
      return side === 'right'
        ? {
            ...leg,
            emg: onEach(leg.emg, (columns, name) =>
              name === 'TA' ? columns.map((column) => column.slice(0, -10)) : columns,
            ),
          }
        : leg;
    case 'no-moments':
      return { ...leg, moments: null };
    case 'no-times':
      return { ...leg, times: [] };
    case 'other-description':
      return leg;
  }
}

/** Columns by `joint.component` as nested structs. */
function nested(columns: ReadonlyMap<string, Columns>): MatStruct {
  return matStruct(
    Object.fromEntries(
      JOINTS.map((joint) => [
        joint,
        matStruct(
          Object.fromEntries(COMPONENTS.map(({ name }) => [name, matrixOf(columns.get(`${joint}.${name}`) ?? [])])),
        ),
      ]),
    ),
  );
}

/** Equal columns side by side. */
function matrixOf(columns: readonly ArrayLike<number>[]): MatInput {
  const rows = columns[0]?.length ?? 0;
  const values = new Float64Array(rows * columns.length);
  columns.forEach((column, i) => values.set(column, i * rows));
  return matNumeric(values, [rows, columns.length]);
}
