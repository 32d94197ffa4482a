import { SIDES, type Activity, type Side } from '@emgfm/schema';
import type { SimulatedTrial } from '../simulate-trial';
import type { StrideTruth } from '../stride-truth';
import type { PerSide, SimulatedSubject } from '../subject';
import type { SourceFault } from './faults';
import { rawTrial } from './raw-trial';
import { truthBetween } from './truth-between';

/** Modes of the treadmill by the names of their fields: level ground, ascending and descending slopes (degree). */
export const K2MUSE_MODES = { LG_0: 0, AS_5: 5, AS_10: 10, DS_5: -5, DS_10: -10 } as const;

/** Name of a mode. */
export type K2museMode = keyof typeof K2MUSE_MODES;

/** One trial that is to be simulated. */
export interface K2museTrialPlan {
  /** e.g. `Ideal` or `Fatigue`. */
  readonly condition: string;
  readonly mode: K2museMode;
  readonly speedMps: 0.5 | 1 | 1.5;
  /** From 1. */
  readonly number: number;
}

/** Frames (from 1) of the strikes that bound a stride. */
export interface StrideFrames {
  readonly start: number;
  readonly end: number;
}

/** A simulated trial as the devices recorded it. */
export interface K2museTrial {
  readonly plan: K2museTrialPlan;
  readonly recorded: SimulatedTrial;
  /** Strides that the source keeps, in order. */
  readonly strides: PerSide<readonly StrideTruth[]>;
  readonly frames: PerSide<readonly StrideFrames[]>;
  /** Amplitude-mode ultrasound of the left leg: [frame, channel, sample]; empty where the device did not run. */
  readonly ultrasound: Float32Array;
}

export const MOTION_RATE_HZ = 100;
export const EMG_RATE_HZ = 2000;
export const ULTRASOUND_RATE_HZ = 20;
export const ULTRASOUND_CHANNELS = 4;
export const ULTRASOUND_SAMPLES = 1000;

/** Simulates one trial on the treadmill. */
export function k2museTrial(
  plan: K2museTrialPlan,
  subject: SimulatedSubject,
  seed: number,
  options: {
    readonly trialS: number;
    readonly stableFromS: number;
    readonly ultrasoundS: number;
    readonly emgUnit: 'V' | 'mV' | 'uV';
    readonly fault: SourceFault | null;
  },
): K2museTrial {
  const inclineDeg = K2MUSE_MODES[plan.mode];
  const { truth, recorded } = rawTrial(
    {
      seed,
      subject,
      surface: 'treadmill',
      bouts: [{ gait: 'walk', durationS: options.trialS, speedMps: plan.speedMps, inclineDeg }],
      markerSamplingRateHz: MOTION_RATE_HZ,
      emg: { samplingRateHz: EMG_RATE_HZ, unit: options.emgUnit },
    },
    options.fault,
  );
  const activity: Activity = inclineDeg > 0 ? 'ramp_up' : inclineDeg < 0 ? 'ramp_down' : 'walk';
  const context = { activity, speedMps: plan.speedMps, inclineDeg, stepHeightM: NaN };
  const framesOf = (side: Side): StrideFrames[] =>
    truth.strides
      .filter((stride) => stride.side === side && stride.startS >= options.stableFromS)
      .map(({ startS, endS }) => ({ start: frameOf(startS), end: frameOf(endS) }))
      .filter(({ end }) => end <= truth.markers.numSamples);
  const [left, right] = SIDES.map(framesOf);
  const truthsOf = (side: Side, frames: readonly StrideFrames[]): StrideTruth[] =>
    frames.map(({ start, end }) =>
      truthBetween(truth, side, { startS: secondsOf(start), endS: secondsOf(end) }, context),
    );
  return {
    plan,
    recorded,
    frames: { left, right },
    strides: { left: truthsOf('left', left), right: truthsOf('right', right) },
    ultrasound: echoProfiles(Math.floor(Math.min(options.ultrasoundS, truth.durationS) * ULTRASOUND_RATE_HZ)),
  };
}

/** Frame (from 1) nearest to a time (s). */
export function frameOf(timeS: number): number {
  return Math.round(timeS * MOTION_RATE_HZ) + 1;
}

/** Time (s) of a frame, counted from 1. */
export function secondsOf(frame: number): number {
  return (frame - 1) / MOTION_RATE_HZ;
}

/** Echoes that decay with depth and move from frame to frame, whole numbers, [frame, channel, sample]. */
function echoProfiles(numFrames: number): Float32Array {
  const frameLength = ULTRASOUND_CHANNELS * ULTRASOUND_SAMPLES;
  return Float32Array.from({ length: numFrames * frameLength }, (_, i) => {
    const frame = Math.floor(i / frameLength);
    const channel = Math.floor(i / ULTRASOUND_SAMPLES) % ULTRASOUND_CHANNELS;
    const depth = i % ULTRASOUND_SAMPLES;
    return Math.round(2000 * Math.exp(-depth / 250) * Math.abs(Math.sin(0.21 * depth + channel + 0.3 * frame)));
  });
}

/** Ultrasound frames (from 0) of a stride: from the one in progress at its strike to the one before the next strike's. */
export function ultrasoundFramesOf({ start, end }: StrideFrames): { readonly first: number; readonly end: number } {
  const perFrame = MOTION_RATE_HZ / ULTRASOUND_RATE_HZ;
  return { first: Math.floor((start - 1) / perFrame), end: Math.floor((end - 1) / perFrame) };
}
