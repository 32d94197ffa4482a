import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import { resampleFft } from '../resample/fft-resample';
import { prepareHalving, rowsOfHalving } from './fft-halving';
import { equaliseChannels, prepareRowFft, rowsOfFft } from './row-fft';
import type { GroupKernel, Stage } from './stage';

/** Resampling to a number of samples through the spectrum; equals `resampleFft` to rounding. */
export function fftResampleStage(numSamplesAfter: (numSamples: number) => number): Stage {
  return {
    id: 'fft-resample',
    allowsFloat32: true,
    lengthAfter: numSamplesAfter,
    applyToChannel: (channel) => resampleFft(channel, { numSamples: numSamplesAfter(channel.length) }),
    demand(numSamples) {
      const numAfter = numSamplesAfter(numSamples);
      const isHalved = numSamples === 2 * numAfter;
      return {
        before: 0,
        from: isHalved ? rowsOfHalving(numAfter) : Math.max(rowsOfFft(numSamples), rowsOfFft(numAfter)),
      };
    },
    prepare(arena, numSamples) {
      const numAfter = numSamplesAfter(numSamples);
      const resample =
        numSamples === 2 * numAfter ? prepareHalving(arena, numAfter) : prepareAny(arena, numSamples, numAfter);
      const scales = arena.allocate(ROW_BYTES);
      return (rows, other) => {
        const isScaled = equaliseChannels(arena, rows, numSamples, scales);
        const resampled = resample(rows, other);
        if (isScaled) arena.kernels.scaleRows(resampled, numAfter, scales);
        return resampled;
      };
    },
  };
}

function prepareAny(arena: Arena, numSamples: number, numAfter: number): GroupKernel {
  const forward = prepareRowFft(arena, numSamples);
  const backward = prepareRowFft(arena, numAfter);
  return (rows, other) => {
    const spectrum = forward(rows, other);
    const resized = spectrum === rows ? other : rows;
    resizeReversed(arena, spectrum, resized, numSamples, numAfter);
    return backward(resized, spectrum);
  };
}

/**
 * Copies a spectrum in reverse order, cut or widened and divided by the length it had: low frequencies of both signs stay, and the
 * shorter side's Nyquist bin, which stands for both signs, is folded together or split.
 */
function resizeReversed(arena: Arena, from: number, to: number, before: number, after: number): void {
  const { kernels, laneBytes, rowChannels } = arena;
  const memory = arena.numbers();
  const shorter = Math.min(before, after);
  const numPositive = Math.floor(shorter / 2);
  const numNegative = shorter - 1 - numPositive;
  const isSplit = shorter % 2 === 0 && before !== after;
  const bin = (k: number) => from + k * ROW_BYTES;
  const reversed = (k: number) => to + k * ROW_BYTES;
  if (isSplit) {
    const [positive, negative] = [bin(numPositive) / laneBytes, bin(before - numPositive) / laneBytes];
    for (let lane = 0; lane < rowChannels; lane++) {
      if (after < before) memory[positive + lane] += memory[negative + lane];
      else memory[positive + lane] *= 0.5;
    }
  }
  kernels.reverseRows(bin(0), reversed(0), 1, 1 / before);
  kernels.reverseRows(bin(before - 1), reversed(1), numNegative, 1 / before);
  memory.fill(0, reversed(numNegative + 1) / laneBytes, reversed(after - numPositive) / laneBytes);
  kernels.reverseRows(bin(numPositive), reversed(after - numPositive), numPositive, 1 / before);
  if (isSplit && after > before) kernels.reverseRows(bin(numPositive), reversed(numPositive), 1, 1 / before);
}
