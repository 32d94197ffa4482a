import { requireInteger, requireOneOf, requirePositive } from '../argument-checks';
import { joinSamples } from '../array/map-samples';
import { movingRms } from '../envelope/moving-window';
import { finiteRuns } from '../finite-runs';
import { medianAbsolute } from '../statistics/quantile';
import { quietestWindows } from '../statistics/quiet-windows';
import type { Signal } from '../signal-types';
import { maximumWaveletLevel } from '../wavelet/wavelet-decomposition';
import { waveletFilters, type Wavelet } from '../wavelet/wavelet-filters';
import { shrinkageFactor, type Shrinkage } from './shrinkage';
import { minimaxThreshold, sureThreshold, universalThreshold } from './threshold-rules';
import { timedBands, type TimedBand } from './wavelet-bands';

/** Rule for the threshold of a band, see {@link denoiseWavelet}. */
export type ThresholdRule = 'local-energy' | 'universal' | 'level-dependent' | 'sure' | 'minimax';

/** Where the noise level of a band comes from, see {@link denoiseWavelet}. */
export type NoiseSource = 'quietest-windows' | 'finest-band' | 'each-band';

export interface WaveletDenoisingOptions {
  readonly samplingRateHz: number;
  /** `dwt` (default) splits the low band only; `packet` splits all bands, 2^levels leaves of equal width. */
  readonly transform?: 'dwt' | 'packet';
  /** Default `sym8`. */
  readonly wavelet?: Wavelet;
  /** Default: as many as leave 0 to about 30 Hz in the lowest band, at most {@link maximumWaveletLevel}. */
  readonly levels?: number;
  /** Default `local-energy`. */
  readonly thresholdRule?: ThresholdRule;
  /** Default `garrote`. */
  readonly shrinkage?: Shrinkage;
  /** Default `quietest-windows`. */
  readonly noiseSource?: NoiseSource;
  /** Length of the neighbourhood of rule `local-energy`, s; default 0.05. */
  readonly neighbourhoodS?: number;
  /**
   * Least ratio of the mean squares of the loudest and quietest fifth of 0.25 s windows for the quiet ones to be rest;
   * default 2 (3 dB).
   */
  readonly leastContrast?: number;
}

/** What happened to one band, finest first. */
export interface DenoisedBand {
  /** Standard deviation of the noise in the coefficients, in the signal's unit. */
  readonly noiseSd: number;
  /** Magnitude up to which coefficients became 0, in the signal's unit. */
  readonly threshold: number;
}

export interface DenoisedSignal {
  /** As long as the input, in its unit; gaps stay NaN. */
  readonly signal: Float64Array;
  /** Energy of the result over energy of the input, 0 to 1; 1 for a silent input. */
  readonly energyKept: number;
  /**
   * Gain in the ratio of the energy outside to that inside the quietest windows (chosen on the input), dB: an estimate
   * of the gain in signal-to-noise ratio that needs no clean signal. Infinity when the quiet windows became exactly 0,
   * NaN when there is nothing to compare.
   */
  readonly snrGainDb: number;
  /**
   * False when the recording has no quiet part (or the quiet part is silent), so that windows can't tell noise from
   * EMG; nothing was removed then.
   */
  readonly noiseFound: boolean;
  /** The bands that were thresholded; the lowest band is always kept as it is. */
  readonly bands: readonly DenoisedBand[];
}

const RULES: readonly ThresholdRule[] = ['local-energy', 'universal', 'level-dependent', 'sure', 'minimax'];
const SOURCES: readonly NoiseSource[] = ['quietest-windows', 'finest-band', 'each-band'];
const MAD_OF_GAUSSIAN = 0.6745;
/** Neighbourhoods of noise alone stay below this many standard deviations of their mean square. */
const LOCAL_ENERGY_SDS = 2;

/**
 * Wavelet denoising that keeps bursts: thresholds wavelet coefficients against the noise of the recording's own quiet
 * part.
 *
 * EMG bursts look like noise coefficient by coefficient, so the classical rules remove them with the noise. Two
 * defaults prevent that. The noise level of each band is the root mean square of its coefficients in the quietest 15 %
 * of 0.1 s windows (`quietest-windows`) and not the median over all of them. And a coefficient is judged by the mean
 * square S^2 of its neighbours within 50 ms (`local-energy`): it becomes 0 while S^2 is within 2 standard deviations of
 * noise alone, beyond that it is multiplied by 1 - sigma^2 / S^2 (garrote), which is Wiener's gain and the idea of Cai
 * & Silverman's (2001) neighbouring coefficients.
 *
 * Other rules, per coefficient: `universal` sigma sqrt(2 ln n) with n the samples of the stretch, `level-dependent` the
 * same with n the coefficients of the band, `sure`, `minimax`. Other noise sources: `finest-band` takes median|d| /
 * 0.6745 of the finest band for all bands (white noise), `each-band` that of each band itself, which treats steady EMG
 * as noise.
 *
 * Denoising lowers amplitudes: report it, use the same setting for all trials, and leave it out where amplitude is the
 * result.
 *
 * @param signal - n samples in any unit; each stretch between gaps is transformed by itself with one common noise level
 * @returns the signal, the energy kept, the gain, and what was done to each band
 * @throws InvalidArgument for an option outside its range
 * @example
 * const { signal, energyKept } = denoiseWavelet(emgVolt, { samplingRateHz: 2000 });
 */
export function denoiseWavelet(signal: Signal, options: WaveletDenoisingOptions): DenoisedSignal {
  const {
    samplingRateHz,
    transform = 'dwt',
    wavelet = 'sym8',
    thresholdRule = 'local-energy',
    shrinkage = 'garrote',
    noiseSource = 'quietest-windows',
    neighbourhoodS = 0.05,
    leastContrast = 2,
  } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  requirePositive('neighbourhoodS', neighbourhoodS);
  requirePositive('leastContrast', leastContrast);
  requireOneOf('transform', transform, ['dwt', 'packet']);
  requireOneOf('thresholdRule', thresholdRule, RULES);
  requireOneOf('shrinkage', shrinkage, ['soft', 'hard', 'garrote']);
  requireOneOf('noiseSource', noiseSource, SOURCES);
  const filters = waveletFilters(wavelet);
  const runs = finiteRuns(signal);
  const longest = runs.reduce((length, { start, end }) => Math.max(length, end - start), 0);
  const deepest = Math.min(
    maximumWaveletLevel(longest, filters),
    Math.max(1, Math.round(Math.log2(samplingRateHz / 60))),
  );
  const levels = requireInteger('levels', options.levels ?? deepest, 0, 16);

  const quiet = quietestWindows(signal, { samplingRateHz });
  const isQuiet = new Uint8Array(signal.length);
  for (const { startSample, endSample } of quiet.windows) isQuiet.fill(1, startSample, endSample);
  const noiseFound =
    noiseSource !== 'quietest-windows' ||
    (quiet.quietMeanSquare > 0 && contrastOf(signal, samplingRateHz) >= leastContrast);
  const denoised = new Float64Array(signal.length).fill(NaN);
  if (!noiseFound || levels === 0) {
    for (const { start, end } of runs) for (let i = start; i < end; i++) denoised[i] = signal[i];
    return { signal: denoised, ...gainOf(signal, denoised, isQuiet), noiseFound, bands: [] };
  }

  const stretches = runs.map(({ start, end }) => {
    const samples = new Float64Array(end - start);
    for (let i = start; i < end; i++) samples[i - start] = signal[i];
    return { start, ...timedBands(samples, filters, levels, transform) };
  });
  const stretchBands = (band: number) => stretches.map(({ start, bands }) => ({ start, band: bands[band] }));
  const bandCount = stretches[0].bands.length - 1;
  const noiseSds = Array.from({ length: bandCount }, (_, band) =>
    noiseSource === 'quietest-windows'
      ? quietRms(stretchBands(band), isQuiet)
      : noiseOfMedian(stretchBands(noiseSource === 'finest-band' ? 0 : band)),
  );
  const thresholds = noiseSds.map((noiseSd, band) => {
    const coefficients = stretchBands(band).map((part) => part.band.coefficients);
    const half = halfNeighbourhood(stretches[0].bands[band]);
    return noiseSd * thresholdInSds(thresholdRule, longest, half, noiseSd, coefficients);
  });

  function halfNeighbourhood({ spacing }: TimedBand): number {
    return Math.max(1, Math.round((neighbourhoodS * samplingRateHz) / spacing / 2));
  }

  for (const { start, bands, reconstruct } of stretches) {
    const changed = bands.map((band, index) => {
      if (index === bandCount) return band.coefficients;
      if (thresholdRule !== 'local-energy') {
        return band.coefficients.map((c) => c * shrinkageFactor(Math.abs(c), thresholds[index], shrinkage));
      }
      const local = movingRms(band.coefficients, { windowSamples: 2 * halfNeighbourhood(band) + 1 });
      return band.coefficients.map((c, i) =>
        local[i] <= thresholds[index] ? 0 : c * shrinkageFactor(local[i], noiseSds[index], shrinkage),
      );
    });
    denoised.set(reconstruct(changed), start);
  }
  const bands = noiseSds.map((noiseSd, band) => ({ noiseSd, threshold: thresholds[band] }));
  return { signal: denoised, ...gainOf(signal, denoised, isQuiet), noiseFound, bands };
}

function thresholdInSds(
  rule: ThresholdRule,
  length: number,
  halfNeighbourhood: number,
  noiseSd: number,
  coefficients: readonly Float64Array[],
): number {
  const count = coefficients.reduce((sum, part) => sum + part.length, 0);
  switch (rule) {
    case 'local-energy':
      return Math.sqrt(1 + LOCAL_ENERGY_SDS * Math.sqrt(2 / (2 * halfNeighbourhood + 1)));
    case 'universal':
      return universalThreshold(length);
    case 'level-dependent':
      return universalThreshold(count);
    case 'minimax':
      return minimaxThreshold(count);
    case 'sure':
      if (noiseSd === 0) return 0;
      return sureThreshold(joinSamples(coefficients).map((c) => c / noiseSd));
  }
}

/** Loud over quiet mean square in windows long enough for steady EMG to stay below 2. */
function contrastOf(signal: Signal, samplingRateHz: number): number {
  const { quietMeanSquare, loudMeanSquare } = quietestWindows(signal, { samplingRateHz, windowS: 0.25, share: 0.2 });
  return loudMeanSquare / quietMeanSquare;
}

/** Root mean square of the coefficients whose centres lie in quiet samples. */
function quietRms(parts: readonly { start: number; band: TimedBand }[], isQuiet: Uint8Array): number {
  let energy = 0;
  let count = 0;
  for (const { start, band } of parts) {
    for (let i = 0; i < band.coefficients.length; i++) {
      if (!isQuiet[start + Math.round(band.firstCentre + i * band.spacing)]) continue;
      energy += band.coefficients[i] ** 2;
      count++;
    }
  }
  return count > 0 ? Math.sqrt(energy / count) : 0;
}

function noiseOfMedian(parts: readonly { band: TimedBand }[]): number {
  return medianAbsolute(joinSamples(parts.map(({ band }) => band.coefficients))) / MAD_OF_GAUSSIAN;
}

function gainOf(before: Signal, after: Float64Array, isQuiet: Uint8Array) {
  const energy = { quietBefore: 0, quietAfter: 0, restBefore: 0, restAfter: 0 };
  for (let i = 0; i < after.length; i++) {
    if (Number.isNaN(after[i])) continue;
    energy[isQuiet[i] ? 'quietBefore' : 'restBefore'] += before[i] ** 2;
    energy[isQuiet[i] ? 'quietAfter' : 'restAfter'] += after[i] ** 2;
  }
  const total = energy.quietBefore + energy.restBefore;
  const contrastBefore = energy.restBefore / energy.quietBefore;
  const contrastAfter = energy.restAfter / energy.quietAfter;
  return {
    energyKept: total > 0 ? (energy.quietAfter + energy.restAfter) / total : 1,
    snrGainDb: 10 * Math.log10(contrastAfter / contrastBefore),
  };
}
