/** A stretch in which the ankle moment is almost zero: the foot swings, or stands beside the force plates. */
export interface UnloadedStretch {
  /** Where the moment enters and leaves the band about zero (s); the edge of the file where it does so outside. */
  readonly startS: number;
  readonly endS: number;
  /** The foot is loaded shortly before and shortly after. */
  readonly afterLoad: boolean;
  readonly beforeLoad: boolean;
}

/** A moment that no foot on a plate falls short of in walking (N·m); in swing about 1. */
const LEAST_PEAK_NM = 4;
/** The band about zero, and what counts as load, as shares of the peak of this leg in this trial. */
const BAND_SHARE = 0.04;
const LOAD_SHARE = 0.25;
/** Load is looked for within this time (s). */
const LOAD_WITHIN_S = 0.35;
/** Crossings of the band while the foot rolls from heel to forefoot are shorter (s). */
const LEAST_UNLOADED_S = 0.12;

/** Does the foot stand on a plate at any time of the trial? */
export function isEverLoaded(ankleNm: Float64Array): boolean {
  return peakOf(ankleNm) >= LEAST_PEAK_NM;
}

/**
 * The stretches without an ankle moment, in order of time; none where the moment never acts. A missing sample ends a stretch.
 * @param ankleNm flexion moment of the ankle, any sign, N·m
 */
export function unloadedStretches(
  ankleNm: Float64Array,
  { samplingRateHz, startS }: { readonly samplingRateHz: number; readonly startS: number },
): UnloadedStretch[] {
  if (!isEverLoaded(ankleNm)) return [];
  const peak = peakOf(ankleNm);
  const band = BAND_SHARE * peak;
  const reach = Math.round(LOAD_WITHIN_S * samplingRateHz);
  const isLoaded = (from: number, to: number): boolean =>
    ankleNm.subarray(Math.max(0, from), Math.max(0, to)).some((moment) => Math.abs(moment) >= LOAD_SHARE * peak);
  const stretches: UnloadedStretch[] = [];
  for (let first = 0; first < ankleNm.length; first += 1) {
    if (!(Math.abs(ankleNm[first]) <= band)) continue;
    let end = first;
    while (end < ankleNm.length && Math.abs(ankleNm[end]) <= band) end += 1;
    if (end - first >= LEAST_UNLOADED_S * samplingRateHz) {
      stretches.push({
        startS: startS + (first - beyond(ankleNm, first, first - 1, band)) / samplingRateHz,
        endS: startS + (end - 1 + beyond(ankleNm, end - 1, end, band)) / samplingRateHz,
        afterLoad: isLoaded(first - reach, first),
        beforeLoad: isLoaded(end, end + reach),
      });
    }
    first = end;
  }
  return stretches;
}

/** Share of a sample from one inside the band to where the moment crosses it on the way to a neighbour; 0 at a gap or an edge. */
function beyond(ankleNm: Float64Array, inside: number, neighbour: number, band: number): number {
  const [near, far] = [Math.abs(ankleNm[inside]), Math.abs(ankleNm[neighbour] ?? NaN)];
  return far > near ? (band - near) / (far - near) : 0;
}

function peakOf(moments: Float64Array): number {
  return moments.reduce((peak, moment) => (Math.abs(moment) > peak ? Math.abs(moment) : peak), 0);
}
