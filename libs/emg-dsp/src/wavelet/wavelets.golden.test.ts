import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dwt, inverseDwt, type WaveletEdgeMode } from './dwt';
import { maximumWaveletLevel, waveletDecomposition } from './wavelet-decomposition';
import { orthogonalWavelet, WAVELET_NAMES, waveletFilters, type Wavelet, type WaveletName } from './wavelet-filters';
import { waveletPacket } from './wavelet-packet';

interface GoldenCase {
  wavelet: WaveletName;
  scalingFilter: number[] | null;
  length: number;
  edgeMode: WaveletEdgeMode;
  approximation: number[];
  detail: number[];
  multilevel: number[][];
  packetNatural: number[][];
  packetFrequency: number[][];
  maximumLevel: number;
}
const golden = JSON.parse(readFileSync(new URL('../golden/wavelets.json', import.meta.url), 'utf8')) as {
  scalingFilters: Record<WaveletName, number[]>;
  cases: GoldenCase[];
};

function signalOf(length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => {
    const step = k > Math.floor(length / 3) ? 1 : 0;
    return Math.sin(0.37 * k + 0.002 * k * k) + 0.5 * Math.cos(1.9 * k) + step;
  });
}

function expectBands(found: readonly Float64Array[], expected: number[][]): void {
  expect(found.map((band) => band.length)).toEqual(expected.map((band) => band.length));
  const largest = Math.max(...expected.flat().map(Math.abs));
  found.forEach((band, b) =>
    band.forEach((value, i) => expect(Math.abs(value - expected[b][i])).toBeLessThanOrEqual(1e-13 * largest)),
  );
}

describe('transforms against PyWavelets', () => {
  it.each(golden.cases.map((entry) => [`${entry.wavelet} n=${entry.length} ${entry.edgeMode}`, entry] as const))(
    '%s',
    (_, entry) => {
      const wavelet: Wavelet = entry.scalingFilter
        ? orthogonalWavelet(entry.wavelet, entry.scalingFilter)
        : entry.wavelet;
      const { edgeMode } = entry;
      const signal = signalOf(entry.length);
      const { approximation, detail } = dwt(signal, wavelet, edgeMode);
      expectBands([approximation, detail], [entry.approximation, entry.detail]);
      const multi = waveletDecomposition(signal, wavelet, { levels: 3, edgeMode });
      expectBands([multi.approximation, ...[...multi.details].reverse()], entry.multilevel);
      expectBands(waveletPacket(signal, wavelet, 2, { edgeMode }).leaves, entry.packetNatural);
      expectBands(waveletPacket(signal, wavelet, 2, { edgeMode, order: 'frequency' }).leaves, entry.packetFrequency);
      expect(maximumWaveletLevel(entry.length, wavelet)).toBe(entry.maximumLevel);
      if (!entry.scalingFilter) {
        expectBands([inverseDwt({ approximation, detail }, entry.length, wavelet, edgeMode)], [[...signal]]);
      }
    },
  );
});

describe('tabulated filters against PyWavelets', () => {
  it.each(WAVELET_NAMES)('%s', (name) => {
    // PyWavelets' symlets are off the orthonormal solution by up to 1.5e-11; the others agree to the last bit.
    const tolerance = name.startsWith('sym') ? 2e-11 : 0;
    const found = waveletFilters(name).reconstructionLow;
    expect(found.length).toBe(golden.scalingFilters[name].length);
    found.forEach((tap, k) => expect(Math.abs(tap - golden.scalingFilters[name][k])).toBeLessThanOrEqual(tolerance));
  });
});
