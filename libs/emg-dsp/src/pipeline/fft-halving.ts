import { unitRoot } from '../fft/unit-root';
import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import { prepareRowFft, rowsOfFft } from './row-fft';
import type { GroupKernel } from './stage';

/** Rows that halving needs in either buffer. */
export function rowsOfHalving(numAfter: number): number {
  return numAfter + Math.max(numAfter, rowsOfFft(numAfter));
}

/**
 * Prepares resampling through the spectrum to exactly half as many samples.
 *
 * The low half of the spectrum is that of the even samples plus that of the odd ones, moved by half a step of the new rate. The even
 * ones need no transform at all, so two transforms of the new length do what else takes one of the old and one of the new.
 */
export function prepareHalving(arena: Arena, numAfter: number): GroupKernel {
  const { kernels, laneBytes } = arena;
  const transform = prepareRowFft(arena, numAfter);
  const shift = arena.place(halfStep(numAfter));
  const alternating = arena.allocate(ROW_BYTES);
  // Only an even length has a Nyquist frequency, at which the even samples count for both signs.
  const nyquistShare = numAfter % 2 === 0 ? 1 / (2 * numAfter) : 0;
  return (rows, other) => {
    const scratch = rows + numAfter * ROW_BYTES;
    kernels.partRows(rows, other, numAfter, alternating);
    const memory = arena.numbers();
    for (let lane = 0; lane < arena.rowChannels; lane++) memory[alternating / laneBytes + lane] *= nyquistShare;
    const spectrum = transform(other, scratch);
    // With its parts exchanged, a forward transform is the inverse one, parts exchanged.
    kernels.multiplyComplex(spectrum, spectrum, numAfter, shift, true);
    const moved = transform(spectrum, spectrum === other ? scratch : other);
    kernels.joinHalves(rows, moved, rows, numAfter, alternating);
    return rows;
  };
}

/** exp(-2 pi i k / 2n) / 2n for k from 0 up and from -1 down: half a step back, divided by the length before; 0 at the Nyquist frequency. */
function halfStep(length: number): Float64Array {
  const shift = new Float64Array(2 * length);
  for (let k = 0; k < length; k++) {
    const frequency = 2 * k < length ? k : k - length;
    if (2 * k === length) continue;
    const [cos, sin] = unitRoot(frequency, 2 * length);
    shift[2 * k] = cos / (2 * length);
    shift[2 * k + 1] = -sin / (2 * length);
  }
  return shift;
}
