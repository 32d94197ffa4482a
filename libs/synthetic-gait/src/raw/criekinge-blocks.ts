import { matNumeric, matStruct, type MatNumeric, type MatStruct } from '@emgfm/matfile';
import { channelSamples, type EmgChannel, type Joint, type Motion, type Side, type SignalBlock } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import { movingMean } from './moving-mean';
import { emgColumn, jointColumn } from './raw-trial';
import { onPoints } from './stride-points';

/** Points of every stride. */
export const CRIEKINGE_POINTS = 1001;

/** Rate (Hz) of the cameras, whose frames the events count. */
export const CRIEKINGE_VIDEO_RATE_HZ = 100;

/** Rate (Hz) of plates and EMG. */
export const CRIEKINGE_ANALOG_RATE_HZ = 1000;

/** One stride of a leg, from frame to frame of its trial; frames count from 0. */
export interface CriekingeCut {
  readonly recorded: SimulatedTrial;
  readonly side: Side;
  /** Number of the trial. */
  readonly trial: number;
  readonly startFrame: number;
  readonly footOffFrame: number;
  readonly endFrame: number;
  /** Did the foot land on a plate alone and as a whole? */
  readonly goodLanding: boolean;
}

/** How the signals of a person become blocks. */
export interface CriekingeBlockOptions {
  /** Factor on internal moments; -1 makes them external, as the source has them. */
  readonly momentFactor: number;
  /** EMG as it was recorded, all NaN, or no such fields. */
  readonly emg: 'recorded' | 'nan' | 'missing';
  /** Further variables of three matrices each, which nobody reads. */
  readonly unreadVariables: number;
}

const JOINTS: readonly (readonly [name: string, joint: Joint])[] = [
  ['Hip', 'hip'],
  ['Knee', 'knee'],
  ['Ankle', 'ankle'],
];

/** Plug-in Gait: x flexion, y adduction, z rotation. */
const AXES: readonly (readonly [axis: string, motion: Motion])[] = [
  ['x', 'flexion'],
  ['y', 'adduction'],
  ['z', 'rotation'],
];

const MUSCLES: readonly (readonly [name: string, channel: EmgChannel])[] = [
  ['GAS', 'GM'],
  ['RF', 'RF'],
  ['VL', 'VL'],
  ['BF', 'BF'],
  ['ST', 'STSM'],
  ['TA', 'TA'],
  // the erector spinae has no channel: any other signal stands for it
  ['ERS', 'GMAX'],
];

/** Length (samples at 1000 Hz) of the moving average of the source: 50 ms. */
const ENVELOPE_WINDOW = 51;

type Matrix = readonly Float64Array[];

/** The signals of one leg over strides of either leg: `LsideSegm_RsideData` has the right leg over strides of the left one. */
export function legBlock(
  cuts: readonly CriekingeCut[],
  dataSide: Side,
  options: CriekingeBlockOptions,
): Record<string, MatStruct> {
  const joints = (quantity: 'angles' | 'moments', suffix: string, factorOf: (cut: CriekingeCut, i: number) => number) =>
    JOINTS.map(([name, joint]): [string, MatStruct] => [
      `${name}${suffix}`,
      axesStruct((motion) =>
        cuts.map((cut, i) => {
          const column = jointColumn(cut.recorded, dataSide, quantity, joint, motion);
          const factor = factorOf(cut, i);
          return curveOf(cut, column, cut.recorded.legs[dataSide][quantity]).map((value) => factor * value);
        }),
      ),
    ]);
  const force = cuts.map(({ recorded }) => recorded.legs[dataSide].groundForce);
  return {
    ...Object.fromEntries(joints('angles', 'Angles', () => 1)),
    PelvisAngles: axesStruct(() => cuts.map(() => new Float64Array(CRIEKINGE_POINTS))),
    // without a good landing a moment is missing, or one that the other foot has spoilt
    ...Object.fromEntries(
      joints('moments', 'Moment', ({ goodLanding }, i) =>
        goodLanding ? options.momentFactor : i % 2 === 0 ? NaN : 1.6 * options.momentFactor,
      ),
    ),
    GroundReactionForce: axesStruct((motion) =>
      cuts.map((cut, i) => curveOf(cut, channelSamples(force[i], motion === 'rotation' ? 0 : 1), force[i])),
    ),
    ...emgVariables(cuts, dataSide, options.emg),
    ...unreadVariables(cuts.length, options.unreadVariables),
  };
}

/** Variables that nobody reads share one matrix in memory, each is written by itself. */
function unreadVariables(strides: number, count: number): Record<string, MatStruct> {
  const zeros = matrixOf(Array.from({ length: strides }, () => new Float64Array(CRIEKINGE_POINTS)));
  const names = Array.from({ length: count }, (_, i) => `Marker${i + 1}`);
  return Object.fromEntries(names.map((name) => [name, matStruct({ x: zeros, y: zeros, z: zeros })]));
}

function emgVariables(
  cuts: readonly CriekingeCut[],
  side: Side,
  state: CriekingeBlockOptions['emg'],
): Record<string, MatStruct> {
  if (state === 'missing') return {};
  const entries = MUSCLES.flatMap(([name, channel]): [string, MatStruct][] => {
    const envelopes = new Map<SimulatedTrial, Float64Array>();
    const envelopeOf = (trial: SimulatedTrial): Float64Array => {
      const known = envelopes.get(trial) ?? movingMean(emgColumn(trial, side, channel).map(Math.abs), ENVELOPE_WINDOW);
      envelopes.set(trial, known);
      return known;
    };
    const curves = cuts.map((cut) => {
      const block = (cut.recorded.legs[side].emg as { signal: SignalBlock }).signal;
      const curve = curveOf(cut, envelopeOf(cut.recorded), block);
      return state === 'nan' ? curve.fill(NaN) : curve;
    });
    const greatest = curves.reduce((most, curve) => curve.reduce((own, value) => Math.max(own, value), most), 0);
    const normalised = curves.map((curve) => curve.map((value) => value / greatest));
    return [
      [name, matStruct({ n: matrixOf(curves) })],
      [`${name}norm`, matStruct({ n: matrixOf(normalised) })],
    ];
  });
  return Object.fromEntries(entries);
}

function axesStruct(curvesOf: (motion: Motion) => Matrix): MatStruct {
  return matStruct(Object.fromEntries(AXES.map(([axis, motion]) => [axis, matrixOf(curvesOf(motion))])));
}

function curveOf({ startFrame, endFrame }: CriekingeCut, column: Float64Array, block: SignalBlock): Float64Array {
  const [startS, endS] = [startFrame, endFrame].map((frame) => frame / CRIEKINGE_VIDEO_RATE_HZ);
  return onPoints(column, block, { startS, endS }, CRIEKINGE_POINTS);
}

/** Strides as the columns of a matrix [point, stride]. */
function matrixOf(columns: Matrix): MatNumeric {
  const values = new Float64Array(CRIEKINGE_POINTS * columns.length);
  columns.forEach((column, index) => values.set(column, index * CRIEKINGE_POINTS));
  return matNumeric(values, [CRIEKINGE_POINTS, columns.length]);
}
