import { z } from 'zod';
import { ACTIVITIES, SIDES, SURFACES, type Activity, type Side } from './activities';
import { DROP_REASONS, type DropReason } from './drop-reasons';
import {
  EMG_CHANNEL_COUNT,
  EMG_CHANNELS,
  EMG_KINDS,
  EMG_UNITS,
  type EmgChannel,
  type EmgKind,
  type EmgUnit,
} from './emg-channels';
import { SchemaError } from './errors';
import { frameLength, furtherModalitySchema, type FurtherSignals } from './further-modality';
import { gaitEventSchema, type GaitEvent } from './gait-event';
import { JOINT_MOTION_COUNT } from './joint-motions';
import type { MissingReasonCode } from './missing-reasons';
import { isSignalBlock, sampleCount, type NdArray, type SignalBlock } from './signal-block';
import { subjectInfoSchema, type SubjectInfo } from './subject';

/** Why samples of a group of channels are missing. */
export interface Absence {
  /** One reason code per channel: 0 where the channel was recorded, else why the whole channel is missing. */
  readonly channelReasons: readonly MissingReasonCode[];
  /** Reason code of NaN samples inside recorded channels: 6 gap, or 5 for moments without plate contact. */
  readonly gapReason: MissingReasonCode;
}

/** EMG of one leg: [13, sample] in the order of `EMG_CHANNELS`, in the unit of the source. */
export interface EmgSignals extends SignalBlock, Absence {
  readonly emgKind: EmgKind;
  readonly unit: EmgUnit;
  /**
   * Further electrode sites of channels that were recorded at more than one; left out where there are none. A magnitude (rectified,
   * envelope) is stored as the mean of all sites of a channel, bipolar EMG as the first site, the one in the block.
   */
  readonly furtherSites?: readonly EmgSite[];
}

/** One more electrode site on the muscle of a channel, on the clock and in the unit of its block. */
export interface EmgSite {
  readonly channel: EmgChannel;
  readonly samples: Float64Array;
}

/** Angles (degree) or moments (N·m/kg) of one leg: [9, sample], flat index `joint * 3 + motion`, canonical signs. */
export interface JointSignals extends SignalBlock, Absence {}

/** What was recorded of one leg; null where a modality does not exist. All blocks share the clock of the trial. */
export interface LegSignals {
  readonly emg: EmgSignals | null;
  readonly angles: JointSignals | null;
  readonly moments: JointSignals | null;
  /** Modalities beside these three, e.g. ultrasound; left out where there are none. What belongs to both legs stands in both. */
  readonly further?: readonly FurtherSignals[];
}

/** A force plate: force on the person (N) and centre of pressure (m), each [3, sample], in a z-up laboratory frame. */
export interface ForcePlateSignals extends SignalBlock {
  readonly name: string;
  /** `samples` is the force [3, sample] in N, reaction on the person, z up: standing gives a positive third row. */
  readonly centreOfPressureM: NdArray;
  /** The four corners (m) in the same frame; null where unknown. */
  readonly cornersM: readonly (readonly [number, number, number])[] | null;
  /** The foot that is known to use this plate or belt; null where both may. */
  readonly side: Side | null;
}

/** Anatomical markers that event detection can use. */
export const MARKER_NAMES = [
  'left_heel',
  'right_heel',
  'left_toe',
  'right_toe',
  'left_ankle',
  'right_ankle',
  'sacrum',
  'left_asis',
  'right_asis',
  'left_psis',
  'right_psis',
] as const;

/** Name of an anatomical marker. */
export type MarkerName = (typeof MARKER_NAMES)[number];

/** Marker paths in metres, each [3, sample] = x, y, z in a z-up laboratory frame; NaN where a marker was hidden. */
export interface MarkerSignals {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly numSamples: number;
  readonly positionsM: { readonly [name in MarkerName]?: NdArray };
}

/** Where an inertial sensor is worn. */
export const IMU_LOCATIONS = [
  'left_foot',
  'right_foot',
  'left_shank',
  'right_shank',
  'left_thigh',
  'right_thigh',
  'lower_back',
  'sternum',
] as const;

/** Where an inertial sensor is worn. */
export type ImuLocation = (typeof IMU_LOCATIONS)[number];

/**
 * An inertial sensor in the axes of its segment, the same on both legs: x forward, y to the left, z up when the person stands.
 * `samples` is the specific force [3, sample] in m/s² (standing still gives +9.81 in the third row). Swinging a leg forward turns
 * foot and shank by a negative angular velocity about y, since their lower ends move towards +x.
 */
export interface ImuSignals extends SignalBlock {
  readonly location: ImuLocation;
  /** Angular velocity [3, sample] in rad/s, right-handed about x, y and z; null where the sensor has no gyroscope. */
  readonly angularVelocityRadps: NdArray | null;
}

/** A stretch of a trial in which something differs from the trial as a whole; times in seconds, end-exclusive. */
export interface TrialInterval {
  readonly startS: number;
  readonly endS: number;
  readonly activity?: Activity;
  readonly condition?: string;
  readonly speedMps?: number;
  readonly inclineDeg?: number;
  readonly stepHeightM?: number;
}

/** A stretch of a trial in which no stride counts, e.g. while a belt changes its speed; times in seconds, end-exclusive. */
export interface ExcludedStretch {
  readonly startS: number;
  readonly endS: number;
  /** The foot whose strides are dropped; null for both. */
  readonly side: Side | null;
  /** Why strides that reach into the stretch are dropped, as a reason and in words. */
  readonly reason: DropReason;
  readonly detail: string;
}

/** A fact decided from the data: stored, and printed in the run report with its evidence. */
export const decisionSchema = z.object({
  fact: z.string().min(1),
  decided: z.string().min(1),
  evidence: z.string().min(1),
});

/** A fact decided from the data, with its evidence. */
export type Decision = z.infer<typeof decisionSchema>;

const knownOrNaN = z.number().or(z.nan()).default(NaN);

/** Schema of {@link TrialContext}. */
export const trialContextSchema = z.object({
  subject: subjectInfoSchema,
  trial: z.string(),
  subtrial: z.string().default(''),
  condition: z.string().default(''),
  activity: z.enum(ACTIVITIES),
  surface: z.enum(SURFACES).default(''),
  speedMps: knownOrNaN,
  inclineDeg: knownOrNaN,
  stepHeightM: knownOrNaN,
});

/** Who did what, where, how fast; the source's own names for trial, subtrial and condition. */
export interface TrialContext extends z.infer<typeof trialContextSchema> {
  readonly subject: SubjectInfo;
}

/** Where the numbers of a recording come from. */
export interface RecordingProvenance {
  /** Files relative to the root of the dataset. */
  readonly files: readonly string[];
  readonly adapter: string;
  readonly adapterVersion: string;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

interface RecordingBase extends TrialContext {
  readonly provenance: RecordingProvenance;
}

/** One continuous trial at native rates, in canonical channels, order, units and signs. */
export interface ContinuousRecording extends RecordingBase {
  readonly kind: 'continuous';
  readonly legs: { readonly left: LegSignals | null; readonly right: LegSignals | null };
  /** Events that the source gives; empty where it gives none. */
  readonly events: readonly GaitEvent[];
  readonly forcePlates: readonly ForcePlateSignals[];
  readonly markers: MarkerSignals | null;
  /** Inertial sensors; left out where there are none. */
  readonly imu?: readonly ImuSignals[];
  readonly intervals: readonly TrialInterval[];
  /** Stretches whose strides are dropped; left out where there are none. */
  readonly excluded?: readonly ExcludedStretch[];
}

/** One stride as the source cut it: first sample = heel strike, last sample = next heel strike of the same foot. */
export interface SourceStride {
  readonly side: Side;
  /** Seconds on the clock of the trial; NaN where the source does not say. */
  readonly startS: number;
  /** Seconds; NaN where the source does not say. */
  readonly durationS: number;
  readonly signals: LegSignals;
  readonly interval: Omit<TrialInterval, 'startS' | 'endS'>;
  /** Bits of `QUALITY_BITS` that the adapter knows of. */
  readonly quality: number;
}

/** A set of strides that the source itself cut. */
export interface CutRecording extends RecordingBase {
  readonly kind: 'cut';
  readonly strides: readonly SourceStride[];
}

/** What an adapter yields: one continuous trial, or one set of strides cut by the source. */
export type Recording = ContinuousRecording | CutRecording;

const reasonCodes = (channels: number) => z.array(z.number().int().min(0).max(8)).length(channels);

const signals = (channels: number, fields: z.ZodRawShape = {}) =>
  z
    .looseObject({ channelReasons: reasonCodes(channels), gapReason: z.number().int().min(1).max(8), ...fields })
    .refine((block) => isSignalBlock(block, channels), `a planar block [${channels}, sample] with rate and start`);

function sitesFit(emg: EmgSignals): boolean {
  return (emg.furtherSites ?? []).every(
    ({ channel, samples }) =>
      emg.channelReasons[EMG_CHANNELS.indexOf(channel)] === 0 && samples.length === sampleCount(emg),
  );
}

function framesFit({ modality, frames, channelReasons }: FurtherSignals): boolean {
  return (
    frames instanceof Float32Array &&
    frames.length % frameLength(modality) === 0 &&
    channelReasons.length === modality.channels.length
  );
}

const furtherSchema = z
  .looseObject({
    modality: furtherModalitySchema,
    samplingRateHz: z.number().positive().or(z.nan()),
    startS: z.number().or(z.nan()),
    channelReasons: z.array(z.number().int().min(0).max(8)),
    gapReason: z.number().int().min(1).max(8),
  })
  .refine(
    (signals) => framesFit(signals as unknown as FurtherSignals),
    'frames [frame, channel, value] and a reason per channel',
  );

const legSignalsSchema = z.object({
  // one object, since the intersection of two compares their values, and a rate of NaN equals nothing
  emg: signals(EMG_CHANNEL_COUNT, { emgKind: z.enum(EMG_KINDS), unit: z.enum(EMG_UNITS) })
    .refine((emg) => sitesFit(emg as unknown as EmgSignals), 'further sites of recorded channels, as long as the block')
    .nullable(),
  angles: signals(JOINT_MOTION_COUNT).nullable(),
  moments: signals(JOINT_MOTION_COUNT).nullable(),
  further: z.array(furtherSchema).optional(),
});

const intervalFields = {
  activity: z.enum(ACTIVITIES).optional(),
  condition: z.string().optional(),
  speedMps: z.number().or(z.nan()).optional(),
  inclineDeg: z.number().or(z.nan()).optional(),
  stepHeightM: z.number().or(z.nan()).optional(),
};

const provenanceSchema = z.object({
  files: z.array(z.string()),
  adapter: z.string().min(1),
  adapterVersion: z.string().min(1),
  decisions: z.array(decisionSchema),
  notes: z.array(z.string()),
});

const rows3 = z.custom<NdArray>(
  (value) => isSignalBlock({ samples: value, samplingRateHz: 1, startS: 0 }, 3),
  'a planar array [3, sample]',
);

const continuousSchema = trialContextSchema.extend({
  kind: z.literal('continuous'),
  provenance: provenanceSchema,
  legs: z.object({ left: legSignalsSchema.nullable(), right: legSignalsSchema.nullable() }),
  events: z.array(gaitEventSchema),
  forcePlates: z.array(
    z
      .looseObject({ name: z.string(), centreOfPressureM: rows3, side: z.enum(['left', 'right']).nullable() })
      .refine((plate) => isSignalBlock(plate, 3), 'a planar block [3, sample] of forces'),
  ),
  markers: z
    .object({
      samplingRateHz: z.number().positive(),
      startS: z.number(),
      numSamples: z.number().int().min(0),
      positionsM: z.partialRecord(z.enum(MARKER_NAMES), rows3),
    })
    .nullable(),
  imu: z
    .array(
      z
        .looseObject({ location: z.enum(IMU_LOCATIONS), angularVelocityRadps: rows3.nullable() })
        .refine((sensor) => isSignalBlock(sensor, 3), 'a planar block [3, sample] of specific force'),
    )
    .optional(),
  intervals: z.array(z.object({ startS: z.number(), endS: z.number(), ...intervalFields })),
  excluded: z
    .array(
      z.object({
        startS: z.number(),
        endS: z.number(),
        side: z.enum(SIDES).nullable(),
        reason: z.enum(Object.keys(DROP_REASONS) as [DropReason, ...DropReason[]]),
        detail: z.string(),
      }),
    )
    .optional(),
});

const cutSchema = trialContextSchema.extend({
  kind: z.literal('cut'),
  provenance: provenanceSchema,
  strides: z.array(
    z.object({
      side: z.enum(['left', 'right']),
      startS: z.number().or(z.nan()),
      durationS: z.number().positive().or(z.nan()),
      signals: legSignalsSchema,
      interval: z.object(intervalFields),
      quality: z.number().int().min(0),
    }),
  ),
});

/** Schema of {@link Recording}: shapes, vocabulary and ranges; samples themselves are not looked at. */
export const recordingSchema = z.discriminatedUnion('kind', [continuousSchema, cutSchema]);

/** Is the value a recording? */
export function isRecording(value: unknown): value is Recording {
  return recordingSchema.safeParse(value).success;
}

/** Asserts a recording. @throws SchemaError naming every field that does not fit */
export function assertRecording(value: unknown): asserts value is Recording {
  const parsed = recordingSchema.safeParse(value);
  if (parsed.success) return;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'recording'}: ${message}`);
  throw new SchemaError(`not a recording: ${problems.join('; ')}`);
}
