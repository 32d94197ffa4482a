import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  missingReasonCode,
  oppositeSide,
  qualityFlags,
  sampleCount,
  type ContinuousRecording,
  type Drop,
  type EmgSignals,
  type LegSignals,
  type Side,
  type SignalBlock,
  type Stride,
  type StoredEmgKind,
} from '@emgfm/schema';
import { cutFrames } from './cut-frames';
import { firstSampleAtOrAfter, rowsOf, strideRows } from './emg-rows';
import { EmgNotReadyError, InvalidOptionError, requirePositive } from './errors';
import { phaseSamples } from './phase-samples';
import { trialName, type SegmentedStride } from './segment-recording';
import { maskedSignals, storedKind } from './stride-signals';
import { hasImplausibleAngle, impossibleValue } from './stride-values';
import { seconds } from './stride-phases';

/** The grid of the store and what its EMG is. */
export interface StoreGrid {
  /** K, phase points of angles and moments; at least 2. */
  readonly pointsPerStride: number;
  /** EMG rate of the store (Hz). */
  readonly emgRateHz: number;
  /** Kind written for strides without EMG, default `rectified`. */
  readonly emgKind?: StoredEmgKind;
}

/** Options of {@link cutStride} and {@link cutStrides}. */
export interface CutOptions extends StoreGrid {
  /** EMG of each leg, processed and resampled to `emgRateHz` on the clock of the trial; null where there is none. */
  readonly emg: { readonly [side in Side]: EmgSignals | null };
}

/** Strides cut from a recording, and a reason for each that gave nothing. */
export interface CutResult {
  readonly strides: readonly Stride[];
  readonly drops: readonly Drop[];
}

/** @throws InvalidOption for a grid that is not one */
export function requireStoreGrid(grid: StoreGrid): void {
  requirePositive('emgRateHz', grid.emgRateHz);
  if (!Number.isInteger(grid.pointsPerStride) || grid.pointsPerStride < 2) {
    throw new InvalidOptionError('pointsPerStride', 'an integer of at least 2', grid.pointsPerStride);
  }
}

/** Relative difference from the rate of the store that a fraction of integers may leave, e.g. 999.999 for 1000 Hz. */
const RATE_TOLERANCE = 1e-5;

const NO_LEG: LegSignals = { emg: null, angles: null, moments: null };

/**
 * The signals of one stride on the grid of the store. EMG: the samples from the strike up to, not including, the next strike of
 * the same foot. Angles and moments: K phases from strike to next strike, both included, read by cubic interpolation at the
 * exact event times; nothing is interpolated over a gap, and up to half a sample beyond the ends the end value holds. A stride
 * without EMG has the NaN rows that its duration asks for. Frames of further modalities stay at their native rate.
 * @param recording the trial that the stride belongs to
 * @param stride a stride of `segmentRecording`
 * @param options grid of the store and processed EMG
 * @returns the stride with masks computed from its numbers and the reason of every missing channel
 * @throws InvalidOption for an impossible grid; EmgNotReady for EMG that is raw or at another rate than the store's
 */
export function cutStride(recording: ContinuousRecording, stride: SegmentedStride, options: CutOptions): Stride {
  requireStoreGrid(options);
  const { pointsPerStride, emgRateHz } = options;
  const { side, startS, endS } = stride;
  const emg = options.emg[side];
  const leg = recording.legs[side] ?? NO_LEG;
  const { angles, moments } = leg;
  if (emg && !(Math.abs(emg.samplingRateHz / emgRateHz - 1) < RATE_TOLERANCE)) {
    throw new EmgNotReadyError(trialName(recording), `${emgRateHz} Hz`, `${emg.samplingRateHz} Hz`);
  }
  const phases = (block: SignalBlock | null): Float32Array => {
    if (!block) return new Float32Array(pointsPerStride * JOINT_MOTION_COUNT).fill(NaN);
    const position = (timeS: number): number => (timeS - block.startS) * block.samplingRateHz;
    return phaseSamples(block, position(startS), position(endS), pointsPerStride);
  };
  const rows = strideRows(startS, endS, emg ?? { startS: 0, samplingRateHz: emgRateHz });
  const signals = {
    emg: emg ? rowsOf(emg, rows) : new Float32Array((rows.end - rows.first) * EMG_CHANNEL_COUNT).fill(NaN),
    kinematics: phases(angles),
    kinetics: phases(moments),
  };
  const other = recording.legs[oppositeSide(side)] ?? NO_LEG;
  const otherHas = { emg: options.emg[oppositeSide(side)], kinematics: other.angles, kinetics: other.moments };
  const masked = maskedSignals(signals, { emg, kinematics: angles, kinetics: moments }, (modality) =>
    missingReasonCode(otherHas[modality] ? 'notOnThisLeg' : 'notInTrial'),
  );
  return {
    ...masked,
    ...(leg.further ? { further: cutFrames(leg, startS, endS) } : {}),
    activity: stride.activity,
    side,
    trial: recording.trial,
    subtrial: recording.subtrial,
    condition: stride.condition,
    surface: recording.surface,
    population: recording.subject.population,
    strideNumber: stride.strideNumber,
    startTimeS: startS,
    durationS: endS - startS,
    speedMps: stride.speedMps,
    inclineDeg: stride.inclineDeg,
    stepHeightM: stride.stepHeightM,
    emgKind: emg ? storedKind(emg, trialName(recording)) : (options.emgKind ?? 'rectified'),
    emgSourceRateHz: recording.legs[side]?.emg?.samplingRateHz ?? NaN,
    kinematicSourceRateHz: (angles ?? moments)?.samplingRateHz ?? NaN,
    quality: (stride.quality | (hasImplausibleAngle(masked) ? qualityFlags('implausible_angle') : 0)) >>> 0,
  };
}

/**
 * Cuts all strides of a trial and drops, with a reason, those that no signal covers from strike to strike, that hold no sample at
 * all, or that hold impossible values. Stride numbers count the strides that remain, from 0 per side.
 * @throws as {@link cutStride}
 */
export function cutStrides(
  recording: ContinuousRecording,
  strides: readonly SegmentedStride[],
  options: CutOptions,
): CutResult {
  return checkedStrides(
    strides.map((stride) => {
      const what = `${trialName(recording)} ${stride.side} ${seconds(stride.startS)} to ${seconds(stride.endS)}`;
      const leg = recording.legs[stride.side] ?? NO_LEG;
      const blocks = [options.emg[stride.side], leg.angles, leg.moments].filter((block) => block !== null);
      const covered = blocks.length === 0 || blocks.some((block) => covers(block, stride));
      if (covered) return { what, stride: cutStride(recording, stride, options) };
      const found = blocks.map((block) => {
        const lastS = block.startS + (sampleCount(block) - 1) / block.samplingRateHz;
        return `${seconds(block.startS)} to ${seconds(lastS)}`;
      });
      const detail = `expected signals over the whole stride, found ${found.join(', ')}`;
      return { what, drop: { what, level: 'stride', reason: 'outside-recording', detail } };
    }),
  );
}

/** Does a block hold the whole stride, give or take half a sample at the end? */
function covers(block: SignalBlock, stride: SegmentedStride): boolean {
  const first = (stride.startS - block.startS) * block.samplingRateHz;
  const last = (stride.endS - block.startS) * block.samplingRateHz;
  const endExclusive = firstSampleAtOrAfter(stride.endS, block);
  return first >= -0.5 && (last <= sampleCount(block) - 0.5 || endExclusive <= sampleCount(block));
}

/** A stride that was cut, or the reason why it was not. */
export interface CutAttempt {
  readonly what: string;
  readonly stride?: Stride;
  readonly drop?: Drop;
}

/** Keeps the strides that hold possible values, numbers them, and collects the reasons of the others. */
export function checkedStrides(attempts: readonly CutAttempt[]): CutResult {
  const strides: Stride[] = [];
  const drops: Drop[] = [];
  const next = { left: 0, right: 0 };
  for (const { what, stride, drop } of attempts) {
    if (drop) drops.push(drop);
    if (!stride) continue;
    const impossible = impossibleValue(stride);
    const anyFinite = [stride.emg, stride.kinematics, stride.kinetics].some((samples) => samples.some(Number.isFinite));
    if (!anyFinite) {
      const detail = 'expected at least one sample of EMG, angles or moments, found none';
      drops.push({ what, level: 'stride', reason: 'no-signal', detail });
    } else if (impossible !== null) {
      drops.push({ what, level: 'stride', reason: 'implausible-values', detail: impossible });
    } else {
      strides.push({ ...stride, strideNumber: next[stride.side]++ });
    }
  }
  return { strides, drops };
}
