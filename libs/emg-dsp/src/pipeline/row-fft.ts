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
    2: kernels.fftRadix2F64,
    3: kernels.fftRadix3F64,
    4: kernels.fftRadix4F64,
    5: kernels.fftRadix5F64,
  } as Record<number, typeof kernels.fftRadix2F64 | undefined>;
  const sums = arena.allocate((Math.max(...stages.map(({ radix }) => radix), 0) + 2) * ROW_BYTES);
  const passes = stages.map(({ radix, numButterflies, stride, twiddles, roots }) => {
    const twiddleTable = arena.place(twiddles);
    const rootTable = arena.place(roots);
    const writtenOut = written[radix];
    return (from: number, to: number) => {
      if (writtenOut) writtenOut(from, to, numButterflies, stride, twiddleTable);
      else kernels.fftAnyRadixF64(from, to, radix, numButterflies, stride, twiddleTable, rootTable, sums);
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
    kernels.multiplyComplexF64(rows, rows, length, chirp, false);
    arena.doubles().fill(0, (rows + length * ROW_BYTES) / 8, (rows + padded * ROW_BYTES) / 8);
    const spectrum = transform(rows, other);
    // With its parts exchanged, a forward transform is the inverse one, parts exchanged.
    kernels.multiplyComplexF64(spectrum, spectrum, padded, kernelSpectrum, true);
    const convolved = transform(spectrum, spectrum === rows ? other : rows);
    kernels.multiplyComplexF64(convolved, convolved, length, exchangedChirp, true);
    return convolved;
  };
}
