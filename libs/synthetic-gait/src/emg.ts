import { EMG_CHANNEL_COUNT, SIDES, signalBlock, type SignalBlock, type Side } from '@emgfm/schema';
import { SimulationOptionError } from './errors';
import { bandLimited } from './emg-noise';
import { contaminate, type EmgContamination } from './emg-contamination';
import type { CoursePlan } from './course-plan';
import { legState, stateEnvelope } from './leg-cycle';
import { randomStream } from './random-stream';
import type { PerSide } from './subject';

/** How the EMG is recorded, and what disturbs it. */
export interface EmgOptions extends EmgContamination {
  readonly samplingRateHz: number;
  /** Unit of the samples. Default V. */
  readonly unit?: 'V' | 'mV' | 'uV';
  /** Ratio of the signal at full burst to the noise of the amplifier (dB). Default 40. */
  readonly signalToNoiseDb?: number;
  /** Share of every other channel of the same leg that leaks into a channel. Default 0. */
  readonly crossTalk?: number;
}

/** EMG of one leg: what was recorded, and the envelope behind it. */
export interface SimulatedEmg {
  /** Bipolar signal, [13, sample], in `unit`. */
  readonly signal: SignalBlock;
  /** Standard deviation of the muscle's own signal, [13, sample] at {@link ENVELOPE_RATE_HZ}, in `unit`. */
  readonly envelope: SignalBlock;
  readonly unit: 'V' | 'mV' | 'uV';
}

/** Rate of the true envelopes (Hz). */
export const ENVELOPE_RATE_HZ = 200;

/** RMS (V) of a full burst of each channel at the reference speed, in store order. */
const BURST_RMS_V = [90, 60, 95, 150, 80, 90, 140, 110, 120, 110, 100, 60, 45].map((microvolt) => microvolt * 1e-6);
const UNIT_PER_V = { V: 1, mV: 1e3, uV: 1e6 } as const;

/** True envelopes of one leg (V), [13, sample] at {@link ENVELOPE_RATE_HZ}. */
export function envelopesOf(plan: CoursePlan, side: Side): Float64Array[] {
  // One sample beyond the end, so that every time of the trial lies between two samples.
  const numSamples = Math.ceil(plan.durationS * ENVELOPE_RATE_HZ) + 1;
  const rows = Array.from({ length: EMG_CHANNEL_COUNT }, () => new Float64Array(numSamples));
  for (let sample = 0; sample < numSamples; sample += 1) {
    const state = legState(plan.contacts[side], sample / ENVELOPE_RATE_HZ);
    rows.forEach((row, channel) => {
      row[sample] = BURST_RMS_V[channel] * stateEnvelope(state, channel);
    });
  }
  return rows;
}

/** EMG of both legs: band-limited noise under the envelope of each muscle, with the disturbances asked for. @throws SimulationOption */
export function simulateEmg(plan: CoursePlan, seed: number, options: EmgOptions): PerSide<SimulatedEmg> {
  const { samplingRateHz, unit = 'V', signalToNoiseDb = 40, crossTalk = 0 } = options;
  if (!(unit in UNIT_PER_V)) throw new SimulationOptionError('emg.unit', 'V, mV or uV', unit);
  const numSamples = Math.round(plan.durationS * samplingRateHz);
  const [left, right] = SIDES.map((side): SimulatedEmg => {
    const envelopes = envelopesOf(plan, side);
    const own = envelopes.map((envelope, channel) => {
      const signal = bandLimited(randomStream(seed, `emg/${side}/${channel}`), numSamples, samplingRateHz);
      const perSample = ENVELOPE_RATE_HZ / samplingRateHz;
      for (let sample = 0; sample < numSamples; sample += 1) {
        const place = sample * perSample;
        const index = Math.floor(place);
        signal[sample] *= envelope[index] + (place - index) * (envelope[index + 1] - envelope[index]);
      }
      return signal;
    });
    const sum = new Float64Array(numSamples);
    if (crossTalk > 0) own.forEach((signal) => signal.forEach((value, sample) => (sum[sample] += value)));
    const recorded = own.map((signal, channel) => {
      const noise = randomStream(seed, `emg-noise/${side}/${channel}`);
      const noiseV = BURST_RMS_V[channel] * 10 ** (-signalToNoiseDb / 20);
      const mixed = signal.map((value, sample) => value + crossTalk * (sum[sample] - value) + noiseV * noise.normal());
      contaminate(mixed, samplingRateHz, randomStream(seed, `emg-faults/${side}/${channel}`), options);
      return mixed.map((value) => value * UNIT_PER_V[unit]);
    });
    const timing = { samplingRateHz, startS: 0, numSamples };
    return {
      signal: signalBlock(recorded, timing),
      envelope: signalBlock(
        envelopes.map((envelope) => envelope.map((value) => value * UNIT_PER_V[unit])),
        { samplingRateHz: ENVELOPE_RATE_HZ, startS: 0 },
      ),
      unit,
    };
  });
  return { left, right };
}
