import { legacySoftThreshold } from '../denoise/legacy-soft-threshold';
import { softThreshold } from '../denoise/shrinkage';
import { universalThreshold } from '../denoise/threshold-rules';
import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import { finiteRuns } from '../finite-runs';
import { medianAbsolute } from '../statistics/quantile';
import { waveletDecomposition, waveletReconstruction } from '../wavelet/wavelet-decomposition';
import { waveletFilters, type Wavelet } from '../wavelet/wavelet-filters';
import { inverseWaveletPacket, waveletPacket } from '../wavelet/wavelet-packet';
import type { Stage } from './stage';

const MAD_OF_GAUSSIAN = 0.6745;

export interface UniversalDenoisingOptions {
  readonly wavelet: Wavelet;
  /** Number of splits, at least 1. */
  readonly levels: number;
  /** `dwt` splits low bands and takes the noise level of the finest band for all; `packet` splits all bands, each leaf has its own noise level. */
  readonly transform: 'dwt' | 'packet';
}

/**
 * Classical wavelet denoising: soft threshold sigma sqrt(2 ln n), sigma = median|d| / 0.6745, symmetric edges.
 *
 * It takes EMG for noise; `denoiseWavelet` is the rule made for EMG. Here n is the number of samples (`dwt`) or of the leaf's
 * coefficients (`packet`).
 * @see Donoho and Johnstone 1994
 */
export function universalDenoisingStage({ wavelet, levels, transform }: UniversalDenoisingOptions): Stage {
  const filters = waveletFilters(wavelet);
  const taps = filters.decompositionLow.length;
  const isPacket = transform === 'packet';
  const lengthOfLeaf = (numSamples: number) => {
    let length = numSamples;
    for (let level = 0; level < levels; level++) length = (length + taps - 1) >> 1;
    return length;
  };
  return {
    id: `universal-${transform}`,
    allowsFloat32: true,
    lengthAfter: (numSamples) => numSamples,
    applyToChannel(channel) {
      const denoised = new Float64Array(channel.length).fill(NaN);
      for (const { start, end } of finiteRuns(channel)) {
        const run = channel.subarray(start, end);
        denoised.set(isPacket ? packetDenoised(run, wavelet, levels) : dwtDenoised(run, wavelet, levels), start);
      }
      return denoised;
    },
    demand: (numSamples) => ({ before: taps, from: 2 * numSamples + (levels + 1) * 6 * (taps + 2) }),
    prepare(arena, numSamples) {
      const tables = [
        filters.decompositionLow,
        filters.decompositionHigh,
        filters.reconstructionLow,
        filters.reconstructionHigh,
      ];
      const numSds = universalThreshold(isPacket ? lengthOfLeaf(numSamples) : numSamples);
      const tree = placeTree(arena, {
        taps,
        isPacket,
        filters: arena.place(Float64Array.from(tables.flatMap((table) => [...table]))),
        thresholds: arena.allocate(ROW_BYTES),
        scratch: allocateSelection(arena, numSamples + taps),
        numSds,
      });
      return (rows, other) => {
        arena.kernels.denoiseTree(rows, numSamples, levels, other, tree);
        return rows;
      };
    },
  };
}

/** What the kernels need to find the medians of so many rows. */
function allocateSelection(arena: Arena, numRows: number): number {
  return arena.allocate(4 * ROW_BYTES + (numRows + 1) * arena.rowChannels * 8);
}

/** The record that the kernels call a tree. */
function placeTree(
  arena: Arena,
  tree: { taps: number; isPacket: boolean; filters: number; thresholds: number; scratch: number; numSds: number },
): number {
  const address = arena.allocate(32);
  const { buffer } = arena.kernels.memory;
  const words = [tree.taps, tree.isPacket ? 1 : 0, tree.filters, tree.thresholds, tree.scratch];
  new Int32Array(buffer, address).set(words);
  new Float64Array(buffer, address)[3] = tree.numSds;
  return address;
}

function dwtDenoised(run: Float64Array, wavelet: Wavelet, levels: number): Float64Array {
  const decomposition = waveletDecomposition(run, wavelet, { levels });
  const threshold = (medianAbsolute(decomposition.details[0]) / MAD_OF_GAUSSIAN) * universalThreshold(run.length);
  const details = decomposition.details.map((detail) => softThreshold(detail, threshold));
  return waveletReconstruction({ ...decomposition, details });
}

function packetDenoised(run: Float64Array, wavelet: Wavelet, levels: number): Float64Array {
  const packet = waveletPacket(run, wavelet, levels);
  const leaves = packet.leaves.map((leaf) =>
    softThreshold(leaf, (medianAbsolute(leaf) / MAD_OF_GAUSSIAN) * universalThreshold(leaf.length)),
  );
  return inverseWaveletPacket({ ...packet, leaves });
}

/** The earlier pipeline's soft threshold of the time samples; equals `legacySoftThreshold`. */
export function legacySoftThresholdStage(): Stage {
  return {
    id: 'legacy-soft-threshold',
    allowsFloat32: false,
    lengthAfter: (numSamples) => numSamples,
    applyToChannel: legacySoftThreshold,
    demand: (numSamples) => ({ before: 0, from: numSamples }),
    prepare(arena, numSamples) {
      const { kernels } = arena;
      const thresholds = arena.allocate(ROW_BYTES);
      const peaks = arena.allocate(ROW_BYTES);
      const scratch = allocateSelection(arena, numSamples);
      const numSds = universalThreshold(numSamples);
      return (rows) => {
        const memory = arena.numbers();
        kernels.medianMagnitudes(rows, numSamples, thresholds, scratch);
        kernels.peakRow(rows, numSamples, 1, peaks);
        for (let lane = 0; lane < arena.rowChannels; lane++) {
          const isSilent = memory[peaks / arena.laneBytes + lane] < 1e-10;
          const noise = memory[thresholds / arena.laneBytes + lane] / MAD_OF_GAUSSIAN;
          memory[thresholds / arena.laneBytes + lane] = isSilent ? 0 : noise * numSds;
        }
        kernels.shrink(rows, numSamples, thresholds);
        return rows;
      };
    },
  };
}
