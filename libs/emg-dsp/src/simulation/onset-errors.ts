import type { Burst } from '../onset/burst';
import type { TrueBurst } from './emg-simulation';

/** How detected bursts compare with the true ones. */
export interface OnsetErrors {
  /** Detected minus true, s, one per found burst. */
  readonly onsetS: number[];
  readonly offsetS: number[];
  /** True bursts that nothing overlaps. */
  readonly missed: number;
  /** Detected bursts that overlap no true burst, or one that is already taken by an earlier detection. */
  readonly falseBursts: number;
}

/** Compares detected with true bursts: a true burst is matched by the detection that overlaps it most. */
export function onsetErrors(found: readonly Burst[], truth: readonly TrueBurst[], samplingRateHz: number): OnsetErrors {
  const onsetS: number[] = [];
  const offsetS: number[] = [];
  const used = new Set<Burst>();
  let missed = 0;
  for (const { startSample, endSample } of truth) {
    let best: Burst | undefined;
    let bestOverlap = 0;
    for (const burst of found) {
      const overlap = Math.min(burst.endSample, endSample) - Math.max(burst.startSample, startSample);
      if (overlap > bestOverlap && !used.has(burst)) {
        best = burst;
        bestOverlap = overlap;
      }
    }
    if (!best) {
      missed++;
      continue;
    }
    used.add(best);
    onsetS.push((best.startSample - startSample) / samplingRateHz);
    offsetS.push((best.endSample - endSample) / samplingRateHz);
  }
  return { onsetS, offsetS, missed, falseBursts: found.length - used.size };
}
