import type { ContinuousRecording, MarkerName, MarkerSignals, NdArray, Side } from '@emgfm/schema';
import { finiteRuns } from '@emgfm/emg-dsp';

/** One coordinate or three of a marker over time (m). */
export interface MarkerPath {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
}

/** Longest gap of a marker that is bridged for finding events (s); signals that are stored are never bridged. */
const BRIDGED_GAP_S = 0.1;

/** The path of a marker with short gaps bridged by straight lines; null where the marker is absent or never seen. */
export function markerPath(markers: MarkerSignals, name: MarkerName): MarkerPath | null {
  const positions = markers.positionsM[name];
  if (!positions) return null;
  const maxGap = Math.round(BRIDGED_GAP_S * markers.samplingRateHz);
  const [x, y, z] = [0, 1, 2].map((row) => bridgeGaps(rowOf(positions, row, markers.numSamples), maxGap));
  return z.some((value) => Number.isFinite(value)) ? { x, y, z } : null;
}

function rowOf(positions: NdArray, row: number, numSamples: number): Float64Array {
  return Float64Array.from(positions.data.subarray(row * numSamples, (row + 1) * numSamples));
}

/** A copy in which gaps of at most `maxGap` samples between finite samples are filled by a straight line. */
export function bridgeGaps(samples: Float64Array, maxGap: number): Float64Array {
  const bridged = samples.slice();
  const runs = finiteRuns(samples);
  for (let i = 1; i < runs.length; i += 1) {
    const from = runs[i - 1].end - 1;
    const to = runs[i].start;
    if (to - from - 1 > maxGap) continue;
    for (let k = from + 1; k < to; k += 1) {
      bridged[k] = samples[from] + ((samples[to] - samples[from]) * (k - from)) / (to - from);
    }
  }
  return bridged;
}

/** Sample by sample mean of paths; NaN where one of them is hidden. */
export function meanPath(paths: readonly MarkerPath[]): MarkerPath {
  const average = (axis: 'x' | 'y' | 'z'): Float64Array =>
    paths[0][axis].map((_, i) => paths.reduce((sum, path) => sum + path[axis][i], 0) / paths.length);
  return { x: average('x'), y: average('y'), z: average('z') };
}

/** Markers of one foot; null where one was not attached or never seen. */
export interface FootPaths {
  readonly heel: MarkerPath | null;
  readonly toe: MarkerPath | null;
  readonly ankle: MarkerPath | null;
}

/** Everything that marker detectors look at, read once. */
export interface WalkerPaths {
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly numSamples: number;
  readonly feet: { readonly [side in Side]: FootPaths };
  /** Sacrum, else the middle of the PSIS, else of the ASIS, whichever is seen most; null where none was. */
  readonly pelvis: MarkerPath | null;
  /** Vector from left to right side of the pelvis (m); null where it is unknown. */
  readonly pelvisAxis: MarkerPath | null;
}

/** Marker paths of the feet and pelvis; null where the recording has no markers. */
export function walkerPaths(recording: ContinuousRecording): WalkerPaths | null {
  const { markers } = recording;
  if (!markers || markers.numSamples === 0) return null;
  const path = (name: MarkerName): MarkerPath | null => markerPath(markers, name);
  const pair = (name: 'asis' | 'psis'): MarkerPath[] => {
    const both = [path(`left_${name}`), path(`right_${name}`)].filter((side) => side !== null);
    return both.length === 2 ? both : [];
  };
  const foot = (side: Side): FootPaths => ({
    heel: path(`${side}_heel`),
    toe: path(`${side}_toe`),
    ankle: path(`${side}_ankle`),
  });
  const psis = pair('psis');
  const asis = pair('asis');
  const sacrum = path('sacrum');
  const candidates = [sacrum, ...[psis, asis].map((both) => (both.length === 2 ? meanPath(both) : null))];
  const seen = (candidate: MarkerPath): number => candidate.z.reduce((n, z) => n + (Number.isFinite(z) ? 1 : 0), 0);
  const pelvis = candidates
    .filter((candidate) => candidate !== null)
    .reduce<MarkerPath | null>((best, candidate) => (best && seen(best) >= seen(candidate) ? best : candidate), null);
  const [axisLeft, axisRight] = asis.length === 2 ? asis : psis;
  return {
    samplingRateHz: markers.samplingRateHz,
    startS: markers.startS,
    numSamples: markers.numSamples,
    feet: { left: foot('left'), right: foot('right') },
    pelvis,
    pelvisAxis: axisLeft && axisRight ? difference(axisRight, axisLeft) : null,
  };
}

/** `a - b`, sample by sample. */
export function difference(a: MarkerPath, b: MarkerPath): MarkerPath {
  return { x: a.x.map((v, i) => v - b.x[i]), y: a.y.map((v, i) => v - b.y[i]), z: a.z.map((v, i) => v - b.z[i]) };
}
