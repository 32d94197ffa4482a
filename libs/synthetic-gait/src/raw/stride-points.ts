import type { SignalBlock } from '@emgfm/schema';

/**
 * A channel on equal steps of time from one moment to another, both included, read linearly; the first and the last sample hold beyond the ends.
 * @param samples one channel of the block
 * @param block the rate (Hz) and start (s) of the channel
 * @param points how many, 2 or more
 */
export function onPoints(
  samples: Float64Array,
  block: Pick<SignalBlock, 'samplingRateHz' | 'startS'>,
  { startS, endS }: { readonly startS: number; readonly endS: number },
  points: number,
): Float64Array {
  return Float64Array.from({ length: points }, (_, point) => {
    const timeS = startS + (point / (points - 1)) * (endS - startS);
    const place = Math.max(0, Math.min(samples.length - 1, (timeS - block.startS) * block.samplingRateHz));
    const before = Math.min(samples.length - 2, Math.floor(place));
    return samples[before] + (place - before) * (samples[before + 1] - samples[before]);
  });
}
