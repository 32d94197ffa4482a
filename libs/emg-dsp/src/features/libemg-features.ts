import { createFft } from '../fft/fft';
import type { PowerSpectrum } from '../spectrum/power-spectrum';
import { meanFrequencyHz, medianFrequencyHz, spectralMoment } from '../spectrum/spectral-features';
import {
  differenceAbsoluteSd,
  differences,
  integratedEmg,
  kurtosis,
  logDetector,
  lScore,
  maximumFractalLength,
  meanAbsoluteDifference,
  meanAbsoluteValue,
  meanAbsoluteValueSlopes,
  meanSquaredRoot,
  rootMeanSquare,
  skewness,
  temporalMoment,
  waveformLength,
} from './amplitude-features';
import { autoregressiveCoefficients, cepstralCoefficients } from './autoregression';
import { slopeSignChanges, willisonAmplitude, zeroCrossings } from './counting-features';
import { fuzzyEntropy, sampleEntropy } from './entropy';

/**
 * Spectrum in the convention of LibEMG's MATLAB tables: no taper, no detrending, zero-padded to the next power of two
 * N, power |X|^2 / n^2 of bins 0 ... N/2 - 1 on a frequency axis that (unlike the true one) reaches half the sampling
 * rate at the last bin.
 */
export function libEmgSpectrum(window: Float64Array, samplingRateHz: number): PowerSpectrum {
  const padded = new Float64Array(2 ** Math.ceil(Math.log2(Math.max(window.length, 2))));
  padded.set(window);
  const { re, im } = createFft(padded.length).forwardReal(padded);
  const power = Float64Array.from(
    { length: padded.length / 2 },
    (_, k) => (re[k] ** 2 + im[k] ** 2) / window.length ** 2,
  );
  const frequencyHz = power.map((_, k) => ((samplingRateHz / 2) * k) / Math.max(power.length - 1, 1));
  return { frequencyHz, power };
}

/** Compressed moments of the signal and its first two differences (Al-Timemy 2016, Khushaba 2014), each m^0.1 / 0.1. */
function compressedMoments(window: Float64Array) {
  const slope = differences(window);
  const curvature = differences(slope);
  const norm = (x: Float64Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const compressed = (moment: number) => moment ** 0.1 / 0.1;
  const steps = window.length - 1;
  return {
    m0: compressed(norm(window) / steps),
    m2: compressed(norm(slope) / Math.sqrt(steps)),
    m4: compressed(norm(curvature) / Math.sqrt(steps)),
  };
}

/**
 * A log feature of the window and of its log square, joined as -2ab / (a^2 + b^2), the cosine-like fusion of TD-PSD
 * features.
 */
function fused(window: Float64Array, feature: (samples: Float64Array) => number): number {
  const a = Math.log(Math.abs(feature(window)));
  const b = Math.log(Math.abs(feature(window.map((x) => Math.log(x * x + Number.EPSILON)))));
  return (-2 * a * b) / (a * a + b * b);
}

/**
 * Log distances between channels placed on a circle (phasors), then those distances over the distances of the
 * differences.
 */
function phasorDistances(channels: readonly Float64Array[], amplitude: (samples: Float64Array) => number): number[] {
  const place = (samples: Float64Array[]) =>
    samples.map((channel, c) => {
      const angle = (2 * Math.PI * c) / samples.length;
      return [amplitude(channel) * Math.cos(angle), amplitude(channel) * Math.sin(angle)];
    });
  const distances = (points: number[][]) =>
    points.flatMap(([x, y], i) => points.slice(i + 1).map(([u, v]) => Math.hypot(x - u, y - v)));
  const signal = distances(place([...channels]));
  const slope = distances(place(channels.map(differences)));
  return [...signal.map(Math.log), ...signal.map((distance, i) => Math.log(distance / slope[i]))];
}

type ChannelFeature = (
  window: Float64Array,
  samplingRateHz: number,
  recordingSd: number | undefined,
) => number | ArrayLike<number>;

const CHANNEL_FEATURES = {
  MAV: meanAbsoluteValue,
  IAV: integratedEmg,
  RMS: rootMeanSquare,
  VAR: (x) => temporalMoment(x, 2),
  WL: waveformLength,
  MAVFD: meanAbsoluteDifference,
  DASDV: differenceAbsoluteSd,
  MZP: (x) => Math.sqrt((differenceAbsoluteSd(x) ** 2 * (x.length - 1)) / x.length),
  MFL: maximumFractalLength,
  MSR: meanSquaredRoot,
  LS: lScore,
  LD: (x) => logDetector(x, { offset: 1 }),
  MAVSLP: (x) => meanAbsoluteValueSlopes(x, 2),
  MPK: (x) => x.reduce((largest, value) => Math.max(largest, value), -Infinity),
  SKEW: skewness,
  KURT: kurtosis,
  TM: (x) => temporalMoment(x, 3),
  ZC: (x) => zeroCrossings(x, { convention: 'libemg' }),
  SSC: (x) => slopeSignChanges(x, { convention: 'libemg' }),
  WAMP: (x) => willisonAmplitude(x, { threshold: 2e-3 }),
  AR: (x) => autoregressiveCoefficients(x),
  CC: (x) => cepstralCoefficients(autoregressiveCoefficients(x), { convention: 'libemg' }),
  MDF: (x, samplingRateHz) => medianFrequencyHz(libEmgSpectrum(x, samplingRateHz)),
  MNF: (x, samplingRateHz) => meanFrequencyHz(libEmgSpectrum(x, samplingRateHz)),
  SM: (x, samplingRateHz) => spectralMoment(libEmgSpectrum(x, samplingRateHz), 2),
  MNP: (x, samplingRateHz) => {
    const spectrum = libEmgSpectrum(x, samplingRateHz);
    return spectralMoment(spectrum, 0) / spectrum.power.length;
  },
  PAP: (x) => {
    const slope = differences(x);
    const [m0, m2, m4] = [x, slope, differences(slope)].map((s) => rootMeanSquare(s) * Math.sqrt(s.length));
    return m0 / (m4 / m2);
  },
  SAMPEN: (x) => sampleEntropy(x, { toleranceSds: 0.3, convention: 'libemg' }),
  FUZZYEN: (x, _, recordingSd) => fuzzyEntropy(x, { toleranceSds: 0.3, convention: 'libemg', recordingSd }),
  M0: (x) => fused(x, (s) => compressedMoments(s).m0),
  M2: (x) => fused(x, (s) => compressedMoments(s).m0 - compressedMoments(s).m2),
  M4: (x) => fused(x, (s) => compressedMoments(s).m0 - compressedMoments(s).m4),
  SPARSI: (x) =>
    fused(x, (s) => {
      const { m0, m2, m4 } = compressedMoments(s);
      return Math.sqrt(Math.abs((m0 - m2) * (m0 - m4))) / m0;
    }),
  IRF: (x) =>
    fused(x, (s) => {
      const { m0, m2, m4 } = compressedMoments(s);
      return m2 / Math.sqrt(m0 * m4);
    }),
  WLF: (x) => fused(x, (s) => Math.sqrt(waveformLength(s) / waveformLength(differences(s)))),
} satisfies Record<string, ChannelFeature>;

const ARRAY_FEATURES = {
  RMSPHASOR: (channels: readonly Float64Array[]) => phasorDistances(channels, rootMeanSquare),
  WLPHASOR: (channels: readonly Float64Array[]) => phasorDistances(channels, integratedEmgOfSteps),
};

function integratedEmgOfSteps(window: Float64Array): number {
  return integratedEmg(differences(window));
}

/** Name of a feature as in LibEMG's tables. */
export type LibEmgFeatureName = keyof typeof CHANNEL_FEATURES | keyof typeof ARRAY_FEATURES;

/** Names of the features that {@link libEmgFeature} knows. */
export const LIBEMG_FEATURE_NAMES = [
  ...Object.keys(CHANNEL_FEATURES),
  ...Object.keys(ARRAY_FEATURES),
] as LibEmgFeatureName[];

/**
 * One row of a LibEMG feature table, in the conventions of its MATLAB reference tables.
 *
 * Those differ from the usual definitions in places: VAR is the mean square, ZC ignores zero samples, SSC counts flat
 * stretches, LD adds 1 before the logarithm, CC uses a_p throughout, the frequency axis is stretched. Use the plain
 * feature functions for anything else.
 *
 * @param name - feature, see {@link LIBEMG_FEATURE_NAMES}
 * @param channels - one window per channel, equally long
 * @param options.samplingRateHz - used by MDF, MNF and SM
 * @param options.recordingSds - standard deviation of each whole channel (divided by n - 1), used by FUZZYEN; default
 *   of the window
 * @returns values channel by channel; for the phasor features one value per pair of channels, twice
 */
export function libEmgFeature(
  name: LibEmgFeatureName,
  channels: readonly Float64Array[],
  { samplingRateHz, recordingSds }: { readonly samplingRateHz: number; readonly recordingSds?: ArrayLike<number> },
): number[] {
  if (name in ARRAY_FEATURES) return ARRAY_FEATURES[name as keyof typeof ARRAY_FEATURES](channels);
  const feature: ChannelFeature = CHANNEL_FEATURES[name as keyof typeof CHANNEL_FEATURES];
  return channels.flatMap((window, channel) => {
    const value = feature(window, samplingRateHz, recordingSds?.[channel]);
    return typeof value === 'number' ? [value] : Array.from(value);
  });
}
