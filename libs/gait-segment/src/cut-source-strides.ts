import { designButterworth, filterZeroPhase, interpolateToPoints, resampleToRate } from '@emgfm/emg-dsp';
import {
  EMG_CHANNEL_COUNT,
  JOINT_MOTION_COUNT,
  channelCount,
  channelSamples,
  missingReasonCode,
  qualityFlags,
  sampleCount,
  signalBlock,
  type CutRecording,
  type EmgSignals,
  type SignalBlock,
  type SourceStride,
  type Stride,
} from '@emgfm/schema';
import { sourceFrames } from './cut-frames';
import { checkedStrides, requireStoreGrid, type CutAttempt, type CutResult, type StoreGrid } from './cut-strides';
import { DURATION_LIMITS } from './duration-limits';
import { firstSampleAtOrAfter, rowsOf } from './emg-rows';
import { trialName, type SegmentOptions } from './segment-recording';
import { seconds } from './stride-phases';
import { maskedSignals, storedKind } from './stride-signals';
import { hasImplausibleAngle } from './stride-values';
import { contextOf } from './trial-context';

/** The source vouches for strides that it cut itself: healthy adults who walk slowly take up to 2.95 s (Lencioni et al. 2019). */
const SOURCE_STRIDE_SLACK = 1.2;

/** Options of {@link cutRecordingStrides}: the grid of the store and the limits of duration. */
export interface SourceStrideOptions extends StoreGrid, SegmentOptions {
  /** Rate (Hz) at which the EMG of each stride was recorded; default the rate of its block, which processing may have changed. */
  readonly emgSourceRatesHz?: readonly number[];
}

/**
 * Brings strides that the source itself cut to the grid of the store. Angles and moments: from N samples to K phases, both strikes
 * kept. EMG: to the rate of the store, end-exclusive; a source with a grid of points per stride and a known duration gets that
 * time back, and one without a duration keeps its own points, with the quality bits that say so.
 * @param recording strides with processed EMG (not `raw`), at any rate
 * @param options grid of the store; limits of duration, default by activity, the upper one 1.2 times that of detected strides
 * @returns strides in the order of the source, numbered per side, and a reason for each that was dropped
 * @throws InvalidOption for an impossible grid; EmgNotReady for raw EMG
 */
export function cutRecordingStrides(recording: CutRecording, options: SourceStrideOptions): CutResult {
  requireStoreGrid(options);
  return checkedStrides(recording.strides.map((stride, index) => attempt(recording, stride, index, options)));
}

function attempt(
  recording: CutRecording,
  source: SourceStride,
  index: number,
  options: SourceStrideOptions,
): CutAttempt {
  const what = `${trialName(recording)} ${source.side} stride ${index}`;
  const context = contextOf(recording, source.interval);
  const limits = DURATION_LIMITS[context.activity];
  const { minDurationS = limits.minDurationS, maxDurationS = SOURCE_STRIDE_SLACK * limits.maxDurationS } = options;
  const { durationS, signals } = source;
  if (durationS < minDurationS || durationS > maxDurationS) {
    const reason = durationS < minDurationS ? 'stride-too-short' : 'stride-too-long';
    const detail = `expected ${seconds(minDurationS)} to ${seconds(maxDurationS)}, found ${seconds(durationS)}`;
    return { what, drop: { what, level: 'stride', reason, detail } };
  }
  const { emg, angles, moments } = signals;
  const masked = maskedSignals(
    {
      emg: emg?.channelReasons.includes(missingReasonCode('present'))
        ? emgRows(emg, durationS, options.emgRateHz)
        : emptyRows(durationS, options.emgRateHz),
      kinematics: phases(angles, options.pointsPerStride),
      kinetics: phases(moments, options.pointsPerStride),
    },
    { emg, kinematics: angles, kinetics: moments },
    () => missingReasonCode('notInTrial'),
  );
  const stride: Stride = {
    ...masked,
    ...(signals.further ? { further: sourceFrames(signals) } : {}),
    ...context,
    side: source.side,
    trial: recording.trial,
    subtrial: recording.subtrial,
    surface: recording.surface,
    population: recording.subject.population,
    strideNumber: 0,
    startTimeS: source.startS,
    durationS,
    emgKind: emg ? storedKind(emg, trialName(recording)) : (options.emgKind ?? 'rectified'),
    emgSourceRateHz: options.emgSourceRatesHz?.[index] ?? emg?.samplingRateHz ?? NaN,
    kinematicSourceRateHz: (angles ?? moments)?.samplingRateHz ?? NaN,
    quality:
      (source.quality |
        (Number.isNaN(durationS) ? qualityFlags('duration_unknown') : 0) |
        (emg && Number.isNaN(emg.samplingRateHz) ? qualityFlags('emg_time_normalised') : 0) |
        (hasImplausibleAngle(masked) ? qualityFlags('implausible_angle') : 0)) >>>
      0,
  };
  return { what, stride };
}

/** NaN rows of a stride without EMG: as many as its duration asks for, one where that is unknown. */
function emptyRows(durationS: number, emgRateHz: number): Float32Array {
  const rows = firstSampleAtOrAfter(durationS, { startS: 0, samplingRateHz: emgRateHz });
  return new Float32Array(Math.max(1, rows || 0) * EMG_CHANNEL_COUNT).fill(NaN);
}

/** [K, 9] from N samples, first and last kept; NaN where there are not two samples. */
function phases(block: SignalBlock | null, numPoints: number): Float32Array {
  const values = new Float32Array(numPoints * JOINT_MOTION_COUNT).fill(NaN);
  if (!block || sampleCount(block) < 2) return values;
  for (let channel = 0; channel < JOINT_MOTION_COUNT; channel += 1) {
    const points = interpolateToPoints(channelSamples(block, channel), numPoints, { method: 'cubic' });
    for (let k = 0; k < numPoints; k += 1) values[k * JOINT_MOTION_COUNT + channel] = points[k];
  }
  return values;
}

/** [row, 13] at the rate of the store: the rows of [strike, next strike). */
function emgRows(emg: EmgSignals, durationS: number, emgRateHz: number): Float32Array {
  const numSamples = sampleCount(emg);
  const sourceRateHz = Number.isNaN(emg.samplingRateHz) ? (numSamples - 1) / durationS : emg.samplingRateHz;
  const asItIs = Number.isNaN(sourceRateHz) || numSamples < 2;
  if (asItIs) return rowsOf(emg, { first: 0, end: Math.max(1, numSamples) });
  const sourceEndS = (numSamples - 1) / sourceRateHz;
  const numRows = Math.max(1, firstSampleAtOrAfter(sourceEndS, { startS: 0, samplingRateHz: emgRateHz }));
  const isMagnitude = emg.emgKind !== 'filtered';
  const channels = Array.from({ length: channelCount(emg) }, (_, channel) => {
    const samples = channelSamples(emg, channel);
    const resampled = Number.isNaN(emg.samplingRateHz)
      ? ontoPoints(samples, numRows + 1).subarray(0, numRows)
      : resampleToRate(samples, { fromHz: sourceRateHz, toHz: emgRateHz }).signal.subarray(0, numRows);
    // The lobes of a resampling filter may pull a magnitude a little below zero, where it has no meaning.
    return isMagnitude ? resampled.map((value) => Math.max(0, value)) : resampled;
  });
  const block = signalBlock(channels, { samplingRateHz: emgRateHz, startS: 0, numSamples: numRows });
  return rowsOf(block, { first: 0, end: numRows });
}

/** Corner of the low-pass before points become fewer, as a share of half their number. */
const ANTI_ALIAS_CORNER = 0.8;

/** A curve on another number of points, first and last kept; what fewer points cannot hold is filtered out before. */
function ontoPoints(samples: Float64Array | Float32Array, numPoints: number): Float64Array {
  if (numPoints < 2 || numPoints >= samples.length) return interpolateToPoints(samples, numPoints, { method: 'pchip' });
  // For one stride a second: the unit of time does not matter.
  const antiAlias = designButterworth({
    order: 8,
    type: 'lowpass',
    cornerHz: (ANTI_ALIAS_CORNER * (numPoints - 1)) / 2,
    samplingRateHz: samples.length - 1,
  });
  return interpolateToPoints(filterZeroPhase(samples, antiAlias), numPoints, { method: 'pchip' });
}
