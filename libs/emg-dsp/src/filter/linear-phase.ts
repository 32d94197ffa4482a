import { finiteRuns } from '../finite-runs';
import { extendEdges } from '../resample/edge-extension';
import type { Signal } from '../signal-types';
import type { FirFilter } from './kaiser-fir';

/**
 * Filters with symmetric taps and takes their delay off again, so that nothing moves in time.
 *
 * The gain is that of one pass. Both ends are extended by odd reflection; gaps stay NaN and split the signal; a constant stays what
 * the gain at 0 Hz makes of it; an empty signal gives an empty result.
 * @param signal - samples, any typed array or plain array; not changed
 * @param filter - an odd number of symmetric taps, as `designKaiserFir` makes them
 * @returns Float64Array of the same length and unit
 */
export function filterLinearPhase(signal: Signal, { taps }: Pick<FirFilter, 'taps'>): Float64Array {
  const reach = (taps.length - 1) / 2;
  const filtered = new Float64Array(signal.length).fill(NaN);
  for (const { start, end } of finiteRuns(signal)) {
    const extended = extendEdges(signal, { start, end }, 'odd', reach, reach);
    for (let index = start; index < end; index++) {
      const first = index - start;
      let sum = taps[reach] * extended[first + reach];
      for (let tap = 0; tap < reach; tap++)
        sum += taps[tap] * (extended[first + tap] + extended[first + taps.length - 1 - tap]);
      filtered[index] = sum;
    }
  }
  return filtered;
}
