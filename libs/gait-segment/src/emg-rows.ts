import type { SignalBlock } from '@emgfm/schema';
import { channelCount, channelSamples, sampleCount } from '@emgfm/schema';

/** Rounding of a time on a sample grid, in samples: a strike that is meant to fall on a sample does. */
const GRID_ROUNDING = 1e-6;

/** Rows of a signal that belong to a stride: from `first` up to, not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/**
 * First sample of a grid at or after a time. A stride owns the samples from its own strike to the next one, exclusive, so that
 * consecutive strides share no sample and lose none.
 * @param timeS time (s)
 * @param grid time of sample 0 (s) and rate (Hz)
 * @returns index of the sample; negative before the first, and beyond the last where the time is
 */
export function firstSampleAtOrAfter(
  timeS: number,
  grid: { readonly startS: number; readonly samplingRateHz: number },
): number {
  return Math.ceil((timeS - grid.startS) * grid.samplingRateHz - GRID_ROUNDING);
}

/** Samples of a grid that belong to the stride from one strike to the next; a stride always has at least one row. */
export function strideRows(
  startS: number,
  endS: number,
  grid: { readonly startS: number; readonly samplingRateHz: number },
): RowRange {
  const first = firstSampleAtOrAfter(startS, grid);
  return { first, end: Math.max(first + 1, firstSampleAtOrAfter(endS, grid)) };
}

/** The rows of a planar block as [row, channel] in single precision; rows that the block does not have are NaN. */
export function rowsOf(block: SignalBlock, rows: RowRange): Float32Array {
  const numChannels = channelCount(block);
  const numRows = rows.end - rows.first;
  const samples = new Float32Array(numRows * numChannels).fill(NaN);
  for (let channel = 0; channel < numChannels; channel += 1) {
    const source = channelSamples(block, channel);
    const to = Math.min(rows.end, sampleCount(block));
    for (let row = Math.max(0, rows.first); row < to; row += 1) {
      samples[(row - rows.first) * numChannels + channel] = source[row];
    }
  }
  return samples;
}
