import type { Signal } from '../signal-types';

/** How a signal is continued beyond its ends when a filter reaches over them. */
export type EdgeExtension = 'zero' | 'line' | 'odd';

/**
 * Copies the samples from `start` to `end` and continues them on both sides.
 *
 * `zero` adds zeros, `line` follows the straight line through the two end points, `odd` mirrors the signal about its end points
 * (value and slope go on; longer extensions repeat the mirroring). A single sample goes on as a constant.
 */
export function extendEdges(
  signal: Signal,
  { start, end }: { start: number; end: number },
  edges: EdgeExtension,
  before: number,
  after: number,
): Float64Array {
  const length = end - start;
  const extended = new Float64Array(before + length + after);
  for (let index = 0; index < length; index++) extended[before + index] = signal[start + index];
  if (edges === 'zero') return extended;
  const period = 2 * (length - 1);
  const rise = signal[end - 1] - signal[start];
  const continued = (index: number): number => {
    if (length === 1) return signal[start];
    if (edges === 'line') {
      const slope = rise / (length - 1);
      return index < 0 ? signal[start] + index * slope : signal[end - 1] + (index - length + 1) * slope;
    }
    const turns = Math.floor(index / period);
    const phase = index - turns * period;
    const mirrored = phase < length ? signal[start + phase] : 2 * signal[end - 1] - signal[start + period - phase];
    return mirrored + 2 * turns * rise;
  };
  for (let index = 1; index <= before; index++) extended[before - index] = continued(-index);
  for (let index = 0; index < after; index++) extended[before + length + index] = continued(length + index);
  return extended;
}
