// The entry of the WebAssembly module: every generic kernel once for float64 and, where that is accurate enough, for float32.
import * as fft from './fft';
import * as fir from './polyphase';
import * as rows from './rows';
import * as wavelet from './wavelet';

export { movingMean } from './moving-window';
export { floorAtZero, rectify, removeMean, scaleRows, tkeo } from './pointwise';
export { deinterleave, interleave } from './rows';
export { peakRow, runBandSections, runSections, startStates } from './sections';

export function extendOddF64(at: usize, numRows: i32, count: i32): void {
  rows.extendOdd<f64>(at, numRows, count);
}

export function polyphaseF64(
  from: usize,
  to: usize,
  numOut: i32,
  up: i32,
  down: i32,
  delay: i32,
  taps: usize,
  tapsPerPhase: i32,
): void {
  fir.polyphase<f64>(from, to, numOut, up, down, delay, taps, tapsPerPhase);
}

export function halfBandF64(from: usize, to: usize, numOut: i32, taps: usize, numPairs: i32): void {
  fir.halfBand<f64>(from, to, numOut, taps, numPairs);
}

export function fftRadix2F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix2<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix4F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix4<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix3F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix3<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix5F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix5<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftAnyRadixF64(
  from: usize,
  to: usize,
  radix: i32,
  numButterflies: i32,
  stride: i32,
  twiddles: usize,
  roots: usize,
  sums: usize,
): void {
  fft.fftAnyRadix<f64>(from, to, radix, numButterflies, stride, twiddles, roots, sums);
}

export function multiplyComplexF64(from: usize, to: usize, numRows: i32, factors: usize, exchange: bool): void {
  fft.multiplyComplex<f64>(from, to, numRows, factors, exchange);
}

export function reverseRowsF64(last: usize, to: usize, count: i32, factor: f64): void {
  fft.reverseRows<f64>(last, to, count, factor);
}

export { medianRow } from './wavelet';

export function denoiseTreeF64(at: usize, numRows: i32, levels: i32, free: usize, tree: usize): void {
  wavelet.denoiseTree<f64>(at, numRows, levels, free, tree);
}

export function shrinkF64(at: usize, numRows: i32, thresholds: usize): void {
  wavelet.shrink<f64>(at, numRows, thresholds);
}
