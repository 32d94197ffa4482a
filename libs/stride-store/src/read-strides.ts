import { expectNumbers } from '@emgfm/hdf5';
import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  JOINTS,
  MOTIONS,
  type NdArray,
  type PerChannel,
  type StrideMetadata,
} from '@emgfm/schema';
import { StoreDamagedError } from './errors';
import { channelCounts, METADATA_COLUMNS, MODALITIES, type Modality } from './layout';
import { ndArray } from './nd-array';
import type { Store } from './open-store';
import type { StoredFrames } from './read-frames';

/** Bytes that neighbouring strides may take together when they are read at once. */
const BLOCK_BYTES = 8 * 2 ** 20;

/** Settings of stride reads. */
export interface StrideReadOptions {
  /** Signals to read; default all three. The others come back without rows. */
  readonly modalities?: readonly Modality[];
  /** Names of further modalities whose frames to read; default none. */
  readonly further?: readonly string[];
}

/** One stride as it lies in a store. */
export interface StoredStride extends StrideMetadata {
  /** Number of the stride in the store. */
  readonly index: number;
  readonly patientId: number;
  readonly datasetId: string;
  /** [T, 13] at the EMG rate of the store. */
  readonly emg: NdArray<Float32Array>;
  /** [K, 3, 3] = gait phase, joint, motion; degree. */
  readonly kinematics: NdArray<Float32Array>;
  /** [K, 3, 3]; N·m/kg. */
  readonly kinetics: NdArray<Float32Array>;
  readonly masks: PerChannel;
  readonly reasons: PerChannel;
  /** The further modalities that were asked for, in that order; left out where none was. */
  readonly further?: readonly StoredFrames[];
}

/** Reads strides in the given order; runs of neighbours are read together. */
export function* readStrides(
  store: Store,
  indices: Iterable<number>,
  options: StrideReadOptions,
): Generator<StoredStride, undefined> {
  let run: { first: number; count: number } | null = null;
  for (const index of indices) {
    store.expectStride(index);
    if (run !== null && index === run.first + run.count && runBytes(store, run.first, index) <= BLOCK_BYTES) {
      run.count += 1;
      continue;
    }
    if (run !== null) yield* readRun(store, run.first, run.count, options);
    run = { first: index, count: 1 };
  }
  if (run !== null) yield* readRun(store, run.first, run.count, options);
  return undefined;
}

function runBytes(store: Store, first: number, last: number): number {
  const { start, end } = store.emgRows;
  const jointBytes = 2 * (last - first + 1) * store.pointsPerStride * JOINT_MOTION_COUNT * 4;
  return (end[last] - start[first]) * EMG_CHANNEL_COUNT * 4 + jointBytes;
}

function* readRun(
  store: Store,
  first: number,
  count: number,
  { modalities = MODALITIES, further }: StrideReadOptions,
): Generator<StoredStride> {
  const { start, end } = store.emgRows;
  const emgFirst = start[first];
  const emgRows = end[first + count - 1] - emgFirst;
  for (let index = first; index < first + count; index += 1) {
    if (!(start[index] >= emgFirst && end[index] >= start[index] && end[index] <= emgFirst + emgRows)) {
      throw new StoreDamagedError(
        store.path,
        `/stride_starts[${index}]`,
        `rows from ${emgFirst} on`,
        `${start[index]} to ${end[index]}`,
      );
    }
  }
  const numbers = (modality: Modality, from: number, rows: number, rowShape: readonly number[]) =>
    modalities.includes(modality)
      ? (expectNumbers(
          store.file.read(`/${modality}`, { start: [from, ...rowShape.map(() => 0)], count: [rows, ...rowShape] }),
        ) as Float32Array)
      : null;
  const jointShape = [store.pointsPerStride, JOINTS.length, MOTIONS.length];
  const jointLength = store.pointsPerStride * JOINT_MOTION_COUNT;
  const emg = numbers('emg', emgFirst, emgRows, [EMG_CHANNEL_COUNT]);
  const kinematics = numbers('kinematics', first, count, jointShape);
  const kinetics = numbers('kinetics', first, count, jointShape);
  for (let index = first; index < first + count; index += 1) {
    const joint = (values: Float32Array | null) =>
      values === null
        ? ndArray(new Float32Array(0), [0, ...jointShape.slice(1)])
        : ndArray(values.slice((index - first) * jointLength, (index - first + 1) * jointLength), jointShape);
    const from = (start[index] - emgFirst) * EMG_CHANNEL_COUNT;
    const to = (end[index] - emgFirst) * EMG_CHANNEL_COUNT;
    const samples = emg === null ? new Float32Array(0) : emg.slice(from, to);
    yield {
      ...metadataOf(store, index),
      index,
      patientId: store.patientIds[index],
      datasetId: store.datasetIds[index],
      emg: ndArray(samples, [samples.length / EMG_CHANNEL_COUNT, EMG_CHANNEL_COUNT]),
      kinematics: joint(kinematics),
      kinetics: joint(kinetics),
      masks: channelRows(store, 'masks', index),
      reasons: channelRows(store, 'reasons', index),
      ...(further ? { further: further.map((name) => store.further(name).stride(index)) } : {}),
    };
  }
}

function metadataOf(store: Store, index: number): StrideMetadata {
  return Object.fromEntries(
    METADATA_COLUMNS.map(({ field }) => [field, store.column(field)[index]]),
  ) as unknown as StrideMetadata;
}

function channelRows(store: Store, source: 'masks' | 'reasons', index: number): PerChannel {
  const row = (modality: Modality) => {
    const length = channelCounts[modality];
    return store.channels(source, modality).slice(index * length, (index + 1) * length);
  };
  return { emg: row('emg'), kinematics: row('kinematics'), kinetics: row('kinetics') };
}
