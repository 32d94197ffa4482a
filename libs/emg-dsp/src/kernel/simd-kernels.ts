import { KERNELS_BASE64 } from './kernels.generated';

/** Address in the kernels' memory, bytes. */
export type Address = number;

/**
 * The functions of the WebAssembly module (sources in `assembly/`).
 *
 * Rows hold the samples of one time in four (float64) or eight (float32) channels, 32 bytes; a twin in TypeScript defines the
 * meaning of each.
 */
export interface SimdKernels {
  /** A `WebAssembly.Memory`, described without the browser's types, which not every project has. */
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  interleave(planar: Address, rows: Address, numRows: number): void;
  deinterleave(rows: Address, planar: Address, numRows: number): void;
  extendOdd(rows: Address, numRows: number, count: number): void;
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
    coefficients: Address,
    numSections: number,
    states: Address,
    silence: Address,
  ): void;
  areFinite(numbers: Address, count: number): number;
  rectify(rows: Address, numRows: number): void;
  floorAtZero(rows: Address, numRows: number): void;
  removeMean(rows: Address, numRows: number): void;
  scaleRows(rows: Address, numRows: number, factors: Address): void;
  tkeo(rows: Address, numRows: number): void;
  movingMean(rows: Address, numRows: number, window: number, square: boolean, ends: Address): void;
  polyphase(
    rows: Address,
    to: Address,
    numOut: number,
    up: number,
    down: number,
    delay: number,
    taps: Address,
    tapsPerPhase: number,
  ): void;
  halfBand(rows: Address, to: Address, numOut: number, taps: Address, numPairs: number): void;
  fftRadix2(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftRadix4(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftRadix3(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftRadix5(from: Address, to: Address, numButterflies: number, stride: number, twiddles: Address): void;
  fftAnyRadix(
    from: Address,
    to: Address,
    radix: number,
    numButterflies: number,
    stride: number,
    twiddles: Address,
    roots: Address,
    sums: Address,
  ): void;
  multiplyComplex(from: Address, to: Address, numRows: number, factors: Address, exchange: boolean): void;
  partRows(rows: Address, odd: Address, count: number, alternating: Address): void;
  joinHalves(even: Address, moved: Address, to: Address, count: number, alternating: Address): void;
  taperSegment(rows: Address, to: Address, count: number, window: Address, removeMean: boolean): void;
  addPower(spectrum: Address, power: Address, count: number): void;
  denoiseTree(rows: Address, numRows: number, levels: number, free: Address, tree: Address): void;
  medianMagnitudes(rows: Address, numRows: number, medians: Address, scratch: Address): void;
  shrink(rows: Address, numRows: number, thresholds: Address): void;
  interpolateLinear(rows: Address, numRows: number, to: Address, numPoints: number, points: Address): void;
  interpolateCubic(
    rows: Address,
    slopes: Address,
    numRows: number,
    to: Address,
    numPoints: number,
    points: Address,
  ): void;
  splineSlopes(rows: Address, numRows: number, slopes: Address, inversePivots: Address): void;
  pchipSlopes(rows: Address, numRows: number, slopes: Address): void;
  akimaSlopes(rows: Address, numRows: number, slopes: Address, secants: Address): void;
  reverseRows(last: Address, to: Address, count: number, factor: number): void;
}

/** Numbers in the kernels' memory: float64, or float32 with twice as many channels per row and seven digits. */
export type Precision = 'float64' | 'float32';

/** Compiled once: undefined before the first try, null where it cannot be. */
let compiled: WebAssembly.Module | null | undefined;

/**
 * A fresh instance of the kernels with its own memory; null where WebAssembly with SIMD is missing or forbidden.
 *
 * Kernels that exist in both precisions are exported with a suffix; the others are float64 whatever is asked for.
 */
export function instantiateKernels(precision: Precision): SimdKernels | null {
  compiled ??= compileKernels();
  if (!compiled) return null;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const suffix = precision === 'float64' ? 'F64' : 'F32';
  const kernels = Object.entries(exports).map(([name, kernel]) => [
    name.endsWith(suffix) ? name.slice(0, -suffix.length) : name,
    kernel,
  ]);
  return { ...Object.fromEntries(kernels), memory } as SimdKernels;
}

function compileKernels(): WebAssembly.Module | null {
  try {
    const bytes = Uint8Array.from(atob(KERNELS_BASE64), (letter) => letter.charCodeAt(0));
    return new WebAssembly.Module(bytes);
  } catch {
    // No WebAssembly at all, none with SIMD, or a content security policy that forbids compiling.
    return null;
  }
}
