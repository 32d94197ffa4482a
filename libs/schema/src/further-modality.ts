import { z } from 'zod';
import type { Absence } from './recording';

/** Schema of {@link FurtherModality}. */
export const furtherModalitySchema = z.object({
  /** Its name in stores and configurations, e.g. `ultrasound`. */
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores'),
  /** What is measured, in words. */
  meaning: z.string().min(1),
  unit: z.string().min(1),
  /** Names of the channels; a mask bit each. */
  channels: z
    .array(z.string().min(1))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'channels with names of their own'),
  /** Values of one channel in one frame: 1000 echo samples, or 3 coordinates. */
  valuesPerChannel: z.number().int().min(1),
  /** What these values are, in words, e.g. `x, y, z`. */
  valueAxis: z.string().min(1),
});

/**
 * A modality beside EMG, angles and moments, recorded as frames of [channel, value]: echo profiles of muscles, positions of joints.
 * The same in all recordings of a dataset.
 */
export type FurtherModality = z.infer<typeof furtherModalitySchema>;

/** Frames of a further modality at their native rate, on the clock of the trial. A source whose frames are all lost gives none, and the reasons. */
export interface FurtherSignals extends Absence {
  readonly modality: FurtherModality;
  /** [frame, channel, value]; NaN where missing. */
  readonly frames: Float32Array;
  /** Frames per second (Hz); NaN where the source gives a grid per stride. */
  readonly samplingRateHz: number;
  /** Time of the first frame (s); of a stride that the source cut it may be NaN, where the source does not say. */
  readonly startS: number;
}

/** Frames of a further modality in one stride; without frames where none was recorded. */
export interface StrideFrames {
  readonly modality: FurtherModality;
  /** [frame, channel, value]; NaN where missing. */
  readonly frames: Float32Array;
  readonly samplingRateHz: number;
  /** Seconds on the clock of the trial; NaN where unknown or where there is no frame. */
  readonly firstFrameS: number;
  /** Per channel: 1 where there are frames and all values are finite. */
  readonly mask: Uint8Array;
  /** Reason code per channel. */
  readonly reasons: Uint8Array;
}

/** Values of one frame. */
export function frameLength({ channels, valuesPerChannel }: FurtherModality): number {
  return channels.length * valuesPerChannel;
}

/** Mask of a further modality, computed from its frames: 1 where every value of the channel is finite. Without frames all is missing. */
export function frameMask(frames: Float32Array, modality: FurtherModality): Uint8Array {
  const numChannels = modality.channels.length;
  const mask = new Uint8Array(numChannels).fill(frames.length > 0 ? 1 : 0);
  for (let i = 0; i < frames.length; i += 1) {
    if (!Number.isFinite(frames[i])) mask[Math.floor(i / modality.valuesPerChannel) % numChannels] = 0;
  }
  return mask;
}

/** Everything that is wrong with the frames of a stride, in words; empty where they are sound. */
export function strideFramesProblems({
  modality,
  frames,
  samplingRateHz,
  firstFrameS,
  mask,
  reasons,
}: StrideFrames): string[] {
  const parsed = furtherModalitySchema.safeParse(modality);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `modality ${path.join('.')}: ${message}`);
  const { name, channels } = modality;
  const problems: string[] = [];
  if (frames.length % frameLength(modality) !== 0)
    problems.push(`${name}: ${frames.length} values are no frames of ${frameLength(modality)}`);
  if (!(samplingRateHz > 0 || Number.isNaN(samplingRateHz)))
    problems.push(`${name}: ${samplingRateHz} frames a second`);
  if (Math.abs(firstFrameS) === Infinity) problems.push(`${name}: first frame at ${firstFrameS} s`);
  if (mask.length !== channels.length || reasons.length !== channels.length)
    problems.push(`${name}: mask or reasons not ${channels.length} long`);
  const finite = frameMask(frames, modality);
  channels.forEach((channel, index) => {
    if (mask[index] !== finite[index]) problems.push(`${name} ${channel}: mask ${mask[index]} against the frames`);
    const reason = reasons[index] ?? -1;
    if (mask[index] === 1 ? reason !== 0 : !(reason >= 1 && reason <= 8))
      problems.push(`${name} ${channel}: reason ${reason} with mask ${mask[index]}`);
  });
  return problems;
}
