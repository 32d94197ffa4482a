import { denoiseWavelet, type WaveletDenoisingOptions } from '../denoise/wavelet-denoising';
import { designButterworth } from '../filter/butterworth';
import { createMainsDetector } from '../mains/mains-detection';
import { isWorthRemoving, removeMains } from '../mains/mains-removal';
import { floorStage, rectifyStage, removeMeanStage } from '../pipeline/pointwise-stages';
import { polyphaseStage } from '../pipeline/polyphase-stage';
import { createPipeline } from '../pipeline/resident-pipeline';
import type { Stage } from '../pipeline/stage';
import { zeroPhaseStage } from '../pipeline/zero-phase-stage';
import { rationalRatio } from '../resample/rational-rate';
import type { EmgBlock, EmgKind, EmgStep } from './emg-block';
import { isBipolar } from './emg-block';

/** What a block is, without its samples. */
export type EmgBlockHead = Omit<EmgBlock, 'channels'>;

/** Either why a step has nothing to do, or what it does, by which stages, and what the block becomes. */
export type EmgStepPlan =
  | { readonly skip: string }
  | { readonly done: string; readonly stages: readonly Stage[]; readonly becomes?: Partial<EmgBlockHead> };

/** A step that is known before the samples are, so that several can share one pipeline. */
export interface StagedEmgStep extends EmgStep {
  plan(head: EmgBlockHead): EmgStepPlan;
}

/** Largest corner that a filter is asked for, as a share of the sampling rate; half would be the limit. */
const HIGHEST_CORNER = 0.45;

function stagedStep(id: string, plan: (head: EmgBlockHead) => EmgStepPlan): StagedEmgStep {
  return {
    id,
    plan,
    apply(block, context) {
      const planned = plan(block);
      if ('skip' in planned) {
        context.report({ stepId: id, applied: false, reason: planned.skip });
        return block;
      }
      context.report({ stepId: id, applied: true, reason: planned.done });
      return { ...block, ...planned.becomes, channels: createPipeline(planned.stages).run(block.channels) };
    },
  };
}

const notBipolar = (kind: EmgKind) => ({ skip: `${kind} EMG has no sign any more` });

/** What a cleaned channel has become and what was done; nothing for a channel that stays as it is. */
type CleanedChannel = { readonly signal: Float64Array; readonly done: string } | null;

/** A step that looks at the samples of all bipolar channels. */
function cleaningStep(
  id: string,
  clean: (channels: readonly Float64Array[], samplingRateHz: number) => CleanedChannel[],
  reasons: { readonly done: string; readonly nothing: string },
): EmgStep {
  return {
    id,
    apply(block, context) {
      if (!isBipolar(block.kind)) {
        context.report({ stepId: id, applied: false, reason: notBipolar(block.kind).skip });
        return block;
      }
      const cleaned = clean(block.channels, block.samplingRateHz);
      const channels = block.channels.map((channel, index) => cleaned[index]?.signal ?? channel);
      const done = cleaned.flatMap((channel, index) => (channel ? [`channel ${index}: ${channel.done}`] : []));
      const applied = done.length > 0;
      context.report({ stepId: id, applied, reason: applied ? [reasons.done, ...done].join('; ') : reasons.nothing });
      return applied ? { ...block, channels } : block;
    },
  };
}

/** Removes mains hum and its harmonics from the bipolar channels in which it is detected, see `removeMains`. */
export function mainsStep(): EmgStep {
  const detectors = new Map<number, ReturnType<typeof createMainsDetector>>();
  const detectorAt = (samplingRateHz: number) => {
    const detector = detectors.get(samplingRateHz) ?? createMainsDetector({ samplingRateHz });
    detectors.set(samplingRateHz, detector);
    return detector;
  };
  return cleaningStep(
    'mains',
    (channels, samplingRateHz) =>
      detectorAt(samplingRateHz)(channels).map((detection, index) => {
        if (!isWorthRemoving(detection)) return null;
        const { signal, removedHz } = removeMains(channels[index], { samplingRateHz, detection });
        if (removedHz.length === 0) return null;
        return { signal, done: `${removedHz.map((frequencyHz) => Math.round(frequencyHz)).join(', ')} Hz` };
      }),
    { done: 'hum removed by spectral interpolation', nothing: 'no hum detected' },
  );
}

/** Wavelet denoising of the bipolar channels in which noise can be told from EMG, see `denoiseWavelet`. */
export function denoisingStep(options: Omit<WaveletDenoisingOptions, 'samplingRateHz'> = {}): EmgStep {
  return cleaningStep(
    'denoise',
    (channels, samplingRateHz) =>
      channels.map((channel) => {
        const { signal, energyKept, noiseFound } = denoiseWavelet(channel, { ...options, samplingRateHz });
        return noiseFound ? { signal, done: `${(100 * energyKept).toFixed(1)} % of the energy kept` } : null;
      }),
    { done: 'wavelet coefficients no larger than at rest set to 0', nothing: 'no rest to learn the noise from' },
  );
}

/** Subtracts from every channel the mean of its finite samples. */
export function meanRemovalStep(): StagedEmgStep {
  return stagedStep('remove-mean', ({ kind }) => {
    if (!isBipolar(kind)) return notBipolar(kind);
    return { done: 'mean of each channel subtracted', stages: [removeMeanStage()] };
  });
}

/** Zero-phase Butterworth band-pass of raw EMG; the upper corner comes down to 0.45 of the sampling rate where it must. */
export function bandPassStep(options: { bandHz: readonly [number, number]; order: number }): StagedEmgStep {
  const { bandHz, order } = options;
  return stagedStep('band-pass', ({ kind, samplingRateHz }) => {
    if (!isBipolar(kind)) return notBipolar(kind);
    if (kind === 'filtered') return { skip: 'the source has filtered this EMG already' };
    const [lowHz] = bandHz;
    const highHz = Math.min(bandHz[1], HIGHEST_CORNER * samplingRateHz);
    if (highHz <= lowHz) return { skip: `no band above ${lowHz} Hz exists at a sampling rate of ${samplingRateHz} Hz` };
    const sections = designButterworth({
      order,
      type: 'bandpass',
      cornerHz: [lowHz, highHz],
      samplingRateHz,
      cornerConvention: 'after-two-passes',
    });
    return {
      done: `${lowHz}-${highHz} Hz, Butterworth of order ${order} forward and backward, -3 dB at both corners`,
      stages: [zeroPhaseStage(sections)],
      becomes: { kind: 'filtered' },
    };
  });
}

/** Brings every channel to another rate; what has no sign stays without. */
export function resamplingStep({ targetRateHz }: { targetRateHz: number }): StagedEmgStep {
  return stagedStep('resample', ({ kind, samplingRateHz }) => {
    if (targetRateHz === samplingRateHz) return { skip: `the sampling rate is ${targetRateHz} Hz already` };
    const ratio = rationalRatio({ fromHz: samplingRateHz, toHz: targetRateHz });
    const toRate = polyphaseStage(ratio);
    return {
      done: `${samplingRateHz} Hz to ${targetRateHz} Hz as ${ratio.up}:${ratio.down}, polyphase with anti-alias filter`,
      stages: isBipolar(kind) ? [toRate] : [toRate, floorStage()],
      becomes: { samplingRateHz: (samplingRateHz * ratio.up) / ratio.down },
    };
  });
}

/** Full-wave rectification of bipolar EMG. */
export function rectificationStep(): StagedEmgStep {
  return stagedStep('rectify', ({ kind }) => {
    if (!isBipolar(kind)) return { skip: `${kind} EMG is rectified already` };
    return { done: 'absolute values', stages: [rectifyStage()], becomes: { kind: 'rectified' } };
  });
}

/** Linear envelope of rectified EMG. */
export function envelopeStep({ cornerHz, order }: { cornerHz: number; order: number }): StagedEmgStep {
  return stagedStep('envelope', ({ kind, samplingRateHz }) => {
    if (kind === 'envelope' || kind === 'normalised-envelope') return { skip: 'this EMG is an envelope already' };
    if (cornerHz > HIGHEST_CORNER * samplingRateHz)
      return { skip: `${cornerHz} Hz is too high a corner at a sampling rate of ${samplingRateHz} Hz` };
    const sections = designButterworth({
      order,
      type: 'lowpass',
      cornerHz,
      samplingRateHz,
      cornerConvention: 'after-two-passes',
    });
    return {
      done: `low-pass at ${cornerHz} Hz, Butterworth of order ${order} forward and backward, negative swings set to 0`,
      stages: [rectifyStage(), zeroPhaseStage(sections), floorStage()],
      becomes: { kind: 'envelope' },
    };
  });
}
