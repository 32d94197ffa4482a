import { requireInteger, requireOneOf } from '../argument-checks';
import { InvalidArgumentError, LengthMismatchError, SignalTooShortError } from '../errors';
import type { Signal } from '../signal-types';
import { dwt, inverseDwt, type WaveletEdgeMode } from './dwt';
import { waveletFilters, type Wavelet, type WaveletFilters } from './wavelet-filters';

/**
 * Order of the leaves: `natural` is the order of the tree (low before high at each split), `frequency` rises from 0 Hz
 * to half the sampling rate (each split of a high band comes out mirrored, so the two differ by a Gray code).
 */
export type WaveletPacketOrder = 'natural' | 'frequency';

/** The leaves of a full wavelet packet tree and all that its inverse needs. */
export interface WaveletPacket {
  readonly filters: WaveletFilters;
  readonly edgeMode: WaveletEdgeMode;
  readonly order: WaveletPacketOrder;
  /** Number of samples of a node before each split; the first is the length of the signal. */
  readonly lengths: readonly number[];
  /** 2^levels arrays of coefficients, all of the same length. */
  readonly leaves: readonly Float64Array[];
}

const MAXIMUM_LEVELS = 16;

/** Natural index of the leaf at place `rank` in rising frequency. */
function grayCode(rank: number): number {
  return rank ^ (rank >> 1);
}

/**
 * Full wavelet packet transform: at every level low **and** high bands are split again. Equals the leaves of
 * PyWavelets' `WaveletPacket(...).get_level(levels)` (Coifman & Wickerhauser 1992).
 *
 * @param signal - n >= 1 samples in any unit
 * @param levels - 0 to 16; useful down to `maximumWaveletLevel(n, wavelet)`
 * @param options.edgeMode - default `symmetric`
 * @param options.order - default `natural`
 * @throws SignalTooShort when empty; InvalidArgument for an unknown wavelet, edge mode, order or level
 * @example waveletPacket(emg, 'db7', 4, { order: 'frequency' }).leaves[0] // lowest sixteenth of the spectrum
 */
export function waveletPacket(
  signal: Signal,
  wavelet: Wavelet,
  levels: number,
  options: { edgeMode?: WaveletEdgeMode; order?: WaveletPacketOrder } = {},
): WaveletPacket {
  const { edgeMode = 'symmetric', order = 'natural' } = options;
  if (signal.length === 0) throw new SignalTooShortError('signal', 1, 0);
  requireOneOf('order', order, ['natural', 'frequency']);
  if (requireInteger('levels', levels, 0) > MAXIMUM_LEVELS) {
    throw new InvalidArgumentError('levels', `at most ${MAXIMUM_LEVELS} (2^levels leaves)`, levels);
  }
  const filters = waveletFilters(wavelet);
  let nodes: Float64Array[] = [Float64Array.from(signal)];
  const lengths: number[] = [];
  for (let level = 0; level < levels; level++) {
    lengths.push(nodes[0].length);
    nodes = nodes.flatMap((node) => {
      const { approximation, detail } = dwt(node, filters, edgeMode);
      return [approximation, detail];
    });
  }
  const leaves = order === 'natural' ? nodes : nodes.map((_, rank) => nodes[grayCode(rank)]);
  return { filters, edgeMode, order, lengths, leaves };
}

/**
 * Inverse of {@link waveletPacket}: the signal to rounding error, for any length and number of levels.
 *
 * @throws LengthMismatch when the number of leaves, or the length of a leaf, does not fit the levels
 */
export function inverseWaveletPacket(packet: WaveletPacket): Float64Array {
  const { filters, edgeMode, order, lengths, leaves } = packet;
  if (leaves.length !== 2 ** lengths.length)
    throw new LengthMismatchError('leaves', 2 ** lengths.length, leaves.length);
  let nodes: Float64Array[] = Array.from(leaves);
  if (order === 'frequency') leaves.forEach((leaf, rank) => (nodes[grayCode(rank)] = leaf));
  for (let level = lengths.length - 1; level >= 0; level--) {
    nodes = Array.from({ length: nodes.length / 2 }, (_, i) =>
      inverseDwt({ approximation: nodes[2 * i], detail: nodes[2 * i + 1] }, lengths[level], filters, edgeMode),
    );
  }
  return Float64Array.from(nodes[0]);
}
