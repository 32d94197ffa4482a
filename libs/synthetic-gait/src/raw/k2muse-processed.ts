import { matCell, matNumeric, matStruct, type MatInput, type MatStruct } from '@emgfm/matfile';
import { SIDES, type EmgChannel, type Joint, type Motion, type Side } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import {
  EMG_RATE_HZ,
  frameOf,
  MOTION_RATE_HZ,
  secondsOf,
  ULTRASOUND_CHANNELS,
  ULTRASOUND_SAMPLES,
  ultrasoundFramesOf,
  type K2museTrial,
  type StrideFrames,
} from './k2muse-trial';
import { emgColumn, jointColumn } from './raw-trial';
import { onPoints } from './stride-points';

/** Points of a stride in `rsGaitData`. */
const POINTS = 200;

/** EMG columns in the order of the files. */
export const K2MUSE_EMG: Readonly<Record<Side, readonly EmgChannel[]>> = {
  right: ['TA', 'GM', 'GL', 'SOL', 'RF', 'VL', 'VM', 'BF', 'STSM'],
  left: ['TA', 'GL', 'RF', 'BF'],
};

/** The three components of a Plug-in Gait output. */
export const COMPONENTS: readonly Motion[] = ['flexion', 'adduction', 'rotation'];

const JOINT_NAMES: Readonly<Record<Joint, string>> = { hip: 'Hip', knee: 'Knee', ankle: 'Ankle' };
const JOINTS = Object.keys(JOINT_NAMES) as Joint[];
const EVENT_NAMES = { foot_strike: 'Foot_Strike', foot_off: 'Foot_Off' } as const;

/** What can be wrong with one trial of the processed layer, or unusual. */
export type K2museProcessedDefect =
  /** No ultrasound at all. */
  | 'no-ultrasound'
  /** Every third left stride has an empty list of ultrasound frames. */
  | 'ultrasound-gaps'
  /** One stride of each leg, so that the last dimension is lost. */
  | 'single-stride'
  /** The second stride of each leg is not among those that the source keeps. */
  | 'stride-left-out'
  /** The last right stride has no EMG. */
  | 'emg-count'
  /** The last right stride has no moments. */
  | 'moments-count'
  /** The first right stride has no EMG, and the others moved up. */
  | 'emg-shifted'
  /** There is no field EMGData. */
  | 'no-emg'
  /** There is no field Moments. */
  | 'no-moments'
  /** A knee moment has a gap in the first stride. */
  | 'nan-moments'
  /** There are no Events. */
  | 'no-events';

/** How the numbers are written. */
export interface K2museSigns {
  /** Factor from internal moments (N·m/kg). */
  readonly momentFactor: number;
}

/** `OriginalData` of a trial: the whole of it. */
export function originalTrial(trial: K2museTrial, signs: K2museSigns, defect: K2museProcessedDefect | null): MatStruct {
  const { recorded, ultrasound } = trial;
  const frameLength = ULTRASOUND_CHANNELS * ULTRASOUND_SAMPLES;
  const frames = defect === 'no-ultrasound' ? 0 : ultrasound.length / frameLength;
  return matStruct({
    Markers: matStruct({ LHEE: markerMatrix(recorded, 'left_heel'), RHEE: markerMatrix(recorded, 'right_heel') }),
    Angles: outputs(recorded, 'Angles', 1, matrixOf),
    Forces: matStruct(
      Object.fromEntries(SIDES.map((side) => [`${letter(side)}GroundReactionForce`, forceMatrix(recorded, side)])),
    ),
    ...(defect === 'no-moments' ? {} : { Moments: outputs(recorded, 'Moment', signs.momentFactor, matrixOf) }),
    Powers: matStruct(
      Object.fromEntries(SIDES.map((side) => [`${letter(side)}AnklePower`, powerMatrix(recorded, side)])),
    ),
    ...(defect === 'no-events' ? {} : { Events: originalEvents(recorded) }),
    USData: matCell(Array.from({ length: frames }, (_, frame) => ultrasoundFrame(ultrasound, frame))),
    ...(defect === 'no-emg' ? {} : { EMGData: emgMatrix(recorded, ['right', 'left'], 0, Infinity) }),
  });
}

/** `NormalizedData` of a trial: stride by stride. */
export function normalizedTrial(
  trial: K2museTrial,
  signs: K2museSigns,
  defect: K2museProcessedDefect | null,
): MatStruct {
  const { recorded, ultrasound } = trial;
  const frames = (side: Side): readonly StrideFrames[] =>
    trial.frames[side].filter(
      (_, i) => !(defect === 'single-stride' && i > 0) && !(defect === 'stride-left-out' && i === 1),
    );
  const angles = (rows: readonly Float64Array[], side: Side): MatInput => gaitData(rows, frames(side), false);
  const moments = (rows: readonly Float64Array[], side: Side, joint: Joint): MatInput => {
    const own = defect === 'moments-count' && side === 'right' ? frames(side).slice(0, -1) : frames(side);
    return gaitData(rows, own, defect === 'nan-moments' && joint === 'knee');
  };
  const emgOf = (side: Side): MatInput => {
    const own = frames(side);
    const kept =
      side === 'left' ? own : defect === 'emg-count' ? own.slice(0, -1) : defect === 'emg-shifted' ? own.slice(1) : own;
    return matCell(kept.map(({ start, end }) => emgMatrix(recorded, [side], secondsOf(start), secondsOf(end))));
  };
  const ultrasoundOf = (stride: StrideFrames, index: number): MatInput => {
    const { first, end } = ultrasoundFramesOf(stride);
    const last = Math.min(end, ultrasound.length / (ULTRASOUND_CHANNELS * ULTRASOUND_SAMPLES));
    const count = defect === 'ultrasound-gaps' && index % 3 === 1 ? 0 : Math.max(0, last - first);
    return matCell(Array.from({ length: count }, (_, i) => ultrasoundFrame(ultrasound, first + i)));
  };
  return matStruct({
    Angles: outputs(recorded, 'Angles', 1, angles),
    ...(defect === 'no-moments' ? {} : { Moments: outputs(recorded, 'Moment', signs.momentFactor, moments) }),
    ...(defect === 'no-events'
      ? {}
      : {
          Events: matStruct(
            Object.fromEntries(
              SIDES.flatMap((side) =>
                (['start', 'end'] as const).map((edge) => [
                  `${letter(side)}${edge === 'start' ? 'Start' : 'End'}Frame`,
                  rowVector(frames(side).map((stride) => stride[edge])),
                ]),
              ),
            ),
          ),
        }),
    USData: matCell(defect === 'no-ultrasound' ? [] : frames('left').map(ultrasoundOf)),
    ...(defect === 'no-emg' ? {} : { EMGData: matStruct({ Right: emgOf('right'), Left: emgOf('left') }) }),
  });
}

/** `L` or `R`. */
export function letter(side: Side): 'L' | 'R' {
  return side === 'left' ? 'L' : 'R';
}

/** Plug-in Gait outputs of both legs, `LHipAngles` and so on, each written by `write` from its three components. */
function outputs(
  trial: SimulatedTrial,
  suffix: 'Angles' | 'Moment',
  factor: number,
  write: (rows: readonly Float64Array[], side: Side, joint: Joint) => MatInput,
): MatStruct {
  const quantity = suffix === 'Angles' ? 'angles' : 'moments';
  return matStruct(
    Object.fromEntries(
      SIDES.flatMap((side) =>
        JOINTS.map((joint) => {
          const rows = COMPONENTS.map((motion) =>
            jointColumn(trial, side, quantity, joint, motion).map((value) => value * factor),
          );
          return [`${letter(side)}${JOINT_NAMES[joint]}${suffix}`, write(rows, side, joint)];
        }),
      ),
    ),
  );
}

/** `rsGaitData` with its mean and spread: points x components x strides, and without the last dimension for one stride. */
function gaitData(rows: readonly Float64Array[], frames: readonly StrideFrames[], gap: boolean): MatInput {
  const values = new Float64Array(POINTS * rows.length * frames.length);
  frames.forEach(({ start, end }, stride) => {
    rows.forEach((row, component) => {
      const curve = onPoints(
        row,
        { samplingRateHz: MOTION_RATE_HZ, startS: 0 },
        { startS: secondsOf(start), endS: secondsOf(end) },
        POINTS,
      );
      if (gap && stride === 0) curve.fill(NaN, 80, 100);
      values.set(curve, POINTS * (component + rows.length * stride));
    });
  });
  const mean = new Float64Array(POINTS * rows.length).map((_, i) => {
    let sum = 0;
    for (let at = i; at < values.length; at += POINTS * rows.length) sum += values[at];
    return sum / frames.length;
  });
  return matStruct({
    rsGaitData: matNumeric(values, frames.length === 1 ? [POINTS, rows.length] : [POINTS, rows.length, frames.length]),
    MeanValues: matNumeric(mean, [POINTS, rows.length]),
    StdValues: matNumeric(new Float64Array(POINTS * rows.length), [POINTS, rows.length]),
  });
}

function matrixOf(rows: readonly Float64Array[]): MatInput {
  const length = rows[0].length;
  const values = new Float64Array(rows.length * length);
  rows.forEach((row, column) => values.set(row, column * length));
  return matNumeric(values, [length, rows.length]);
}

function rowVector(values: readonly number[]): MatInput {
  return matNumeric(Float64Array.from(values), [1, values.length]);
}

/** EMG columns of legs from a time (s) to another, end-exclusive. */
function emgMatrix(trial: SimulatedTrial, sides: readonly Side[], startS: number, endS: number): MatInput {
  const sample = (timeS: number): number => Math.round(timeS * EMG_RATE_HZ);
  return matrixOf(
    sides.flatMap((side) =>
      K2MUSE_EMG[side].map((channel) => emgColumn(trial, side, channel).slice(sample(startS), sample(endS))),
    ),
  );
}

/** One ultrasound frame as MATLAB has it: channels x samples. */
function ultrasoundFrame(ultrasound: Float32Array, frame: number): MatInput {
  const at = frame * ULTRASOUND_CHANNELS * ULTRASOUND_SAMPLES;
  const values = new Float64Array(ULTRASOUND_CHANNELS * ULTRASOUND_SAMPLES);
  for (let channel = 0; channel < ULTRASOUND_CHANNELS; channel += 1)
    for (let i = 0; i < ULTRASOUND_SAMPLES; i += 1)
      values[channel + i * ULTRASOUND_CHANNELS] = ultrasound[at + channel * ULTRASOUND_SAMPLES + i];
  return matNumeric(values, [ULTRASOUND_CHANNELS, ULTRASOUND_SAMPLES]);
}

function markerMatrix(trial: SimulatedTrial, marker: 'left_heel' | 'right_heel'): MatInput {
  const path = trial.markers.positionsM[marker];
  return path === undefined
    ? matNumeric([], [0, 0])
    : matNumeric(Float64Array.from(path.data), [trial.markers.numSamples, 3]);
}

/** Ground reaction (N/kg) in the axes of the laboratory: sideways, forward, up. */
function forceMatrix(trial: SimulatedTrial, side: Side): MatInput {
  const { samples } = trial.legs[side].groundForce;
  const length = samples.shape[1];
  const row = (index: number): Float64Array =>
    Float64Array.from(samples.data.subarray(index * length, (index + 1) * length));
  return matrixOf([row(2), row(1), row(0)]);
}

/** Power (W/kg) of the ankle in its sagittal plane, the other components zero. */
function powerMatrix(trial: SimulatedTrial, side: Side): MatInput {
  const angle = jointColumn(trial, side, 'angles', 'ankle', 'flexion');
  const moment = jointColumn(trial, side, 'moments', 'ankle', 'flexion');
  const power = moment.map((value, i) => {
    const step = (angle[Math.min(i + 1, angle.length - 1)] - angle[Math.max(i - 1, 0)]) * (Math.PI / 180);
    return (value * step * MOTION_RATE_HZ) / 2;
  });
  return matrixOf([power, new Float64Array(power.length), new Float64Array(power.length)]);
}

/** All strikes and foot offs of both feet, in seconds and in frames from 1. */
function originalEvents({ events }: SimulatedTrial): MatInput {
  const lists = (valueOf: (frame: number) => number): MatInput =>
    matStruct(
      Object.fromEntries(
        SIDES.flatMap((side) =>
          (['foot_strike', 'foot_off'] as const).map((kind) => [
            `${side === 'left' ? 'Left' : 'Right'}_${EVENT_NAMES[kind]}`,
            rowVector(
              events
                .filter((event) => event.side === side && event.kind === kind)
                .map(({ timeS }) => valueOf(frameOf(timeS))),
            ),
          ]),
        ),
      ),
    );
  return matStruct({ EventTime: lists(secondsOf), EventFrame: lists((frame) => frame) });
}
