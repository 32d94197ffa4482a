import { requirePositive } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import { movingAverage } from '../envelope/moving-window';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { median, quantile } from '../statistics/quantile';
import type { Signal } from '../signal-types';

/**
 * ECG removal by a high-pass: simple and common for trunk muscles (Drake & Callaghan 2006), at the price of the EMG
 * below the corner.
 *
 * @param signal - raw EMG, any unit; gaps split it
 * @param options.cornerHz - default 30, -3 dB after two passes of order 4
 * @throws InvalidArgument, CornerFrequency as the filter design does
 */
export function removeEcgHighPass(
  signal: Signal,
  options: { readonly samplingRateHz: number; readonly cornerHz?: number },
): Float64Array {
  const { samplingRateHz, cornerHz = 30 } = options;
  const cornerConvention = 'after-two-passes';
  return filterZeroPhase(
    signal,
    designButterworth({ order: 4, type: 'highpass', cornerHz, samplingRateHz, cornerConvention }),
  );
}

/** Band of the QRS complex, Hz. */
export const QRS_BAND_HZ = [8, 30] as const;
/** Shortest time between two heart beats. */
const REFRACTORY_S = 0.35;
const QRS_WIDTH_S = 0.1;

/**
 * Heart beats in a signal: energy of the 8-30 Hz band over 0.1 s, peaks at least 0.35 s apart and above half of the
 * typical tallest.
 *
 * @param signal - an ECG channel, or EMG in which the heart is plainly seen; gaps hold no beat
 * @returns sample of each R peak (largest magnitude of the band near the energy peak), ascending
 * @throws InvalidArgument for a rate that is not above 60 Hz
 * @see Pan & Tompkins 1985 for the idea
 */
export function detectHeartBeats(signal: Signal, options: { readonly samplingRateHz: number }): Uint32Array {
  const { samplingRateHz } = options;
  if (!(samplingRateHz > 2 * QRS_BAND_HZ[1])) {
    throw new InvalidArgumentError('samplingRateHz', `more than ${2 * QRS_BAND_HZ[1]} Hz`, samplingRateHz);
  }
  const sections = designButterworth({ order: 2, type: 'bandpass', cornerHz: QRS_BAND_HZ, samplingRateHz });
  const band = filterZeroPhase(signal, sections);
  const windowSamples = Math.round(QRS_WIDTH_S * samplingRateHz);
  const energy = movingAverage(
    band.map((value) => value * value),
    { windowSamples },
  );
  const refractory = Math.round(REFRACTORY_S * samplingRateHz);
  const peaks: number[] = [];
  for (let i = 0; i < energy.length; i++) {
    const last = peaks.at(-1);
    if (!(energy[i] > 0)) continue;
    if (last === undefined || i - last >= refractory) peaks.push(i);
    else if (energy[i] > energy[last]) peaks[peaks.length - 1] = i;
  }
  // Beats are tall and alike; what else fills the refractory grid is far lower.
  const limit =
    quantile(
      Float64Array.from(peaks, (i) => energy[i]),
      0.75,
    ) / 2;
  const beats = peaks.filter((i) => energy[i] > limit);
  return Uint32Array.from(beats, (i) => {
    let peak = i;
    const last = Math.min(band.length - 1, i + windowSamples / 2);
    for (let k = Math.max(0, Math.ceil(i - windowSamples / 2)); k <= last; k++) {
      if (Math.abs(band[k]) > Math.abs(band[peak])) peak = k;
    }
    return peak;
  });
}

export interface EcgTemplateOptions {
  readonly samplingRateHz: number;
  /** R peaks, from an ECG channel if there is one; default: {@link detectHeartBeats} on the signal itself. */
  readonly beatSamples?: ArrayLike<number>;
  /**
   * Template from this much before to this much after each R peak, s; default 0.2 and 0.4, at most a third and two
   * thirds of a beat.
   */
  readonly beforeS?: number;
  readonly afterS?: number;
}

export interface EcgRemoval {
  readonly signal: Float64Array;
  readonly beatSamples: Uint32Array;
  /** The average heart beat that was subtracted, in the signal's unit. */
  readonly template: Float64Array;
}

const LEAST_BEATS = 5;

/**
 * ECG removal by template subtraction: the average of the signal around all beats is the heart, what varies is muscle.
 *
 * Beats count less the more muscle activity surrounds them (weight 1 / mean square); the template fades out over its
 * outer tenths; each beat is subtracted with the scale that fits its QRS best, 0.5 to 1.5. Keeps amplitude and median
 * frequency better than a high-pass.
 *
 * @param signal - raw EMG, any unit; beats that reach a gap or an end are not averaged, and are subtracted where
 *   samples exist
 * @returns the signal unchanged, and an empty template, when there are fewer than 5 whole beats
 * @throws InvalidArgument for a rate or length that is not above 0, or a beat outside the signal
 */
export function removeEcgTemplate(signal: Signal, options: EcgTemplateOptions): EcgRemoval {
  const { samplingRateHz, beforeS = 0.2, afterS = 0.4 } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  const beatSamples = Uint32Array.from(options.beatSamples ?? detectHeartBeats(signal, { samplingRateHz }));
  // A window longer than a beat would hold the neighbour's QRS.
  const beatLength = median(beatSamples.subarray(1).map((beat, k) => beat - beatSamples[k])) || Infinity;
  const before = Math.round(Math.min(requirePositive('beforeS', beforeS) * samplingRateHz, beatLength / 3));
  const after = Math.round(Math.min(requirePositive('afterS', afterS) * samplingRateHz, (2 * beatLength) / 3));
  const cleaned = Float64Array.from(signal);
  for (const beat of beatSamples) {
    if (beat >= signal.length) throw new InvalidArgumentError('beatSamples', `below ${signal.length}`, beat);
  }
  const whole = Array.from(beatSamples, (beat) => cleaned.slice(Math.max(0, beat - before), beat + after)).filter(
    (part) => part.length === before + after && part.every(Number.isFinite),
  );
  if (whole.length < LEAST_BEATS) return { signal: cleaned, beatSamples, template: new Float64Array(0) };

  const template = averageBeat(whole);
  const qrs = Math.round((QRS_WIDTH_S / 2) * samplingRateHz);
  const original = cleaned.slice();
  for (const beat of beatSamples) {
    const offset = beat - before;
    let product = 0;
    let energy = 0;
    for (let k = Math.max(0, before - qrs); k < Math.min(template.length, before + qrs); k++) {
      if (!Number.isFinite(original[offset + k])) continue;
      product += original[offset + k] * template[k];
      energy += template[k] * template[k];
    }
    const scale = energy > 0 ? Math.min(1.5, Math.max(0.5, product / energy)) : 0;
    const last = Math.min(template.length, cleaned.length - offset);
    for (let k = Math.max(0, -offset); k < last; k++) cleaned[offset + k] -= scale * template[k];
  }
  return { signal: cleaned, beatSamples, template };
}

function averageBeat(parts: readonly Float64Array[]): Float64Array {
  const length = parts[0].length;
  const template = new Float64Array(length);
  let weights = 0;
  for (const part of parts) {
    const mean = part.reduce((sum, value) => sum + value, 0) / length;
    const meanSquare = part.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length;
    if (!(meanSquare > 0)) continue;
    weights += 1 / meanSquare;
    for (let k = 0; k < length; k++) template[k] += part[k] / meanSquare;
  }
  if (weights === 0) return template;
  const fade = Math.max(1, Math.round(length / 10));
  const isOuter = (k: number) => k < fade || k >= length - fade;
  const outer = template.filter((_, k) => isOuter(k));
  // The heart is silent at the borders of a beat; what is left there is offset.
  const offset = outer.reduce((sum, value) => sum + value, 0) / outer.length;
  return template.map((value, k) => {
    const distance = Math.min(k, length - 1 - k) + 0.5;
    const taper = isOuter(k) ? 0.5 - 0.5 * Math.cos((Math.PI * distance) / fade) : 1;
    return ((value - offset) / weights) * taper;
  });
}
