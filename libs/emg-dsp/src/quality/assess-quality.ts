import { requirePositive } from '../argument-checks';
import { removeMean } from '../envelope/mean-removal';
import { kurtosis } from '../features/amplitude-features';
import { designButterworth } from '../filter/butterworth';
import { filterZeroPhase } from '../filter/zero-phase';
import { detectMains } from '../mains/mains-detection';
import { finiteValues } from '../statistics/quantile';
import { welchSpectrum } from '../spectrum/power-spectrum';
import type { Signal } from '../signal-types';
import { activityRatioDb, clippedShare, repeatedShare, smallestStep, standardDeviation } from './amplitude-indices';
import { heartIndex } from './heart-index';
import {
  baselineWanderShare,
  inBandShare,
  powerDensityDropDb,
  signalToHighFrequencyNoiseDb,
  signalToMotionDb,
  spectralDeformation,
} from './spectral-indices';

/** Name of a quality index. */
export type QualityIndexName =
  | 'missing'
  | 'dead'
  | 'repeated'
  | 'clipping'
  | 'mains'
  | 'in-band'
  | 'activity-ratio'
  | 'motion'
  | 'high-frequency-noise'
  | 'density-drop'
  | 'deformation'
  | 'kurtosis'
  | 'heart'
  | 'baseline-wander';

/** When an index is bad: `above` or `below` a limit, and how bad. */
export interface QualityLimit {
  readonly above?: number;
  readonly below?: number;
  /** `reject`: this is not usable EMG. `warn`: look at it. */
  readonly severity: 'reject' | 'warn';
  /** Finishes the sentence "value: ..." for a person. */
  readonly meaning: string;
}

/** What is bad by default; every entry can be replaced by an option of {@link assessEmgQuality}. */
export const QUALITY_LIMITS: Readonly<Record<QualityIndexName, QualityLimit>> = {
  missing: { above: 0.5, severity: 'reject', meaning: 'share of samples that are missing' },
  dead: { below: 3, severity: 'reject', meaning: 'standard deviation in converter steps (or in uV): dead channel' },
  repeated: {
    above: 0.05,
    severity: 'reject',
    meaning: 'share of samples that repeat the one before: dead or held channel',
  },
  clipping: { above: 0.001, severity: 'warn', meaning: 'share of samples at the rails: clipped' },
  mains: {
    above: 0.3,
    severity: 'reject',
    meaning: 'share of power in mains lines above their neighbours: unplugged or saturated by hum',
  },
  'in-band': { below: 0.5, severity: 'reject', meaning: 'share of power in 20-400 Hz: not EMG' },
  'activity-ratio': {
    below: 6,
    severity: 'warn',
    meaning: 'loud over quiet windows in dB: little activity or much noise',
  },
  motion: { below: 12, severity: 'warn', meaning: 'signal to motion in dB: movement artefact' },
  'high-frequency-noise': { below: 15, severity: 'warn', meaning: 'signal to high-frequency noise in dB: noisy' },
  'density-drop': { below: 10, severity: 'warn', meaning: 'drop in power density in dB: spectrum too flat for EMG' },
  deformation: { above: 1.4, severity: 'warn', meaning: 'spectral deformation: noise at both ends of the spectrum' },
  kurtosis: { above: 25, severity: 'warn', meaning: 'kurtosis after band-pass: spikes' },
  heart: { above: 0.4, severity: 'warn', meaning: 'likeness of QRS-like events: heart in the signal' },
  'baseline-wander': { above: 0.3, severity: 'warn', meaning: 'share of power below 10 Hz: baseline wander' },
};

export interface QualityIndex {
  readonly name: QualityIndexName;
  /** NaN when it can't be computed for this signal. */
  readonly value: number;
  readonly verdict: 'pass' | 'warn' | 'reject' | 'unknown';
  /** Value, limit and meaning in one line. */
  readonly reason: string;
}

export interface EmgQuality {
  /** The worst verdict of all indices; `unknown` only when no index could be computed. */
  readonly verdict: QualityIndex['verdict'];
  /** Reasons of the indices that did not pass. */
  readonly reasons: readonly string[];
  readonly indices: readonly QualityIndex[];
  /** Mains frequency found, Hz; NaN when unknown. */
  readonly mainsHz: number;
}

export interface QualityOptions {
  readonly samplingRateHz: number;
  /**
   * Microvolts in one unit of the signal, e.g. 1e6 for volts: adds the rule "standard deviation below 1 uV is dead".
   */
  readonly microvoltsPerUnit?: number;
  /** Resolution of the converter in the signal's unit; default: the smallest step seen. */
  readonly converterStep?: number;
  readonly limits?: Partial<Record<QualityIndexName, QualityLimit>>;
}

/** Converter steps and microvolts are brought to one scale: 1 uV counts as much as 3 steps. */
const STEPS_PER_MICROVOLT = 3;

function indexOf(name: QualityIndexName, value: number, limit: QualityLimit): QualityIndex {
  const { above = Infinity, below = -Infinity, severity, meaning } = limit;
  if (Number.isNaN(value)) return { name, value, verdict: 'unknown', reason: `${name} can't be computed here` };
  const bound = above === Infinity ? `at least ${below}` : `at most ${above}`;
  const isBad = value > above || value < below;
  const reason = `${name} ${Number(value.toPrecision(4))}, expected ${bound} (${meaning})`;
  return { name, value, verdict: isBad ? severity : 'pass', reason };
}

/**
 * Quality of one raw EMG channel as numbers, verdicts and reasons.
 *
 * Run it before any filter: clipping, dead channels and hum are invisible afterwards. Activity ratio and kurtosis are
 * computed on a band-passed copy (20 Hz to 450 Hz or 0.45 of the rate). Indices that the recording is too short or too
 * slow for are `unknown`.
 *
 * @param signal - raw EMG of the whole recording, any unit; gaps are left out
 * @throws InvalidArgument for a rate, step or scale that is not above 0
 * @example
 * const { verdict, reasons } = assessEmgQuality(rawVolt, { samplingRateHz: 2000, microvoltsPerUnit: 1e6 });
 */
export function assessEmgQuality(signal: Signal, options: QualityOptions): EmgQuality {
  const { samplingRateHz, microvoltsPerUnit, limits = {} } = options;
  requirePositive('samplingRateHz', samplingRateHz);
  if (microvoltsPerUnit !== undefined) requirePositive('microvoltsPerUnit', microvoltsPerUnit);
  const step =
    options.converterStep === undefined
      ? smallestStep(signal)
      : requirePositive('converterStep', options.converterStep);
  const sd = standardDeviation(signal);
  const inSteps = sd === 0 ? 0 : sd / step;
  const inMicrovolts = microvoltsPerUnit === undefined ? Infinity : sd * microvoltsPerUnit * STEPS_PER_MICROVOLT;
  const mains = detectMains(signal, { samplingRateHz });
  const values: Record<QualityIndexName, number> = {
    missing: signal.length > 0 ? 1 - finiteValues(signal).length / signal.length : NaN,
    dead: Math.min(inSteps, inMicrovolts),
    repeated: repeatedShare(signal),
    clipping: sd > 0 ? clippedShare(signal, step) : NaN,
    mains: mains.excessShare,
    heart: sd > 0 ? heartIndex(signal, { samplingRateHz }) : NaN,
    ...spectralValues(signal, samplingRateHz),
    ...bandPassedValues(signal, samplingRateHz),
  };
  const names = Object.keys(QUALITY_LIMITS) as QualityIndexName[];
  const indices = names.map((name) => indexOf(name, values[name], limits[name] ?? QUALITY_LIMITS[name]));
  const worst = (['reject', 'warn', 'pass'] as const).find((verdict) =>
    indices.some((index) => index.verdict === verdict),
  );
  return {
    verdict: worst ?? 'unknown',
    reasons: indices.filter(({ verdict }) => verdict === 'warn' || verdict === 'reject').map(({ reason }) => reason),
    indices,
    mainsHz: mains.frequencyHz,
  };
}

function spectralValues(signal: Signal, samplingRateHz: number) {
  const nothing = { 'in-band': NaN, motion: NaN, 'high-frequency-noise': NaN, 'density-drop': NaN, deformation: NaN };
  // A second resolves 1 Hz; below 200 Hz there is no EMG band to speak of.
  if (signal.length < samplingRateHz || samplingRateHz < 200) return { ...nothing, 'baseline-wander': NaN };
  const spectrum = welchSpectrum(signal, { samplingRateHz });
  return {
    'in-band': inBandShare(spectrum),
    motion: signalToMotionDb(spectrum),
    // The upper fifth of the spectrum is noise only where EMG ends below it.
    'high-frequency-noise': samplingRateHz >= 1500 ? signalToHighFrequencyNoiseDb(spectrum) : NaN,
    'density-drop': samplingRateHz >= 1000 ? powerDensityDropDb(spectrum) : NaN,
    deformation: spectralDeformation(spectrum),
    'baseline-wander': baselineWanderShare(spectrum),
  };
}

function bandPassedValues(signal: Signal, samplingRateHz: number) {
  const highHz = Math.min(450, 0.45 * samplingRateHz);
  if (highHz <= 20) return { 'activity-ratio': NaN, kurtosis: NaN };
  const sections = designButterworth({ order: 2, type: 'bandpass', cornerHz: [20, highHz], samplingRateHz });
  const band = filterZeroPhase(removeMean(signal), sections);
  return { 'activity-ratio': activityRatioDb(band, { samplingRateHz }), kurtosis: kurtosis(finiteValues(band)) };
}
