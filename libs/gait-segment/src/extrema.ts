import { finiteRuns } from '@emgfm/emg-dsp';

/** A local maximum. */
export interface Peak {
  /** Sample of the maximum; the middle of a plateau. */
  readonly sample: number;
  /** Where a parabola through the sample and its neighbours has its top (fractional samples). */
  readonly position: number;
  readonly height: number;
  /** Height above the higher of the two valleys that separate it from higher ground. */
  readonly prominence: number;
}

/** Options of {@link findPeaks}. */
export interface PeakOptions {
  /** Least prominence, in the unit of the signal. */
  readonly minProminence: number;
  /** Least distance between peaks in samples; of two that are closer the higher one stays. */
  readonly minDistance: number;
  /**
   * Least drop towards an edge of a stretch, default `minProminence`. A smaller one lets a peak stand whose valley on that side lies
   * outside the recording: the other side then decides on the prominence.
   */
  readonly minEdgeDrop?: number;
}

/**
 * Local maxima, each stretch between gaps for itself; a maximum at the edge of a stretch is not one.
 * Prominence and distance are defined as in SciPy's `find_peaks`, but distance is applied after prominence.
 */
export function findPeaks(samples: Float64Array, options: PeakOptions): Peak[] {
  const peaks: Peak[] = [];
  for (const { start, end } of finiteRuns(samples)) {
    for (let i = start + 1; i < end - 1; i += 1) {
      if (!(samples[i] > samples[i - 1])) continue;
      let plateauEnd = i;
      while (plateauEnd + 1 < end && samples[plateauEnd + 1] === samples[i]) plateauEnd += 1;
      if (plateauEnd + 1 < end && samples[plateauEnd + 1] < samples[i]) {
        const sample = (i + plateauEnd) >> 1;
        const prominence = prominenceOf(samples, sample, start, end, options.minEdgeDrop ?? Infinity);
        if (prominence >= options.minProminence) {
          peaks.push({ sample, position: parabolaTop(samples, sample), height: samples[sample], prominence });
        }
      }
      i = plateauEnd;
    }
  }
  return spaced(peaks, options.minDistance);
}

/** Local minima: the peaks of the signal turned over, heights in its own sign. */
export function findValleys(samples: Float64Array, options: PeakOptions): Peak[] {
  const turned = samples.map((value) => -value);
  return findPeaks(turned, options).map((peak) => ({ ...peak, height: -peak.height }));
}

function prominenceOf(samples: Float64Array, peak: number, start: number, end: number, minEdgeDrop: number): number {
  const side = (step: number): { drop: number; isOpen: boolean } => {
    let lowest = samples[peak];
    let i = peak + step;
    for (; i >= start && i < end && samples[i] <= samples[peak]; i += step) lowest = Math.min(lowest, samples[i]);
    const drop = samples[peak] - lowest;
    return { drop, isOpen: (i < start || i >= end) && drop >= minEdgeDrop };
  };
  const [before, after] = [side(-1), side(1)];
  if (before.isOpen && after.isOpen) return Math.max(before.drop, after.drop);
  if (before.isOpen) return after.drop;
  return before.isOpen === after.isOpen ? Math.min(before.drop, after.drop) : before.drop;
}

/** Top of the parabola through three samples; the sample itself on a plateau or at an edge. */
export function parabolaTop(samples: Float64Array, sample: number): number {
  const [before, here, after] = [samples[sample - 1], samples[sample], samples[sample + 1]];
  const curvature = before - 2 * here + after;
  const shift = (before - after) / (2 * curvature);
  return Number.isFinite(shift) && Math.abs(shift) <= 1 ? sample + shift : sample;
}

/** Of peaks closer than `minDistance` the highest stay; peaks come in order of their samples. */
function spaced(peaks: readonly Peak[], minDistance: number): Peak[] {
  const isKept = new Array<boolean>(peaks.length).fill(true);
  const byHeight = [...peaks.keys()].sort((a, b) => peaks[b].height - peaks[a].height);
  for (const index of byHeight) {
    if (!isKept[index]) continue;
    const isClose = (other: number): boolean => Math.abs(peaks[other]?.sample - peaks[index].sample) < minDistance;
    for (let other = index - 1; isClose(other); other -= 1) isKept[other] = false;
    for (let other = index + 1; isClose(other); other += 1) isKept[other] = false;
  }
  return peaks.filter((_, index) => isKept[index]);
}
