import type { Activity, Side, Surface } from './activities';
import { isActivity, SIDES, SURFACES } from './activities';
import { EMG_CHANNEL_COUNT, STORED_EMG_KINDS, type StoredEmgKind } from './emg-channels';
import { SchemaError } from './errors';
import { type StrideFrames, strideFramesProblems } from './further-modality';
import { JOINT_MOTION_COUNT } from './joint-motions';

/** One value per EMG channel (13) or per joint motion (9), for each modality. */
export interface PerChannel {
  readonly emg: Uint8Array;
  readonly kinematics: Uint8Array;
  readonly kinetics: Uint8Array;
}

/** What is known of a stride beside its signals: one row of `/stride_metadata`. */
export interface StrideMetadata {
  readonly activity: Activity;
  readonly side: Side;
  readonly trial: string;
  readonly subtrial: string;
  readonly condition: string;
  readonly surface: Surface;
  readonly population: string;
  /** Order within trial and side, from 0. */
  readonly strideNumber: number;
  /** Seconds on the clock of the trial; NaN where unknown. */
  readonly startTimeS: number;
  /** Seconds; NaN where unknown. */
  readonly durationS: number;
  readonly speedMps: number;
  readonly inclineDeg: number;
  readonly stepHeightM: number;
  readonly emgKind: StoredEmgKind;
  /** Hz; NaN where the source was time-normalised. */
  readonly emgSourceRateHz: number;
  /** Hz; NaN where the source was time-normalised. */
  readonly kinematicSourceRateHz: number;
  /** Bits of `QUALITY_BITS`. */
  readonly quality: number;
}

/**
 * One stride: heel strike of a leg to the next heel strike of the same leg.
 * `emg` is [T, 13] (sample-major) at the EMG rate of the store, end-exclusive; `kinematics` (degree) and `kinetics`
 * (N·m/kg) are [K, 3, 3] = phase, joint, motion, both heel strikes included. Missing samples are NaN; a mask is 1 only where
 * every sample of the channel is finite, and its reason code is then 0.
 */
export interface Stride extends StrideMetadata {
  readonly emg: Float32Array;
  readonly kinematics: Float32Array;
  readonly kinetics: Float32Array;
  readonly masks: PerChannel;
  readonly reasons: PerChannel;
  /** Further modalities, each with its own mask; left out where there are none. */
  readonly further?: readonly StrideFrames[];
}

/** EMG samples per channel of a stride. */
export function strideEmgSamples(stride: Stride): number {
  return stride.emg.length / EMG_CHANNEL_COUNT;
}

/** Mask of one modality, computed from its numbers: 1 where every sample of the channel is finite. An empty signal is missing. */
export function finiteMask(samples: Float32Array, channels: number): Uint8Array {
  const mask = new Uint8Array(channels).fill(samples.length > 0 ? 1 : 0);
  for (let i = 0; i < samples.length; i += 1) {
    if (!Number.isFinite(samples[i] as number)) mask[i % channels] = 0;
  }
  return mask;
}

const modalities = [
  ['emg', EMG_CHANNEL_COUNT],
  ['kinematics', JOINT_MOTION_COUNT],
  ['kinetics', JOINT_MOTION_COUNT],
] as const;

/**
 * Everything that is wrong with a stride, in words; empty when it is sound.
 * @param pointsPerStride K, the number of phase points of the store
 */
export function strideProblems(stride: Stride, pointsPerStride: number): string[] {
  const problems: string[] = [];
  const expect = (fits: boolean, problem: string): void => {
    if (!fits) problems.push(problem);
  };
  expect(isActivity(stride.activity), `activity '${stride.activity}' is not in the vocabulary`);
  expect(SIDES.includes(stride.side), `side '${stride.side}'`);
  expect(SURFACES.includes(stride.surface), `surface '${stride.surface}'`);
  expect(STORED_EMG_KINDS.includes(stride.emgKind), `emg kind '${stride.emgKind}' cannot be stored`);
  expect(Number.isInteger(stride.strideNumber) && stride.strideNumber >= 0, `stride number ${stride.strideNumber}`);
  expect(!(stride.durationS <= 0), `duration ${stride.durationS} s`);
  expect(stride.emg.length % EMG_CHANNEL_COUNT === 0, `emg length ${stride.emg.length} is not a multiple of 13`);
  for (const [modality, channels] of modalities) {
    const samples = stride[modality];
    const mask = stride.masks[modality];
    const reasons = stride.reasons[modality];
    if (modality !== 'emg') {
      expect(
        samples.length === pointsPerStride * channels,
        `${modality} has ${samples.length} values, not ${pointsPerStride} x 9`,
      );
    }
    expect(
      mask.length === channels && reasons.length === channels,
      `${modality}: mask or reasons not ${channels} long`,
    );
    const finite = finiteMask(samples, channels);
    for (let channel = 0; channel < channels; channel += 1) {
      expect(
        mask[channel] === finite[channel],
        `${modality} channel ${channel}: mask ${mask[channel]} against the data`,
      );
      const reason = reasons[channel] ?? -1;
      const reasonFits = mask[channel] === 1 ? reason === 0 : reason >= 1 && reason <= 8;
      expect(reasonFits, `${modality} channel ${channel}: reason ${reason} with mask ${mask[channel]}`);
    }
  }
  const further = stride.further ?? [];
  const names = further.map(({ modality }) => modality.name);
  expect(new Set(names).size === names.length, `further modalities of one name: ${names.join(', ')}`);
  return [...problems, ...further.flatMap(strideFramesProblems)];
}

/** Asserts a sound stride. @throws SchemaError listing what is wrong */
export function assertStride(stride: Stride, pointsPerStride: number): void {
  const problems = strideProblems(stride, pointsPerStride);
  if (problems.length > 0) throw new SchemaError(`not a sound stride: ${problems.join('; ')}`);
}
