import type { RandomStream } from './random-stream';

/** What disturbs the EMG beside the noise of the amplifier; amplitudes in volt. Everything defaults to absent. */
export interface EmgContamination {
  /** Mains hum with its third harmonic. */
  readonly mains?: { readonly frequencyHz: number; readonly amplitudeV: number };
  /** Heart beats, as trunk and hip electrodes pick them up. */
  readonly ecg?: { readonly heartRateHz: number; readonly amplitudeV: number };
  /** Short spikes at random times. */
  readonly spikes?: { readonly perSecond: number; readonly amplitudeV: number };
  /** Stretches of exact zeros (radio dropouts) at random times. */
  readonly dropouts?: { readonly perSecond: number; readonly lastingS: number };
  /** Constant electrode offset. */
  readonly offsetV?: number;
  /** Slow wander of the baseline (0.3 Hz). */
  readonly baselineWanderV?: number;
  /** Input range of the amplifier: beyond it the signal is cut off. */
  readonly rangeV?: number;
}

const SPIKE_S = 0.003;

/** Adds the disturbances to a signal (V), in place; called on a copy. */
export function contaminate(
  signal: Float64Array,
  samplingRateHz: number,
  stream: RandomStream,
  contamination: EmgContamination,
): void {
  const { mains, ecg, spikes, dropouts, offsetV = 0, baselineWanderV = 0, rangeV = Infinity } = contamination;
  const [mainsPhase, ecgPhase, wanderPhase] = [stream.uniform(), stream.uniform(), stream.uniform()];
  const cycle = (turns: number): number => Math.sin(2 * Math.PI * turns);
  for (let i = 0; i < signal.length; i += 1) {
    const timeS = i / samplingRateHz;
    let added = offsetV + (baselineWanderV === 0 ? 0 : baselineWanderV * cycle(0.3 * timeS + wanderPhase));
    if (mains) {
      const turns = mains.frequencyHz * timeS + mainsPhase;
      added += mains.amplitudeV * (cycle(turns) + 0.2 * cycle(3 * turns));
    }
    if (ecg) added += ecg.amplitudeV * heartBeat((ecg.heartRateHz * timeS + ecgPhase) % 1, ecg.heartRateHz);
    signal[i] += added;
  }
  const times = (perSecond: number): number[] =>
    Array.from({ length: Math.round((perSecond * signal.length) / samplingRateHz) }, () => stream.below(signal.length));
  if (spikes) {
    const width = Math.max(1, Math.round(SPIKE_S * samplingRateHz));
    for (const at of times(spikes.perSecond)) {
      const sign = stream.uniform() < 0.5 ? -1 : 1;
      for (let i = at; i < Math.min(signal.length, at + width); i += 1) {
        signal[i] += sign * spikes.amplitudeV * (1 - (i - at) / width);
      }
    }
  }
  for (let i = 0; i < signal.length; i += 1) signal[i] = Math.max(-rangeV, Math.min(rangeV, signal[i]));
  if (dropouts) {
    const width = Math.max(1, Math.round(dropouts.lastingS * samplingRateHz));
    for (const at of times(dropouts.perSecond)) signal.fill(0, at, at + width);
  }
}

/** QRS complex with T wave, height 1, against the phase of the heart cycle. */
function heartBeat(phase: number, heartRateHz: number): number {
  const sinceS = (phase - 0.4) / heartRateHz;
  const bump = (centreS: number, widthS: number): number => Math.exp(-0.5 * ((sinceS - centreS) / widthS) ** 2);
  return bump(0, 0.012) - 0.25 * bump(-0.028, 0.01) - 0.35 * bump(0.03, 0.012) + 0.2 * bump(0.25, 0.045);
}
