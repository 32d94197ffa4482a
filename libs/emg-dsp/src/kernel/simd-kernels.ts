import { KERNELS_BASE64 } from './kernels.generated';

/** Address in the kernels' memory, bytes. */
export type Address = number;

/**
 * The functions of the WebAssembly module (sources in `assembly/`).
 *
 * Rows hold the samples of one time in four channels, 32 bytes; a twin in TypeScript defines the meaning of each.
 */
export interface SimdKernels {
  readonly memory: WebAssembly.Memory;
  interleave(planar: Address, rows: Address, numRows: number): void;
  deinterleave(rows: Address, planar: Address, numRows: number): void;
  extendOddF64(rows: Address, numRows: number, count: number): void;
  peakRow(rows: Address, numRows: number, factor: number, peak: Address): void;
  startStates(states: Address, steady: Address, numSections: number, row: Address): void;
  runSections(
    first: Address,
    numRows: number,
    step: number,
    coefficients: Address,
    numSections: number,
    states: Address,
    silence: Address,
  ): void;
  runBandSections(
    first: Address,
    numRows: number,
    step: number,
    gain: number,
    coefficients: Address,
    numSections: number,
    states: Address,
    silence: Address,
  ): void;
  rectify(rows: Address, numRows: number): void;
  floorAtZero(rows: Address, numRows: number): void;
  removeMean(rows: Address, numRows: number): void;
  scaleRows(rows: Address, numRows: number, factors: Address): void;
  tkeo(rows: Address, numRows: number): void;
  movingMean(rows: Address, to: Address, numRows: number, window: number, square: boolean, sums: Address): void;
  polyphaseF64(
    rows: Address,
    to: Address,
    numOut: number,
    up: number,
    down: number,
    delay: number,
    taps: Address,
    tapsPerPhase: number,
  ): void;
  halfBandF64(rows: Address, to: Address, numOut: number, taps: Address, numPairs: number): void;
  fftRadix2F64(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftRadix4F64(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftRadix3F64(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftRadix5F64(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftAnyRadixF64(
    from: Address,
    to: Address,
    radix: number,
    numButterflies: number,
    stride: number,
    twiddles: Address,
    roots: Address,
    sums: Address,
  ): void;
  multiplyComplexF64(from: Address, to: Address, numRows: number, factors: Address, exchange: boolean): void;
  denoiseTreeF64(rows: Address, numRows: number, levels: number, free: Address, tree: Address): void;
  medianRow(rows: Address, numRows: number, medians: Address, scratch: Address): void;
  shrinkF64(rows: Address, numRows: number, thresholds: Address): void;
  reverseRowsF64(last: Address, to: Address, count: number, factor: number): void;
}

/** Compiled once: undefined before the first try, null where it cannot be. */
let compiled: WebAssembly.Module | null | undefined;

/**
 * A fresh instance of the kernels with its own memory; null where WebAssembly with SIMD is missing or forbidden.
 */
export function instantiateKernels(): SimdKernels | null {
  compiled ??= compileKernels();
  if (!compiled) return null;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { ...exports, memory } as unknown as SimdKernels;
}

function compileKernels(): WebAssembly.Module | null {
  try {
    const bytes = Uint8Array.from(atob(KERNELS_BASE64), (letter) => letter.charCodeAt(0));
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } catch {
    // No WebAssembly at all, or a content security policy that forbids compiling.
    return null;
  }
}
