import {
  EMG_CHANNELS,
  JOINTS,
  emgChannelIndex,
  jointMotionIndex,
  type EmgChannel,
  type Joint,
  type Motion,
  type NdArray,
  type Side,
  type SignalBlock,
} from '@emgfm/schema';
import { SimulationOptionError } from './errors';
import type { SimulatedMarkerName, SimulatedMarkers } from './markers';
import { randomStream, type RandomStream } from './random-stream';
import type { SimulatedLeg, SimulatedTrial } from './simulate-trial';

/**
 * What can go wrong between a person walking and a file. Faults change what was recorded (signals, markers, plates, events),
 * never the truth of the strides.
 */
export type TrialFault =
  /** Markers that were never placed. */
  | { readonly kind: 'missing_markers'; readonly markers: readonly SimulatedMarkerName[] }
  /** Markers that were hidden from `startS` to `endS`: NaN. */
  | {
      readonly kind: 'marker_gap';
      readonly markers: readonly SimulatedMarkerName[];
      readonly startS: number;
      readonly endS: number;
    }
  /** Noise on every marker coordinate: SD as a share of how far the marker moves against the sacrum. */
  | { readonly kind: 'marker_noise'; readonly shareOfRange: number }
  /** Frames that were lost: NaN in markers, angles and moments. */
  | { readonly kind: 'dropped_frames'; readonly share: number }
  /** EMG electrodes that fell off: NaN. */
  | { readonly kind: 'missing_emg'; readonly side: Side; readonly channels: readonly EmgChannel[] }
  /** Two muscles under each other's name, on both legs. */
  | { readonly kind: 'swapped_muscles'; readonly channels: readonly [EmgChannel, EmgChannel] }
  /** Two motions of every joint under each other's name, in angles and moments: an axis mapped wrongly. */
  | { readonly kind: 'swapped_motions'; readonly motions: readonly [Motion, Motion] }
  /** Angles or moments of one motion counted the other way. */
  | {
      readonly kind: 'flipped_sign';
      readonly quantity: 'angles' | 'moments';
      readonly joint: Joint;
      readonly motion: Motion;
    }
  /** Moments that were not divided by body mass. */
  | { readonly kind: 'moments_in_newton_metres' }
  /** Angles in radian. */
  | { readonly kind: 'angles_in_radians' }
  /** Angles, moments and EMG of the left leg under the name of the right one, and the other way round. */
  | { readonly kind: 'swapped_legs' }
  /** Angles, moments and EMG that lag behind events, markers and plates by some seconds. */
  | { readonly kind: 'delayed_signals'; readonly byS: number }
  /** A plate that gives zeros. */
  | { readonly kind: 'dead_plate'; readonly plate: number }
  /** Events that were not marked: a share drawn at random. */
  | { readonly kind: 'missing_events'; readonly share: number };

/**
 * A copy of a trial with faults, applied in order.
 * @param seed of the random ones; the same seed gives the same faults
 * @throws SimulationOption when a fault names a plate that is not there or a share beyond 0-1
 * @example
 * injectFaults(trial, [{ kind: 'missing_markers', markers: ['left_heel'] }], 1);
 */
export function injectFaults(trial: SimulatedTrial, faults: readonly TrialFault[], seed: number): SimulatedTrial {
  return faults.reduce(
    (faulty, fault, index) => inject(faulty, fault, randomStream(seed, `fault/${index}/${fault.kind}`)),
    trial,
  );
}

function inject(trial: SimulatedTrial, fault: TrialFault, stream: RandomStream): SimulatedTrial {
  switch (fault.kind) {
    case 'missing_markers':
      return withMarkers(trial, (name, path) => (fault.markers.includes(name) ? null : path));
    case 'marker_gap': {
      const { samplingRateHz } = trial.markers;
      const [from, to] = [Math.ceil(fault.startS * samplingRateHz), Math.ceil(fault.endS * samplingRateHz)];
      return withMarkers(trial, (name, path) =>
        fault.markers.includes(name) ? path.map((value, frame) => (frame >= from && frame < to ? NaN : value)) : path,
      );
    }
    case 'marker_noise': {
      const sacrum = trial.markers.positionsM.sacrum;
      return withMarkers(trial, (_, path, axis) => {
        const about = sacrum === undefined ? path : path.map((value, frame) => value - rowOf(sacrum, axis)[frame]);
        const sd = fault.shareOfRange * rangeOf(about);
        return path.map((value) => value + sd * stream.normal());
      });
    }
    case 'dropped_frames': {
      const share = checkedShare('dropped_frames.share', fault.share);
      const dropped = Array.from({ length: trial.markers.numSamples }, () => stream.uniform() < share);
      const drop = (row: Float64Array): Float64Array => row.map((value, frame) => (dropped[frame] ? NaN : value));
      return withLegs(
        withMarkers(trial, (_, path) => drop(path)),
        (leg) => ({
          ...leg,
          angles: mapRows(leg.angles, drop),
          moments: mapRows(leg.moments, drop),
        }),
      );
    }
    case 'missing_emg':
      return withEmgRows(trial, (row, channel, side) =>
        side === fault.side && fault.channels.includes(EMG_CHANNELS[channel]) ? row.map(() => NaN) : row,
      );
    case 'swapped_muscles': {
      const [a, b] = fault.channels.map(emgChannelIndex);
      return withLegs(trial, (leg) =>
        leg.emg === null ? leg : { ...leg, emg: { ...leg.emg, signal: swapRows(leg.emg.signal, [[a, b]]) } },
      );
    }
    case 'swapped_motions': {
      const [first, second] = fault.motions;
      const pairs = JOINTS.map((joint) => [jointMotionIndex(joint, first), jointMotionIndex(joint, second)] as const);
      return withLegs(trial, (leg) => ({
        ...leg,
        angles: swapRows(leg.angles, pairs),
        moments: swapRows(leg.moments, pairs),
      }));
    }
    case 'flipped_sign': {
      const flipped = jointMotionIndex(fault.joint, fault.motion);
      return withLegs(trial, (leg) => ({
        ...leg,
        [fault.quantity]: mapRows(leg[fault.quantity], (row, j) => (j === flipped ? row.map((value) => -value) : row)),
      }));
    }
    case 'moments_in_newton_metres':
      return withLegs(trial, (leg) => ({ ...leg, moments: scaled(leg.moments, trial.subject.massKg) }));
    case 'angles_in_radians':
      return withLegs(trial, (leg) => ({ ...leg, angles: scaled(leg.angles, Math.PI / 180) }));
    case 'swapped_legs': {
      const { left, right } = trial.legs;
      const recorded = ({ angles, moments, emg }: SimulatedLeg) => ({ angles, moments, emg });
      return { ...trial, legs: { left: { ...left, ...recorded(right) }, right: { ...right, ...recorded(left) } } };
    }
    case 'delayed_signals': {
      const late = (block: SignalBlock): SignalBlock =>
        mapRows(block, (row) => delayed(row, Math.round(fault.byS * block.samplingRateHz)));
      return withLegs(trial, (leg) => ({
        ...leg,
        angles: late(leg.angles),
        moments: late(leg.moments),
        emg: leg.emg === null ? null : { ...leg.emg, signal: late(leg.emg.signal) },
      }));
    }
    case 'dead_plate': {
      if (trial.forcePlates[fault.plate] === undefined) {
        throw new SimulationOptionError('dead_plate.plate', `below ${trial.forcePlates.length}`, fault.plate);
      }
      const dead = trial.forcePlates.map((plate, index) => {
        if (index !== fault.plate) return plate;
        const { forceN, centreOfPressureM, freeMomentNm } = plate;
        return {
          ...plate,
          forceN: { ...forceN, data: forceN.data.map(() => 0) },
          centreOfPressureM: { ...centreOfPressureM, data: centreOfPressureM.data.map(() => NaN) },
          freeMomentNm: freeMomentNm.map(() => 0),
        };
      });
      return { ...trial, forcePlates: dead };
    }
    case 'missing_events': {
      const share = checkedShare('missing_events.share', fault.share);
      return { ...trial, events: trial.events.filter(() => stream.uniform() >= share) };
    }
  }
}

function withMarkers(
  trial: SimulatedTrial,
  change: (name: SimulatedMarkerName, path: Float64Array, axis: number) => Float64Array | null,
): SimulatedTrial {
  const entries = Object.entries(trial.markers.positionsM) as [SimulatedMarkerName, NdArray<Float64Array>][];
  const positionsM: SimulatedMarkers['positionsM'] = Object.fromEntries(
    entries.flatMap(([name, block]) => {
      const rows = [0, 1, 2].map((axis) => change(name, rowOf(block, axis), axis));
      if (rows.includes(null)) return [];
      const data = new Float64Array(block.data.length);
      rows.forEach((row, axis) => data.set(row as Float64Array, axis * trial.markers.numSamples));
      return [[name, { ...block, data }]];
    }),
  );
  return { ...trial, markers: { ...trial.markers, positionsM } };
}

function withLegs(trial: SimulatedTrial, change: (leg: SimulatedLeg, side: Side) => SimulatedLeg): SimulatedTrial {
  return { ...trial, legs: { left: change(trial.legs.left, 'left'), right: change(trial.legs.right, 'right') } };
}

function withEmgRows(
  trial: SimulatedTrial,
  change: (row: Float64Array, channel: number, side: Side) => Float64Array,
): SimulatedTrial {
  return withLegs(trial, (leg, side) =>
    leg.emg === null
      ? leg
      : {
          ...leg,
          emg: { ...leg.emg, signal: mapRows(leg.emg.signal, (row, channel) => change(row, channel, side)) },
        },
  );
}

function mapRows(block: SignalBlock, change: (row: Float64Array, index: number) => Float64Array): SignalBlock {
  const [rows, numSamples] = block.samples.shape as [number, number];
  const data = new Float64Array(rows * numSamples);
  for (let index = 0; index < rows; index += 1)
    data.set(change(rowOf(block.samples, index), index), index * numSamples);
  return { ...block, samples: { ...block.samples, data } };
}

function swapRows(block: SignalBlock, pairs: readonly (readonly [number, number] | readonly number[])[]): SignalBlock {
  const from = new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
  return mapRows(block, (row, index) => {
    const other = from.get(index);
    return other === undefined ? row : rowOf(block.samples, other);
  });
}

function scaled(block: SignalBlock, factor: number): SignalBlock {
  return mapRows(block, (row) => row.map((value) => value * factor));
}

/** The row a number of samples later; the first value stands for what came before. */
function delayed(row: Float64Array, samples: number): Float64Array {
  return row.map((_, index) => row[Math.max(0, Math.min(row.length - 1, index - samples))]);
}

function rowOf(block: NdArray, index: number): Float64Array {
  const numSamples = block.shape[1];
  return block.data.subarray(index * numSamples, (index + 1) * numSamples) as Float64Array;
}

function rangeOf(values: Float64Array): number {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return greatest > least ? greatest - least : 0;
}

function checkedShare(option: string, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new SimulationOptionError(option, 'a share from 0 to 1', share);
  return share;
}
