import { waveletDecomposition, waveletReconstruction } from '../wavelet/wavelet-decomposition';
import type { WaveletFilters } from '../wavelet/wavelet-filters';
import { inverseWaveletPacket, waveletPacket } from '../wavelet/wavelet-packet';

/** A band of wavelet coefficients that knows where in the signal each coefficient lies. */
export interface TimedBand {
  readonly coefficients: Float64Array;
  /** Coefficient i is centred on sample `firstCentre + i * spacing`. */
  readonly spacing: number;
  readonly firstCentre: number;
}

/** A signal as bands (finest first, the lowest band last) and the way back from changed coefficients. */
export interface TimedBands {
  readonly bands: readonly TimedBand[];
  readonly reconstruct: (coefficients: readonly Float64Array[]) => Float64Array;
}

/** Where the energy of a filter lies, in samples from its first coefficient. */
function centreOf(filter: Float64Array): number {
  return filter.reduce((sum, tap, k) => sum + k * tap * tap, 0);
}

/** Centres after one step through a filter with centre `delay`: coefficient i is made around sample 2 i + 1 - delay. */
function deeper(band: Omit<TimedBand, 'coefficients'>, delay: number): Omit<TimedBand, 'coefficients'> {
  return { spacing: 2 * band.spacing, firstCentre: band.firstCentre + band.spacing * (1 - delay) };
}

/**
 * The bands of a discrete wavelet transform (`dwt`) or the leaves of a full packet tree (`packet`), symmetric edges.
 */
export function timedBands(
  signal: Float64Array,
  filters: WaveletFilters,
  levels: number,
  transform: 'dwt' | 'packet',
): TimedBands {
  const lowDelay = centreOf(filters.decompositionLow);
  const highDelay = centreOf(filters.decompositionHigh);
  const whole = { spacing: 1, firstCentre: 0 };
  if (transform === 'dwt') {
    const decomposition = waveletDecomposition(signal, filters, { levels });
    let low = whole;
    const details = decomposition.details.map((coefficients) => {
      const band = { coefficients, ...deeper(low, highDelay) };
      low = deeper(low, lowDelay);
      return band;
    });
    return {
      bands: [...details, { coefficients: decomposition.approximation, ...low }],
      reconstruct: (changed) =>
        waveletReconstruction({ ...decomposition, details: changed.slice(0, levels), approximation: changed[levels] }),
    };
  }
  const packet = waveletPacket(signal, filters, levels, { order: 'frequency' });
  const bands = packet.leaves.map((coefficients, rank) => {
    const path = rank ^ (rank >> 1);
    let centres = whole;
    for (let bit = levels - 1; bit >= 0; bit--) centres = deeper(centres, (path >> bit) & 1 ? highDelay : lowDelay);
    return { coefficients, ...centres };
  });
  return {
    bands: bands.reverse(),
    reconstruct: (changed) => inverseWaveletPacket({ ...packet, leaves: [...changed].reverse() }),
  };
}
