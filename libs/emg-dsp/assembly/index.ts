// The entry of the WebAssembly module. Generic kernels cannot be exported as such: each stands here once per precision.
import * as fft from './fft';
import * as halving from './halving';
import * as pointwise from './pointwise';
import * as fir from './polyphase';
import * as rows from './rows';
import { medianMagnitudes } from './selection';
import * as spectrum from './spectrum';
import * as wavelet from './wavelet';

export { akimaSlopes, interpolateCubic, interpolateLinear, pchipSlopes, splineSlopes } from './interpolation';
export { movingMean } from './moving-window';
export { removeMean, tkeo } from './pointwise';
export { runBandSections, runSections, startStates } from './sections';

export function interleaveF64(planar: usize, to: usize, numRows: i32): void {
  rows.interleave<f64>(planar, to, numRows);
}

export function interleaveF32(planar: usize, to: usize, numRows: i32): void {
  rows.interleave<f32>(planar, to, numRows);
}

export function deinterleaveF64(at: usize, planar: usize, numRows: i32): void {
  rows.deinterleave<f64>(at, planar, numRows);
}

export function deinterleaveF32(at: usize, planar: usize, numRows: i32): void {
  rows.deinterleave<f32>(at, planar, numRows);
}

export function extendOddF64(at: usize, numRows: i32, count: i32): void {
  rows.extendOdd<f64>(at, numRows, count);
}

export function extendOddF32(at: usize, numRows: i32, count: i32): void {
  rows.extendOdd<f32>(at, numRows, count);
}

export function peakRowF64(at: usize, numRows: i32, factor: f64, peak: usize): void {
  rows.peakRow<f64>(at, numRows, factor, peak);
}

export function peakRowF32(at: usize, numRows: i32, factor: f32, peak: usize): void {
  rows.peakRow<f32>(at, numRows, factor, peak);
}

export function areFiniteF64(numbers: usize, count: i32): bool {
  return rows.areFinite<f64>(numbers, count);
}

export function areFiniteF32(numbers: usize, count: i32): bool {
  return rows.areFinite<f32>(numbers, count);
}

export function rectifyF64(at: usize, numRows: i32): void {
  pointwise.rectify<f64>(at, numRows);
}

export function rectifyF32(at: usize, numRows: i32): void {
  pointwise.rectify<f32>(at, numRows);
}

export function floorAtZeroF64(at: usize, numRows: i32): void {
  pointwise.floorAtZero<f64>(at, numRows);
}

export function floorAtZeroF32(at: usize, numRows: i32): void {
  pointwise.floorAtZero<f32>(at, numRows);
}

export function scaleRowsF64(at: usize, numRows: i32, factors: usize): void {
  pointwise.scaleRows<f64>(at, numRows, factors);
}

export function scaleRowsF32(at: usize, numRows: i32, factors: usize): void {
  pointwise.scaleRows<f32>(at, numRows, factors);
}

export function polyphaseF64(from: usize, to: usize, numOut: i32, up: i32, down: i32, delay: i32, taps: usize, tapsPerPhase: i32): void {
  fir.polyphase<f64>(from, to, numOut, up, down, delay, taps, tapsPerPhase);
}

export function polyphaseF32(from: usize, to: usize, numOut: i32, up: i32, down: i32, delay: i32, taps: usize, tapsPerPhase: i32): void {
  fir.polyphase<f32>(from, to, numOut, up, down, delay, taps, tapsPerPhase);
}

export function halfBandF64(from: usize, to: usize, numOut: i32, taps: usize, numPairs: i32): void {
  fir.halfBand<f64>(from, to, numOut, taps, numPairs);
}

export function halfBandF32(from: usize, to: usize, numOut: i32, taps: usize, numPairs: i32): void {
  fir.halfBand<f32>(from, to, numOut, taps, numPairs);
}

export function fftRadix2F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix2<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix2F32(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix2<f32>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix3F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix3<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix3F32(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix3<f32>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix4F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix4<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix4F32(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix4<f32>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix5F64(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix5<f64>(from, to, numButterflies, stride, twiddles);
}

export function fftRadix5F32(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  fft.fftRadix5<f32>(from, to, numButterflies, stride, twiddles);
}

export function fftAnyRadixF64(from: usize, to: usize, radix: i32, numButterflies: i32, stride: i32, twiddles: usize, roots: usize, sums: usize): void {
  fft.fftAnyRadix<f64>(from, to, radix, numButterflies, stride, twiddles, roots, sums);
}

export function fftAnyRadixF32(from: usize, to: usize, radix: i32, numButterflies: i32, stride: i32, twiddles: usize, roots: usize, sums: usize): void {
  fft.fftAnyRadix<f32>(from, to, radix, numButterflies, stride, twiddles, roots, sums);
}

export function multiplyComplexF64(from: usize, to: usize, numRows: i32, factors: usize, exchange: bool): void {
  fft.multiplyComplex<f64>(from, to, numRows, factors, exchange);
}

export function multiplyComplexF32(from: usize, to: usize, numRows: i32, factors: usize, exchange: bool): void {
  fft.multiplyComplex<f32>(from, to, numRows, factors, exchange);
}

export function reverseRowsF64(last: usize, to: usize, count: i32, factor: f64): void {
  fft.reverseRows<f64>(last, to, count, factor);
}

export function reverseRowsF32(last: usize, to: usize, count: i32, factor: f32): void {
  fft.reverseRows<f32>(last, to, count, factor);
}

export function partRowsF64(at: usize, odd: usize, count: i32, alternating: usize): void {
  halving.partRows<f64>(at, odd, count, alternating);
}

export function partRowsF32(at: usize, odd: usize, count: i32, alternating: usize): void {
  halving.partRows<f32>(at, odd, count, alternating);
}

export function joinHalvesF64(even: usize, moved: usize, to: usize, count: i32, alternating: usize): void {
  halving.joinHalves<f64>(even, moved, to, count, alternating);
}

export function joinHalvesF32(even: usize, moved: usize, to: usize, count: i32, alternating: usize): void {
  halving.joinHalves<f32>(even, moved, to, count, alternating);
}

export function taperSegmentF64(at: usize, to: usize, count: i32, window: usize, removeMean: bool): void {
  spectrum.taperSegment<f64>(at, to, count, window, removeMean);
}

export function taperSegmentF32(at: usize, to: usize, count: i32, window: usize, removeMean: bool): void {
  spectrum.taperSegment<f32>(at, to, count, window, removeMean);
}

export function addPowerF64(from: usize, power: usize, count: i32): void {
  spectrum.addPower<f64>(from, power, count);
}

export function addPowerF32(from: usize, power: usize, count: i32): void {
  spectrum.addPower<f32>(from, power, count);
}

export function medianMagnitudesF64(at: usize, numRows: i32, medians: usize, scratch: usize): void {
  medianMagnitudes<f64>(at, numRows, medians, scratch);
}

export function denoiseTreeF64(at: usize, numRows: i32, levels: i32, free: usize, tree: usize): void {
  wavelet.denoiseTree<f64>(at, numRows, levels, free, tree);
}

export function denoiseTreeF32(at: usize, numRows: i32, levels: i32, free: usize, tree: usize): void {
  wavelet.denoiseTree<f32>(at, numRows, levels, free, tree);
}

export function shrinkF64(at: usize, numRows: i32, thresholds: usize): void {
  wavelet.shrink<f64>(at, numRows, thresholds);
}

export function shrinkF32(at: usize, numRows: i32, thresholds: usize): void {
  wavelet.shrink<f32>(at, numRows, thresholds);
}
