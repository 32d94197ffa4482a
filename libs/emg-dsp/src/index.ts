export * from './errors';
export { median, medianAbsolute, quantile } from './statistics/quantile';
export { dwt, dwtLength, inverseDwt, type WaveletBands, type WaveletEdgeMode } from './wavelet/dwt';
export {
  maximumWaveletLevel,
  waveletDecomposition,
  waveletReconstruction,
  type WaveletDecomposition,
} from './wavelet/wavelet-decomposition';
export {
  orthogonalWavelet,
  WAVELET_NAMES,
  waveletFilters,
  type Wavelet,
  type WaveletFilters,
  type WaveletName,
} from './wavelet/wavelet-filters';
export { inverseWaveletPacket, waveletPacket, type WaveletPacket, type WaveletPacketOrder } from './wavelet/wavelet-packet';
