import type { Arena } from '../kernel/arena';
import { ROW_BYTES, ROW_CHANNELS } from '../kernel/arena';
import { resampleFft } from '../resample/fft-resample';
import { prepareRowFft, rowsOfFft } from './row-fft';
import type { Stage } from './stage';

/** Resampling to a number of samples through the spectrum; equals `resampleFft` to rounding. */
export function fftResampleStage(numSamplesAfter: (numSamples: number) => number): Stage {
  return {
    id: 'fft-resample',
    lengthAfter: numSamplesAfter,
    applyToChannel: (channel) => resampleFft(channel, { numSamples: numSamplesAfter(channel.length) }),
    demand: (numSamples) => ({
      before: 0,
      from: Math.max(rowsOfFft(numSamples), rowsOfFft(numSamplesAfter(numSamples))),
    }),
    prepare(arena, numSamples) {
      const numAfter = numSamplesAfter(numSamples);
      const forward = prepareRowFft(arena, numSamples);
      const backward = prepareRowFft(arena, numAfter);
      const scales = arena.allocate(ROW_BYTES);
      return (rows, other) => {
        const isScaled = equaliseChannels(arena, rows, numSamples, scales);
        const spectrum = forward(rows, other);
        const resized = spectrum === rows ? other : rows;
        resizeReversed(arena, spectrum, resized, numSamples, numAfter);
        const resampled = backward(resized, spectrum);
        if (isScaled) arena.kernels.scaleRows(resampled, numAfter, scales);
        return resampled;
      };
    },
  };
}

/** Channels whose peaks differ by less may share a transform: the rounding of one is below 1e-14 of the other. */
const SHARED_RANGE = 16;
const LARGEST_EXPONENT = 1000;

/**
 * Brings channels of very different size to one, since two of them make one complex signal and share its rounding errors.
 *
 * Factors are powers of two and change no digit. Writes what undoes them to `scales`; a silent channel is undone to silence.
 * @returns false when the channels may stay as they are
 */
function equaliseChannels({ kernels, doubles }: Arena, rows: number, numRows: number, scales: number): boolean {
  kernels.peakRow(rows, numRows, 1, scales);
  const peaks = doubles().subarray(scales / 8, scales / 8 + ROW_CHANNELS);
  if (Math.max(...peaks) <= SHARED_RANGE * Math.min(...peaks)) return false;
  const undo = peaks.map((peak) => {
    if (peak === 0) return 0;
    const exponent = Math.round(Math.log2(peak));
    return 2 ** Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent));
  });
  peaks.set(undo.map((factor) => (factor === 0 ? 0 : 1 / factor)));
  kernels.scaleRows(rows, numRows, scales);
  peaks.set(undo);
  return true;
}

/**
 * Copies a spectrum in reverse order, cut or widened and divided by the length it had: low frequencies of both signs stay, and the
 * shorter side's Nyquist bin, which stands for both signs, is folded together or split.
 */
function resizeReversed({ kernels, doubles }: Arena, from: number, to: number, before: number, after: number): void {
  const memory = doubles();
  const shorter = Math.min(before, after);
  const numPositive = Math.floor(shorter / 2);
  const numNegative = shorter - 1 - numPositive;
  const isSplit = shorter % 2 === 0 && before !== after;
  const bin = (k: number) => from + k * ROW_BYTES;
  const reversed = (k: number) => to + k * ROW_BYTES;
  if (isSplit) {
    const [positive, negative] = [bin(numPositive) / 8, bin(before - numPositive) / 8];
    for (let lane = 0; lane < ROW_CHANNELS; lane++) {
      if (after < before) memory[positive + lane] += memory[negative + lane];
      else memory[positive + lane] *= 0.5;
    }
  }
  kernels.reverseRowsF64(bin(0), reversed(0), 1, 1 / before);
  kernels.reverseRowsF64(bin(before - 1), reversed(1), numNegative, 1 / before);
  memory.fill(0, reversed(numNegative + 1) / 8, reversed(after - numPositive) / 8);
  kernels.reverseRowsF64(bin(numPositive), reversed(after - numPositive), numPositive, 1 / before);
  if (isSplit && after > before) kernels.reverseRowsF64(bin(numPositive), reversed(numPositive), 1, 1 / before);
}
