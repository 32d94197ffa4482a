import { finiteRuns, median, quantile } from '@emgfm/emg-dsp';
import { channelSamples, type ForcePlateSignals } from '@emgfm/schema';
import { scaledMad } from './statistics';

/** The threshold for leaving a contact as a share of that for entering it: noise at the threshold makes no further contacts. */
const RELEASE_SHARE = 0.6;
/** A plate whose force never spans this (N) carried nobody. */
const LEAST_LOAD_N = 50;
const STANDARD_GRAVITY = 9.80665;

/** Force on a plate with the unloaded level taken off, and the threshold that its noise asks for. */
export interface ZeroedForce {
  readonly verticalN: Float64Array;
  readonly thresholdN: number;
  /** Median of the unloaded plate that was taken off (N). */
  readonly baselineN: number;
}

/**
 * Vertical force with its unloaded level removed: the median of the samples in the lowest tenth of the range, then, stretch by
 * stretch, the median of each unloaded pause, so that a drift within the trial goes too. A plate that is never free keeps its level.
 * @returns null where the plate carried nobody
 */
export function zeroedForce(plate: ForcePlateSignals, thresholdN: number, massKg: number): ZeroedForce | null {
  const raw = channelSamples(plate, 2);
  const low = quantile(raw, 0.005);
  const high = quantile(raw, 0.995);
  if (!(high - low > LEAST_LOAD_N)) return null;
  const unloaded = raw.filter((force) => force < low + 0.1 * (high - low));
  const level = median(unloaded);
  // A belt with a foot on it all the time has no unloaded level; a drift is small against the load.
  const baselineN = Math.abs(level) < 0.2 * (high - low) ? level : 0;
  const noiseN = scaledMad(unloaded);
  const bodyWeightN = massKg > 0 ? massKg * STANDARD_GRAVITY : high - low;
  const isNoisy = 6 * noiseN > thresholdN;
  const ownThresholdN = isNoisy ? Math.max(6 * noiseN, 0.05 * bodyWeightN) : thresholdN;
  const zeroed = Float64Array.from(raw, (force) => force - baselineN);
  return { verticalN: withoutDrift(zeroed, ownThresholdN, plate.samplingRateHz), thresholdN: ownThresholdN, baselineN };
}

/** Takes off the line through the medians of the unloaded pauses. */
function withoutDrift(force: Float64Array, thresholdN: number, samplingRateHz: number): Float64Array {
  const least = Math.max(3, Math.round(0.15 * samplingRateHz));
  const pauses = finiteRuns(force.map((value) => (value < thresholdN ? value : NaN)))
    .filter(({ start, end }) => end - start >= least)
    .map(({ start, end }) => ({ at: (start + end - 1) / 2, level: median(force.subarray(start, end)) }));
  if (pauses.length === 0) return force;
  let next = 0;
  return force.map((value, i) => {
    while (next < pauses.length && pauses[next].at < i) next += 1;
    const after = pauses[Math.min(next, pauses.length - 1)];
    const before = pauses[Math.max(0, next - 1)];
    const share = after.at > before.at ? (i - before.at) / (after.at - before.at) : 0;
    return value - (before.level + share * (after.level - before.level));
  });
}

/** Where force rises above and falls below a threshold, in samples (fractional); NaN at the edges of the recording. */
export interface LoadedStretch {
  readonly start: number;
  readonly end: number;
  /** Where the force left zero, on the line through its first rise; NaN where it rises too fast for one. */
  readonly onset: number;
  /** First and last whole sample of the stretch, also where it reaches an edge. */
  readonly firstSample: number;
  readonly lastSample: number;
}

/**
 * Contacts of one force signal, with hysteresis; edges are where straight lines between samples cross the threshold.
 * @param limits least length of a contact and of a pause (samples)
 */
export function loadedStretches(
  force: Float64Array,
  thresholdN: number,
  limits: { readonly minContact: number; readonly minPause: number },
): LoadedStretch[] {
  const stretches: [number, number][] = [];
  let first = -1;
  for (let i = 0; i <= force.length; i += 1) {
    const value = i < force.length ? force[i] : -Infinity;
    if (first < 0 && value >= thresholdN) first = i;
    else if (first >= 0 && !(value >= RELEASE_SHARE * thresholdN)) {
      const previous = stretches.at(-1);
      if (previous && first - previous[1] - 1 < limits.minPause) previous[1] = i - 1;
      else stretches.push([first, i - 1]);
      first = -1;
    }
  }
  const crossing = (inside: number, outside: number): number =>
    Number.isFinite(force[outside])
      ? outside + ((thresholdN - force[outside]) / (force[inside] - force[outside])) * (inside - outside)
      : NaN;
  return stretches
    .filter(([from, to]) => to - from + 1 >= limits.minContact || from === 0 || to === force.length - 1)
    .map(([from, to]) => {
      let last = to;
      while (last > from && force[last] < thresholdN) last -= 1;
      return {
        start: crossing(from, from - 1),
        onset: onsetBefore(force, from, thresholdN),
        end: crossing(last, last + 1),
        firstSample: from,
        lastSample: last,
      };
    });
}

/** Upper end of the force through which the line to zero is drawn, in thresholds (20 to 80 N by default). */
const ONSET_THRESHOLDS = 4;

/**
 * Where the line through the force between the threshold and a multiple of it meets zero (fractional samples); NaN where it rises too
 * fast for two samples in between.
 */
function onsetBefore(force: Float64Array, first: number, thresholdN: number): number {
  let last = first;
  while (force[last + 1] <= ONSET_THRESHOLDS * thresholdN && force[last + 1] > force[last]) last += 1;
  return first - (force[first] * (last - first)) / (force[last] - force[first]);
}
