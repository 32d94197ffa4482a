import { requireOneOf, requirePositive } from '../argument-checks';
import { createFft } from '../fft/fft';
import { designNotch } from '../filter/notch';
import { filterZeroPhase } from '../filter/zero-phase';
import { finiteRuns } from '../finite-runs';
import type { Signal } from '../signal-types';
import { detectMains, LINE_RATIO, type MainsDetection, type MainsOptions } from './mains-detection';

export interface MainsRemovalOptions extends MainsOptions {
  /** `interpolation` (default) replaces the lines in the spectrum by their neighbourhood, `notch` filters them out. */
  readonly method?: 'interpolation' | 'notch';
  /** Notch: centre over width of the fundamental; default 30. Harmonics get the same width in Hz. */
  readonly qualityFactor?: number;
  /**
   * `when-needed` (default) treats a signal only when the verdict of {@link detectMains} is `hum` or `unplugged`;
   * `always` treats it anyway.
   */
  readonly apply?: 'when-needed' | 'always';
  /** What {@link detectMains} found in this signal; default: it is asked. */
  readonly detection?: MainsDetection;
}

export interface MainsRemoval {
  readonly signal: Float64Array;
  readonly detection: MainsDetection;
  /** The lines that were removed, Hz; empty when the signal was left as it is. */
  readonly removedHz: readonly number[];
  /** Samples in stretches of less than 1 s between gaps, too short to tell a line, which were left as they are. */
  readonly untreatedSamples: number;
}

/** Half the width of what spectral interpolation replaces, and how far the neighbours reach, Hz. */
const LINE_HZ = 1;
const NEIGHBOUR_HZ = 4;

/**
 * Removes mains hum, but only when there is any, and only the lines that stand out.
 *
 * Spectral interpolation (Mewett 2004): within 1 Hz of each line the magnitude becomes that of the neighbours,
 * interpolated, and the phase stays, so that the EMG at that frequency keeps its power; a notch takes it away and
 * rings. Below about 9 dB of signal to hum ratio removal does good, above it does harm (CleanEMG 2011), hence the
 * detection first.
 *
 * @param signal - raw EMG in any unit, the whole recording; gaps stay gaps, each stretch is treated by itself
 * @throws InvalidArgument for an option outside its range
 */
export function removeMains(signal: Signal, options: MainsRemovalOptions): MainsRemoval {
  const { samplingRateHz, method = 'interpolation', qualityFactor = 30, apply = 'when-needed' } = options;
  requireOneOf('method', method, ['interpolation', 'notch']);
  requireOneOf('apply', apply, ['when-needed', 'always']);
  requirePositive('qualityFactor', qualityFactor);
  const { detection = detectMains(signal, options) } = options;
  const isNeeded = apply === 'always' || isWorthRemoving(detection);
  const removedHz = isNeeded
    ? detection.harmonics.filter(({ localRatio }) => localRatio > LINE_RATIO).map(({ frequencyHz }) => frequencyHz)
    : [];
  const cleaned = Float64Array.from(signal);
  let untreatedSamples = 0;
  for (const { start, end } of removedHz.length > 0 ? finiteRuns(signal) : []) {
    const stretch = cleaned.subarray(start, end);
    if (stretch.length < samplingRateHz) untreatedSamples += stretch.length;
    else if (method === 'notch') notchLines(stretch, removedHz, samplingRateHz, qualityFactor);
    else stretch.set(interpolateLines(stretch, removedHz, samplingRateHz));
  }
  return { signal: cleaned, detection, removedHz, untreatedSamples };
}

/** Is there so much hum that its removal does more good than harm? */
export function isWorthRemoving({ verdict }: MainsDetection): boolean {
  return verdict === 'hum' || verdict === 'unplugged';
}

function notchLines(stretch: Float64Array, linesHz: readonly number[], samplingRateHz: number, qualityFactor: number) {
  for (const centreHz of linesHz) {
    const notch = designNotch({ centreHz, qualityFactor: (qualityFactor * centreHz) / linesHz[0], samplingRateHz });
    filterZeroPhase(stretch, notch, { out: stretch });
  }
}

function interpolateLines(stretch: Float64Array, linesHz: readonly number[], samplingRateHz: number): Float64Array {
  const fft = createFft(stretch.length);
  const { re, im } = fft.forwardReal(stretch);
  const binsPerHz = stretch.length / samplingRateHz;
  const meanMagnitude = (first: number, last: number) => {
    let sum = 0;
    let count = 0;
    for (let bin = Math.max(1, first); bin <= Math.min(last, re.length - 1); bin++) {
      sum += Math.hypot(re[bin], im[bin]);
      count++;
    }
    return count > 0 ? sum / count : 0;
  };
  for (const lineHz of linesHz) {
    const first = Math.max(1, Math.ceil((lineHz - LINE_HZ) * binsPerHz));
    const last = Math.min(re.length - 1, Math.floor((lineHz + LINE_HZ) * binsPerHz));
    const below = meanMagnitude(Math.ceil((lineHz - NEIGHBOUR_HZ) * binsPerHz), first - 1);
    const above = meanMagnitude(last + 1, Math.floor((lineHz + NEIGHBOUR_HZ) * binsPerHz));
    for (let bin = first; bin <= last; bin++) {
      const magnitude = Math.hypot(re[bin], im[bin]);
      if (magnitude === 0) continue;
      const wanted = below + ((above - below) * (bin - first + 1)) / (last - first + 2);
      re[bin] *= wanted / magnitude;
      im[bin] *= wanted / magnitude;
    }
  }
  return fft.inverseReal({ re, im });
}
