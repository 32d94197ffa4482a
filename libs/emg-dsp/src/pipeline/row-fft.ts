import type { FftStage } from '../fft/fft-plan';
import { chirpOf, planStages, radicesOf, smoothLengthFrom } from '../fft/fft-plan';
import { kernelSpectrumOf } from '../fft/fft';
import type { Arena } from '../kernel/arena';
import { ROW_BYTES } from '../kernel/arena';
import type { GroupKernel } from './stage';

/** Rows that a transform of this length needs in either buffer. */
export function rowsOfFft(length: number): number {
  return radicesOf(length) ? length : smoothLengthFrom(2 * length - 1);
}

/**
 * Prepares forward transforms of rows: channels 0 and 1 are the real parts, 2 and 3 the imaginary parts of two transforms.
 *
 * Both buffers are used up; see `createFft` for what it computes. Of a spectrum in reverse order it is the inverse transform
 * times the length.
 */
export function prepareRowFft(arena: Arena, length: number): GroupKernel {
  const radices = radicesOf(length);
  return radices ? prepareStockham(arena, planStages(length, radices)) : prepareBluestein(arena, length);
}

function prepareStockham(arena: Arena, stages: readonly FftStage[]): GroupKernel {
  const { kernels } = arena;
  const written = {
    2: kernels.fftRadix2,
    3: kernels.fftRadix3,
    4: kernels.fftRadix4,
    5: kernels.fftRadix5,
  } as Record<number, typeof kernels.fftRadix2 | undefined>;
  const sums = arena.allocate((Math.max(...stages.map(({ radix }) => radix), 0) + 2) * ROW_BYTES);
  const passes = stages.map(({ radix, numButterflies, stride, twiddles, roots }) => {
    const twiddleTable = arena.place(twiddles);
    const rootTable = arena.place(roots);
    const writtenOut = written[radix];
    return (from: number, to: number) => {
      if (writtenOut) writtenOut(from, to, numButterflies, stride, twiddleTable);
      else kernels.fftAnyRadix(from, to, radix, numButterflies, stride, twiddleTable, rootTable, sums);
    };
  });
  return (rows, other) => {
    for (const pass of passes) {
      pass(rows, other);
      [rows, other] = [other, rows];
    }
    return rows;
  };
}

function prepareBluestein(arena: Arena, length: number): GroupKernel {
  const { kernels } = arena;
  const padded = smoothLengthFrom(2 * length - 1);
  const transform = prepareRowFft(arena, padded);
  const chirp = arena.place(chirpOf(length));
  const exchangedChirp = arena.place(chirpOf(length).map((part, index) => (index % 2 === 0 ? part : -part)));
  const kernelSpectrum = arena.place(kernelSpectrumOf(length, padded));
  return (rows, other) => {
    kernels.multiplyComplex(rows, rows, length, chirp, false);
    const { laneBytes } = arena;
    arena.numbers().fill(0, (rows + length * ROW_BYTES) / laneBytes, (rows + padded * ROW_BYTES) / laneBytes);
    const spectrum = transform(rows, other);
    // With its parts exchanged, a forward transform is the inverse one, parts exchanged.
    kernels.multiplyComplex(spectrum, spectrum, padded, kernelSpectrum, true);
    const convolved = transform(spectrum, spectrum === rows ? other : rows);
    kernels.multiplyComplex(convolved, convolved, length, exchangedChirp, true);
    return convolved;
  };
}

/** Channels whose peaks differ by less may share a transform: the rounding of one is below 1e-14 of the other. */
const SHARED_RANGE = 16;
const LARGEST_EXPONENT = { float64: 1000, float32: 120 };

/**
 * Brings channels of very different size to one, since two of them make one complex signal and share its rounding errors.
 *
 * Factors are powers of two and change no digit. Writes what undoes them to `scales`; a silent channel is undone to silence.
 * @returns false when the channels may stay as they are
 */
export function equaliseChannels(arena: Arena, rows: number, numRows: number, scales: number): boolean {
  const { kernels, laneBytes, rowChannels } = arena;
  kernels.peakRow(rows, numRows, 1, scales);
  const peaks = arena.numbers().subarray(scales / laneBytes, scales / laneBytes + rowChannels);
  if (Math.max(...peaks) <= SHARED_RANGE * Math.min(...peaks)) return false;
  const limit = LARGEST_EXPONENT[arena.precision];
  const undo = peaks.map((peak) => {
    if (peak === 0) return 0;
    const exponent = Math.round(Math.log2(peak));
    return 2 ** Math.max(-limit, Math.min(limit, exponent));
  });
  peaks.set(undo.map((factor) => (factor === 0 ? 0 : 1 / factor)));
  kernels.scaleRows(rows, numRows, scales);
  peaks.set(undo);
  return true;
}
