import { bandPower, spectralMoment } from '../spectrum/spectral-features';
import type { PowerSpectrum } from '../spectrum/power-spectrum';

/** Highest frequency of surface EMG in Sinderby's indices, Hz. */
const TOP_HZ = 600;
/** Bins averaged for a mean density, as published. */
const DENSITY_BINS = 13;

function topOf({ frequencyHz }: PowerSpectrum): number {
  return Math.min(TOP_HZ, frequencyHz[frequencyHz.length - 1]);
}

/** Share of the power above 1 Hz that lies in 20-400 Hz: below a half it is not EMG. */
export function inBandShare(spectrum: PowerSpectrum): number {
  return bandPower(spectrum, 20, 400) / bandPower(spectrum, 1, Infinity);
}

/** Share of the power above 0 Hz that lies below 10 Hz: baseline wander. */
export function baselineWanderShare(spectrum: PowerSpectrum): number {
  const lowest = spectrum.frequencyHz[1] ?? 0;
  return bandPower(spectrum, lowest, 10) / bandPower(spectrum, lowest, Infinity);
}

/** Mean densities over 13 successive bins between 35 Hz and the top, with their centre frequencies. */
function meanDensities(spectrum: PowerSpectrum): { frequencyHz: number; density: number }[] {
  const bins = Array.from(spectrum.frequencyHz.keys()).filter(
    (bin) => spectrum.frequencyHz[bin] >= 35 && spectrum.frequencyHz[bin] <= topOf(spectrum),
  );
  const width = Math.min(DENSITY_BINS, bins.length);
  return bins.slice(0, bins.length - width + 1).map((first) => ({
    frequencyHz: (spectrum.frequencyHz[first] + spectrum.frequencyHz[first + width - 1]) / 2,
    density: spectrum.power.subarray(first, first + width).reduce((sum, p) => sum + p, 0) / width,
  }));
}

function decibel(ratio: number): number {
  return 10 * Math.log10(ratio);
}

/**
 * Signal to motion artefact SMR (Sinderby 1995): power up to 600 Hz over the power below 20 Hz that lies above the
 * straight line from the origin to the highest mean density above 35 Hz, in dB; below 12 dB movement matters. Infinity
 * when nothing lies above the line.
 */
export function signalToMotionDb(spectrum: PowerSpectrum): number {
  const peak = meanDensities(spectrum).reduce((best, at) => (at.density > best.density ? at : best), {
    frequencyHz: Infinity,
    density: 0,
  });
  const motion = spectrum.power.reduce((sum, p, bin) => {
    const f = spectrum.frequencyHz[bin];
    return f < 20 ? sum + Math.max(0, p - (peak.density * f) / peak.frequencyHz) : sum;
  }, 0);
  return decibel(bandPower(spectrum, 0, topOf(spectrum)) / motion);
}

/**
 * Signal to high-frequency noise SHN (Sinderby 1995): power over the power of a white noise as dense as the upper fifth
 * of the spectrum, in dB. Only meaningful where that fifth lies above the EMG band, i.e. from about 1000 Hz sampling
 * rate without a low-pass.
 */
export function signalToHighFrequencyNoiseDb(spectrum: PowerSpectrum): number {
  const top = spectrum.frequencyHz[spectrum.frequencyHz.length - 1];
  const isUpper = (f: number) => f >= 0.8 * top;
  const upper = spectrum.power.filter((_, bin) => isUpper(spectrum.frequencyHz[bin]));
  const noiseDensity = upper.reduce((sum, p) => sum + p, 0) / upper.length;
  return decibel(spectralMoment(spectrum, 0) / (noiseDensity * spectrum.power.length));
}

/**
 * Drop in power density DP (Sinderby 1995): highest over lowest mean density between 35 and 600 Hz, in dB; EMG drops by
 * 30 dB and more.
 */
export function powerDensityDropDb(spectrum: PowerSpectrum): number {
  const densities = meanDensities(spectrum).map(({ density }) => density);
  return decibel(Math.max(...densities) / Math.min(...densities));
}

/**
 * Spectral deformation omega = sqrt(M2 / M0) / (M1 / M0) of the spectrum up to 600 Hz (Sinderby 1995); 1 for a line,
 * above 1.4 deformed.
 */
export function spectralDeformation(spectrum: PowerSpectrum): number {
  const bins = spectrum.frequencyHz.filter((f) => f <= topOf(spectrum)).length;
  const lower = { frequencyHz: spectrum.frequencyHz.subarray(0, bins), power: spectrum.power.subarray(0, bins) };
  const [m0, m1, m2] = [0, 1, 2].map((order) => spectralMoment(lower, order));
  return Math.sqrt(m2 / m0) / (m1 / m0);
}
