import { envelopeLowPass } from '../envelope/envelope-low-pass';
import { rectifyFullWave } from '../envelope/rectification';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { resampleToRate } from '../resample/rational-rate';
import type { EmgBlock, EmgKind, EmgStep } from './emg-block';
import { isBipolar } from './emg-block';

/** Largest corner that a filter is asked for, as a share of the sampling rate; half would be the limit. */
const HIGHEST_CORNER = 0.45;

/** A step that either has a reason not to run or changes every channel and says how. */
function step(
  id: string,
  plan: (block: EmgBlock) => { skip: string } | { done: string; apply(): Partial<EmgBlock> },
): EmgStep {
  return {
    id,
    apply(block, context) {
      const planned = plan(block);
      if ('skip' in planned) {
        context.report({ stepId: id, applied: false, reason: planned.skip });
        return block;
      }
      context.report({ stepId: id, applied: true, reason: planned.done });
      return { ...block, ...planned.apply() };
    },
  };
}

const notBipolar = (kind: EmgKind) => ({ skip: `${kind} EMG has no sign any more` });

/** Subtracts from every channel the mean of its finite samples. */
export function meanRemovalStep(): EmgStep {
  return step('remove-mean', ({ channels, kind }) => {
    if (!isBipolar(kind)) return notBipolar(kind);
    return { done: 'mean of each channel subtracted', apply: () => ({ channels: channels.map(withoutMean) }) };
  });
}

/** Zero-phase Butterworth band-pass of raw EMG; the upper corner comes down to 0.45 of the sampling rate where it must. */
export function bandPassStep({ bandHz, order }: { bandHz: readonly [number, number]; order: number }): EmgStep {
  return step('band-pass', ({ channels, kind, samplingRateHz }) => {
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
      apply: () => ({
        kind: 'filtered',
        channels: channels.map((channel) => filterZeroPhase(channel, sections)),
      }),
    };
  });
}

/** Brings every channel to another rate; what has no sign stays without. */
export function resamplingStep({ targetRateHz }: { targetRateHz: number }): EmgStep {
  return step('resample', ({ channels, kind, samplingRateHz }) => {
    if (targetRateHz === samplingRateHz) return { skip: `the sampling rate is ${targetRateHz} Hz already` };
    const rates = { fromHz: samplingRateHz, toHz: targetRateHz };
    return {
      done: `${samplingRateHz} Hz to ${targetRateHz} Hz, polyphase with anti-alias filter`,
      apply: () => {
        const resampled = channels.map((channel) => resampleToRate(channel, rates));
        const signals = resampled.map(({ signal }) => signal);
        return {
          channels: isBipolar(kind) ? signals : signals.map(flooredAtZero),
          samplingRateHz: resampled[0]?.samplingRateHz ?? targetRateHz,
        };
      },
    };
  });
}

/** Full-wave rectification of bipolar EMG. */
export function rectificationStep(): EmgStep {
  return step('rectify', ({ channels, kind }) => {
    if (!isBipolar(kind)) return { skip: `${kind} EMG is rectified already` };
    return {
      done: 'absolute values',
      apply: () => ({ kind: 'rectified', channels: channels.map((channel) => rectifyFullWave(channel)) }),
    };
  });
}

/** Linear envelope of rectified EMG. */
export function envelopeStep({ cornerHz, order }: { cornerHz: number; order: number }): EmgStep {
  return step('envelope', ({ channels, kind, samplingRateHz }) => {
    if (kind === 'envelope' || kind === 'normalised-envelope') return { skip: 'this EMG is an envelope already' };
    if (cornerHz > HIGHEST_CORNER * samplingRateHz)
      return { skip: `${cornerHz} Hz is too high a corner at a sampling rate of ${samplingRateHz} Hz` };
    return {
      done: `low-pass at ${cornerHz} Hz, Butterworth of order ${order} forward and backward, negative swings set to 0`,
      apply: () => ({
        kind: 'envelope',
        channels: channels.map((channel) => envelopeLowPass(channel, { samplingRateHz, cornerHz, order })),
      }),
    };
  });
}

function withoutMean(channel: Float64Array): Float64Array {
  let sum = 0;
  let numFinite = 0;
  for (let index = 0; index < channel.length; index++) {
    if (!Number.isFinite(channel[index])) continue;
    sum += channel[index];
    numFinite++;
  }
  const mean = numFinite > 0 ? sum / numFinite : 0;
  return channel.map((sample) => sample - mean);
}

function flooredAtZero(channel: Float64Array): Float64Array {
  return channel.map((sample) => (sample < 0 ? 0 : sample));
}
