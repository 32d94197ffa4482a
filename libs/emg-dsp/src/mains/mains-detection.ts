import { requirePositive } from '../argument-checks';
import { InvalidArgumentError } from '../errors';
import { createPipeline, type Pipeline } from '../pipeline/resident-pipeline';
import { welchStage } from '../pipeline/welch-stage';
import type { Signal } from '../signal-types';
import { welchSpectrum, type PowerSpectrum } from '../spectrum/power-spectrum';
import { bandPower, peakFrequencyHz } from '../spectrum/spectral-features';

export interface MainsOptions {
  readonly samplingRateHz: number;
  /** Frequency of the grid; default: 50 and 60 Hz are both tried and the stronger is reported. */
  readonly nominalHz?: number;
  /** Share of power at which hum is removed; default 0.05. */
  readonly removeAbove?: number;
  /** Share of power at which the channel is called unplugged or saturated; default 0.3. */
  readonly unplugAbove?: number;
}

/** One multiple of the grid frequency. */
export interface MainsHarmonic {
  readonly frequencyHz: number;
  /** Power within 1 Hz over what the neighbours (1.5 to 4 Hz away on both sides) let expect; about 1 without hum. */
  readonly localRatio: number;
}

export interface MainsDetection {
  /** Grid frequency found, Hz: the peak within 1 Hz of the nominal one. */
  readonly frequencyHz: number;
  /**
   * Power within 1 Hz of the grid frequency and its harmonics over the power above 1 Hz, 0 to 1; NaN when it can't be
   * measured.
   */
  readonly share: number;
  /** The same after subtracting what the neighbours let expect, so that EMG alone gives about 0. */
  readonly excessShare: number;
  /** Fundamental and harmonics below half the sampling rate. */
  readonly harmonics: readonly MainsHarmonic[];
  /**
   * `none`: leave it; `hum`: worth removing; `unplugged`: little else is there; `unknown`: too short, too slow a rate,
   * or silent.
   */
  readonly verdict: 'none' | 'hum' | 'unplugged' | 'unknown';
}

const HALF_WIDTH_HZ = 1;
const NEIGHBOURS_HZ = [1.5, 4] as const;
/** Spectral resolution; a shorter recording can't tell a line from its neighbours. */
const SEGMENT_S = 2;
const SHORTEST_S = 1;
/** A recording of this many segments has enough of them without overlap. */
const LONG_SEGMENTS = 16;
/** A line at least this much above its neighbours counts as one. */
export const LINE_RATIO = 3;

/** Powers at one line: within 1 Hz, and what the neighbourhood lets expect there. */
function lineAt(whole: PowerSpectrum, frequencyHz: number): { power: number; expected: number } {
  const spectrum = neighbourhoodOf(whole, frequencyHz);
  const bins = (lowHz: number, highHz: number) =>
    spectrum.frequencyHz.reduce((count, f) => (f >= lowHz && f <= highHz ? count + 1 : count), 0);
  const [near, far] = NEIGHBOURS_HZ;
  const sides = [
    [frequencyHz - far, frequencyHz - near],
    [frequencyHz + near, frequencyHz + far],
  ] as const;
  // Interpolating between the mean densities of both sides at the line itself is their average.
  const densities = sides
    .map(([low, high]) => bandPower(spectrum, low, high) / bins(low, high))
    .filter(Number.isFinite);
  const density = densities.reduce((sum, value) => sum + value, 0) / densities.length;
  const line = [frequencyHz - HALF_WIDTH_HZ, frequencyHz + HALF_WIDTH_HZ] as const;
  return { power: bandPower(spectrum, ...line), expected: density * bins(...line) };
}

/** The bins around a line, and at least those that {@link lineAt} looks at. */
function neighbourhoodOf(spectrum: PowerSpectrum, frequencyHz: number): PowerSpectrum {
  const spacingHz = spectrum.frequencyHz[1];
  const first = Math.max(0, Math.floor((frequencyHz - NEIGHBOURS_HZ[1]) / spacingHz) - 1);
  const end = Math.ceil((frequencyHz + NEIGHBOURS_HZ[1]) / spacingHz) + 2;
  return { frequencyHz: spectrum.frequencyHz.subarray(first, end), power: spectrum.power.subarray(first, end) };
}

function measure(spectrum: PowerSpectrum, nominalHz: number): Omit<MainsDetection, 'verdict'> {
  const nyquistHz = spectrum.frequencyHz[spectrum.frequencyHz.length - 1];
  const isNear = (f: number) => Math.abs(f - nominalHz) <= HALF_WIDTH_HZ;
  const near = { ...spectrum, power: spectrum.power.map((p, bin) => (isNear(spectrum.frequencyHz[bin]) ? p : 0)) };
  const frequencyHz = peakFrequencyHz(near) || nominalHz;
  const total = bandPower(spectrum, 1, nyquistHz);
  const harmonics: MainsHarmonic[] = [];
  let power = 0;
  let excess = 0;
  for (let f = frequencyHz; f + HALF_WIDTH_HZ < nyquistHz; f += frequencyHz) {
    const line = lineAt(spectrum, f);
    power += line.power;
    excess += Math.max(0, line.power - line.expected);
    harmonics.push({ frequencyHz: f, localRatio: line.power / line.expected });
  }
  return { frequencyHz, share: power / total, excessShare: excess / total, harmonics };
}

/** How a recording is cut into segments, and which grids can be told; null where it is too short or too slow. */
function planOf(numSamples: number, { samplingRateHz, nominalHz }: MainsOptions) {
  const candidates = (nominalHz === undefined ? [50, 60] : [nominalHz]).filter(
    (f) => f + NEIGHBOURS_HZ[1] < samplingRateHz / 2,
  );
  if (numSamples < SHORTEST_S * samplingRateHz || candidates.length === 0) return null;
  const segmentSamples = Math.min(numSamples, Math.round(SEGMENT_S * samplingRateHz));
  const isLong = numSamples >= LONG_SEGMENTS * segmentSamples;
  const overlapSamples = isLong ? 0 : segmentSamples >> 1;
  return { candidates, welch: { samplingRateHz, segmentSamples, overlapSamples } };
}

const UNKNOWN = { share: NaN, excessShare: NaN, harmonics: [], verdict: 'unknown' } as const;

function judge(spectrum: PowerSpectrum, candidates: readonly number[], options: MainsOptions): MainsDetection {
  const { removeAbove = 0.05, unplugAbove = 0.3 } = options;
  const [strongest] = candidates
    .map((candidate) => measure(spectrum, candidate))
    .sort((a, b) => b.excessShare - a.excessShare);
  if (!Number.isFinite(strongest.share)) return { ...strongest, ...UNKNOWN };
  const isHum = strongest.excessShare > removeAbove;
  return { ...strongest, verdict: strongest.share > unplugAbove && isHum ? 'unplugged' : isHum ? 'hum' : 'none' };
}

function requireMainsOptions({ samplingRateHz, nominalHz, removeAbove = 0.05, unplugAbove = 0.3 }: MainsOptions): void {
  requirePositive('samplingRateHz', samplingRateHz);
  if (nominalHz !== undefined) requirePositive('nominalHz', nominalHz);
  for (const [name, value] of [
    ['removeAbove', removeAbove],
    ['unplugAbove', unplugAbove],
  ] as const) {
    if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError(name, '0 to 1', value);
  }
}

/**
 * Measures mains hum before anything is done about it.
 *
 * Welch spectrum of 2 s segments; power within 1 Hz of the grid frequency and its harmonics over all power above 1 Hz,
 * and each line against its neighbours. `unplugged` when the share exceeds 0.3, `hum` when the excess over the
 * neighbours exceeds 0.05.
 *
 * @param signal - raw EMG in any unit; segments with gaps are left out
 * @throws InvalidArgument for a rate or nominal frequency that is not above 0, or shares outside 0 to 1
 * @example detectMains(rawVolt, { samplingRateHz: 2000 }).verdict
 */
export function detectMains(signal: Signal, options: MainsOptions): MainsDetection {
  requireMainsOptions(options);
  const plan = planOf(signal.length, options);
  if (!plan) return { frequencyHz: options.nominalHz ?? NaN, ...UNKNOWN };
  return judge(welchSpectrum(signal, plan.welch), plan.candidates, options);
}

/**
 * {@link detectMains} for recording after recording, all channels of one at once: five times as fast.
 * @returns a function from equally long channels to one detection each, in their order; it throws LengthMismatch
 * @throws InvalidArgument as detectMains
 */
export function createMainsDetector(options: MainsOptions): (channels: readonly Signal[]) => MainsDetection[] {
  requireMainsOptions(options);
  const pipelines = new Map<string, Pipeline>();
  return (channels) => {
    const plan = planOf(channels[0]?.length ?? 0, options);
    if (!plan) return channels.map(() => ({ frequencyHz: options.nominalHz ?? NaN, ...UNKNOWN }));
    const { samplingRateHz, segmentSamples, overlapSamples } = plan.welch;
    const key = `${segmentSamples} ${overlapSamples}`;
    const pipeline = pipelines.get(key) ?? createPipeline([welchStage(plan.welch)]);
    pipelines.set(key, pipeline);
    const powers = pipeline.run(channels);
    const frequencyHz = powers[0].map((_, bin) => (bin * samplingRateHz) / segmentSamples);
    return powers.map((power) => judge({ frequencyHz, power }, plan.candidates, options));
  };
}
