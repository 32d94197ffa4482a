import { QUALITY_BITS, qualityBitNames, type Stride, strideProblems } from '@emgfm/schema';

/** True if no bit is set that has no name. */
export function knownQuality(quality: number): boolean {
  return quality >= 0 && quality < 2 ** QUALITY_BITS.length && Number.isInteger(quality);
}

/** A duration must be known and positive, unless a quality bit says that the source gives none. */
export function soundDuration(durationS: number, quality: number): boolean {
  if (Number.isNaN(durationS)) return qualityBitNames(quality).includes('duration_unknown');
  return Number.isFinite(durationS) && durationS > 0;
}

/** Everything that keeps a stride out of a store, in words; empty for a sound one. */
export function storageProblems(stride: Stride, pointsPerStride: number): string[] {
  const problems = strideProblems(stride, pointsPerStride);
  if (!knownQuality(stride.quality)) problems.push(`quality ${stride.quality} has bits without a name`);
  else if (!soundDuration(stride.durationS, stride.quality)) {
    problems.push(`duration ${stride.durationS} s without the quality bit duration_unknown`);
  }
  return problems;
}
