import { requireInteger, requireOneOf, requirePositive } from '../argument-checks';
import { CornerFrequencyError, LengthMismatchError } from '../errors';
import { createPipeline } from '../pipeline/resident-pipeline';
import type { Stage } from '../pipeline/stage';
import type { EmgBlock, EmgKind, EmgStep, EmgStepReport } from './emg-block';
import { isBipolar } from './emg-block';
import type { EmgBlockHead, StagedEmgStep } from './emg-steps';
import {
  bandPassStep,
  denoisingStep,
  envelopeStep,
  mainsStep,
  meanRemovalStep,
  rectificationStep,
  resamplingStep,
} from './emg-steps';

/** What a chain should end with. */
export type EmgRepresentation = 'filtered' | 'rectified' | 'envelope';

export interface EmgChainOptions {
  /** Rate of the channels that go in, Hz. */
  readonly samplingRateHz: number;
  /** What the channels that go in are. */
  readonly kind: EmgKind;
  /** Rate of the channels that come out, Hz. */
  readonly targetRateHz: number;
  /** What should come out. */
  readonly representation: EmgRepresentation;
  /** `when-detected` (default) cleans the channels in which hum is found; `never` leaves it. */
  readonly mainsRemoval?: 'when-detected' | 'never';
  /** Pass band, Hz; default 20 to 450, the upper corner at most 0.45 x samplingRateHz. */
  readonly bandHz?: readonly [number, number];
  /** Order of one pass of the band-pass; default 2, order 4 after both passes. */
  readonly bandOrder?: number;
  /** `wavelet` removes what is no larger than at rest, see `denoiseWavelet`; default `never`, since it lowers amplitudes. */
  readonly denoising?: 'never' | 'wavelet';
  /** Corner of the envelope, Hz; default 6. */
  readonly envelopeCornerHz?: number;
  /** Order of one pass of the envelope's low-pass; default 2. */
  readonly envelopeOrder?: number;
}

export interface EmgChainResult extends EmgBlockHead {
  readonly channels: Float64Array[];
  /** One entry per step in order of application, with its reason. */
  readonly report: readonly EmgStepReport[];
}

export interface EmgChain {
  readonly steps: readonly EmgStep[];
  /**
   * Runs all channels of one recording through the steps.
   * @param channels - one array per channel, all equally long, any one unit; not changed
   * @returns channels in the same unit and order, their rate in Hz, what they are now, and what was done
   * @throws LengthMismatch when the channels differ in length
   */
  apply(channels: readonly Float64Array[]): EmgChainResult;
}

/**
 * Composes the default processing of walking EMG: mains, mean, band-pass, denoising if asked for, rate, rectification,
 * envelope.
 *
 * The kind of the input decides which steps make sense; every step that does not run says why in the report. Filtered
 * and rectified EMG is resampled while it is still bipolar and rectified afterwards, so absolute values never pass
 * through a filter that could make them negative. An envelope is made at the source's rate, where rectification folds
 * least back into the band, and resampled last; what has no sign any more is set to 0 where the resampling filter
 * undershoots.
 *
 * Edge cases: gaps (NaN) split every filter and stay NaN; a channel of NaN passes through; a channel of zeros stays
 * zero. A representation that the input cannot be brought to (bipolar EMG from rectified) is left as near as it can be
 * and reported.
 * @param options - rates in Hz, kind of the input, representation of the output, corners in Hz and orders
 * @returns the chain; the same chain may run any number of recordings of that rate and kind
 * @throws InvalidArgument for rates, orders, kinds or representations outside their range
 * @throws CornerFrequency for a band that does not ascend from above 0
 * @see SENIAM and ISEK recommendations for the band; CEDE 2020 for reporting
 * @example
 * const chain = createEmgChain({ samplingRateHz: 2000, kind: 'raw', targetRateHz: 1000, representation: 'rectified' });
 * const { channels, report } = chain.apply(rawChannels);
 */
export function createEmgChain(options: EmgChainOptions): EmgChain {
  const { samplingRateHz, kind, targetRateHz, representation } = options;
  const { mainsRemoval = 'when-detected', denoising = 'never' } = options;
  const { bandHz = [20, 450], bandOrder = 2, envelopeCornerHz = 6, envelopeOrder = 2 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requirePositive('targetRateHz', targetRateHz);
  requirePositive('envelopeCornerHz', envelopeCornerHz);
  requireInteger('bandOrder', bandOrder, 1, 30);
  requireInteger('envelopeOrder', envelopeOrder, 1, 30);
  requireOneOf('kind', kind, ['raw', 'filtered', 'rectified', 'envelope', 'normalised-envelope']);
  requireOneOf('mainsRemoval', mainsRemoval, ['when-detected', 'never']);
  requireOneOf('denoising', denoising, ['never', 'wavelet']);
  requireOneOf('representation', representation, ['filtered', 'rectified', 'envelope']);
  if (!(bandHz[0] > 0 && bandHz[0] < bandHz[1]))
    throw new CornerFrequencyError(bandHz, samplingRateHz, 'two ascending corners');

  const toTargetRate = resamplingStep({ targetRateHz });
  const toEnvelope = envelopeStep({ cornerHz: envelopeCornerHz, order: envelopeOrder });
  const endings: Record<EmgRepresentation, StagedEmgStep[]> = {
    filtered: [toTargetRate],
    rectified: [toTargetRate, rectificationStep()],
    envelope: [rectificationStep(), toEnvelope, toTargetRate],
  };
  const band = [meanRemovalStep(), bandPassStep({ bandHz, order: bandOrder })];
  const mains = mainsRemoval === 'when-detected' ? [mainsStep()] : [];
  // Steps up to one that looks at the samples run one by one; the others share a pipeline.
  const first = denoising === 'wavelet' ? [...mains, ...band, denoisingStep()] : mains;
  const staged = denoising === 'wavelet' ? endings[representation] : [...band, ...endings[representation]];
  const before = { samplingRateHz, kind };
  const {
    head,
    stages,
    report: stagedReport,
  } = planSteps(staged, denoising === 'wavelet' ? planSteps(band, before).head : before);
  const pipeline = createPipeline(stages);

  return {
    steps: [...first, ...staged],
    apply(channels) {
      channels.forEach((channel, index) => {
        if (channel.length !== channels[0].length)
          throw new LengthMismatchError(`channels[${index}]`, channels[0].length, channel.length);
      });
      const report: EmgStepReport[] = [];
      const context = { report: (entry: EmgStepReport) => void report.push(entry) };
      const block = first.reduce<EmgBlock>((before, step) => step.apply(before, context), {
        channels,
        samplingRateHz,
        kind,
      });
      report.push(...stagedReport);
      if (!isRepresentation(head.kind, representation)) {
        const reason = `${kind} EMG cannot be brought to ${representation}; it is ${head.kind}`;
        report.push({ stepId: 'representation', applied: false, reason });
      }
      return { ...head, channels: pipeline.run(block.channels), report };
    },
  };
}

/** All stages of all steps that make sense, and what the block is after them. */
function planSteps(steps: readonly StagedEmgStep[], before: EmgBlockHead) {
  const stages: Stage[] = [];
  const report: EmgStepReport[] = [];
  let head = before;
  for (const step of steps) {
    const planned = step.plan(head);
    if ('skip' in planned) {
      report.push({ stepId: step.id, applied: false, reason: planned.skip });
      continue;
    }
    report.push({ stepId: step.id, applied: true, reason: planned.done });
    stages.push(...planned.stages);
    head = { ...head, ...planned.becomes };
  }
  return { head, stages, report };
}

function isRepresentation(kind: EmgKind, representation: EmgRepresentation): boolean {
  if (representation === 'filtered') return isBipolar(kind);
  return kind === representation || (representation === 'envelope' && kind === 'normalised-envelope');
}
