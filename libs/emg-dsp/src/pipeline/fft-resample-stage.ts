import { ROW_CHANNELS } from '../kernel/arena';
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
      const { kernels } = arena;
      const numAfter = numSamplesAfter(numSamples);
      const forward = prepareRowFft(arena, numSamples);
      const backward = prepareRowFft(arena, numAfter);
      return (rows, other) => {
        const spectrum = forward(rows, other);
        resizeSpectrum(arena.doubles(), spectrum, numSamples, numAfter);
        kernels.exchangePartsF64(spectrum, numAfter, 1 / numSamples);
        const resampled = backward(spectrum, spectrum === rows ? other : rows);
        kernels.exchangePartsF64(resampled, numAfter, 1);
        return resampled;
      };
    },
  };
}

/**
 * Cuts or widens a spectrum in place: low frequencies of both signs stay, and the shorter side's Nyquist bin, which stands for
 * both signs, is folded together or split.
 */
function resizeSpectrum(memory: Float64Array, spectrum: number, before: number, after: number): void {
  if (before === after) return;
  const shorter = Math.min(before, after);
  const numPositive = Math.floor(shorter / 2) + 1;
  const numNegative = shorter - numPositive;
  const at = (bin: number) => spectrum / 8 + bin * ROW_CHANNELS;
  const isSplit = shorter % 2 === 0;
  if (isSplit && after < before) {
    const [positive, negative] = [at(shorter / 2), at(before - shorter / 2)];
    for (let lane = 0; lane < ROW_CHANNELS; lane++) memory[positive + lane] += memory[negative + lane];
  }
  memory.copyWithin(at(after - numNegative), at(before - numNegative), at(before));
  if (after > before) memory.fill(0, at(numPositive), at(after - numNegative));
  if (isSplit && after > before) {
    const [positive, negative] = [at(shorter / 2), at(after - shorter / 2)];
    for (let lane = 0; lane < ROW_CHANNELS; lane++) memory[negative + lane] = memory[positive + lane] *= 0.5;
  }
}
