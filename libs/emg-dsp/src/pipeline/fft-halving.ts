import { createFft } from '../fft/fft';
import { smoothLengthFrom, transformCost } from '../fft/fft-plan';
import { unitRoot } from '../fft/unit-root';
import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import { prepareRowFft } from './row-fft';
import type { GroupKernel } from './stage';

/** Rows that halving needs in either buffer. */
export function rowsOfHalving(numAfter: number): number {
  return numAfter + convolutionLength(numAfter);
}

/**
 * Prepares resampling through the spectrum to exactly half as many samples.
 *
 * The low half of the spectrum is that of the even samples plus that of the odd ones, moved by half a step of the new rate. The even
 * ones need no transform at all, and moving is a circular convolution: two transforms of the new length (or of a smoother, longer
 * one) do what else takes one of the old and one of the new.
 */
export function prepareHalving(arena: Arena, numAfter: number): GroupKernel {
  const { kernels, laneBytes } = arena;
  const length = convolutionLength(numAfter);
  const transform = prepareRowFft(arena, length);
  const spectrumOfMove = arena.place(
    length === numAfter ? halfStepSpectrum(numAfter) : paddedSpectrum(numAfter, length),
  );
  const alternating = arena.allocate(ROW_BYTES);
  // Only an even length has a Nyquist frequency, at which the even samples count for both signs.
  const nyquistShare = numAfter % 2 === 0 ? 1 / (2 * numAfter) : 0;
  return (rows, other) => {
    const scratch = rows + numAfter * ROW_BYTES;
    kernels.partRows(rows, other, numAfter, alternating);
    const memory = arena.numbers();
    for (let lane = 0; lane < arena.rowChannels; lane++) memory[alternating / laneBytes + lane] *= nyquistShare;
    memory.fill(0, (other + numAfter * ROW_BYTES) / laneBytes, (other + length * ROW_BYTES) / laneBytes);
    const spectrum = transform(other, scratch);
    // With its parts exchanged, a forward transform is the inverse one, parts exchanged.
    kernels.multiplyComplex(spectrum, spectrum, length, spectrumOfMove, true);
    const moved = transform(spectrum, spectrum === other ? scratch : other);
    kernels.joinHalves(rows, moved, rows, numAfter, alternating);
    return rows;
  };
}

/** The length itself, or one from which on a circular convolution is a linear one, where that is cheaper to transform. */
function convolutionLength(numAfter: number): number {
  const padded = smoothLengthFrom(2 * numAfter - 1);
  return transformCost(numAfter) <= transformCost(padded) ? numAfter : padded;
}

/** exp(-2 pi i k / 2n) / 2n for k from 0 up and from -1 down: half a step back, divided by the length before; 0 at the Nyquist frequency. */
function halfStepSpectrum(length: number): Float64Array {
  const spectrum = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    const frequency = 2 * k < length ? k : k - length;
    if (2 * k === length) continue;
    const [cos, sin] = unitRoot(frequency, 2 * length);
    spectrum[2 * k] = cos / (2 * length);
    spectrum[2 * k + 1] = -sin / (2 * length);
  }
  return spectrum;
}

/** Spectrum of the same move as a linear convolution, both halves of the kernel at the ends of a longer period. */
function paddedSpectrum(numAfter: number, length: number): Float64Array {
  const re = new Float64Array(length);
  for (let step = 1 - numAfter; step < numAfter; step++) {
    // The sum of exp(2 pi i k (step - 1/2) / n) over all k below the Nyquist frequency, in closed form.
    const [cos, sin] = unitRoot(2 * step - 1, 4 * numAfter);
    const sum = (step % 2 === 0 ? -1 : 1) * (numAfter % 2 === 0 ? cos / sin : 1 / sin);
    re[(step + length) % length] = sum / (2 * numAfter * length);
  }
  const spectrum = createFft(length).forward({ re, im: new Float64Array(length) });
  return Float64Array.from({ length: 2 * length }, (_, at) => (at % 2 === 0 ? spectrum.re : spectrum.im)[at >> 1]);
}
