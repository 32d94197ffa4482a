import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError, LengthMismatchError, SignalTooShortError } from '../errors';
import { dwt, dwtLength, inverseDwt, type WaveletEdgeMode } from './dwt';
import { maximumWaveletLevel, waveletDecomposition, waveletReconstruction } from './wavelet-decomposition';
import { orthogonalWavelet, WAVELET_NAMES, waveletFilters, type WaveletName } from './wavelet-filters';
import { inverseWaveletPacket, waveletPacket } from './wavelet-packet';

const EDGE_MODES: WaveletEdgeMode[] = ['symmetric', 'periodization'];

function noise(length: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((x, y) => Math.max(x, y), 0);
}

describe('filters', () => {
  it.each(WAVELET_NAMES)('%s is orthonormal to its even shifts and sums to √2', (name) => {
    const h = waveletFilters(name).reconstructionLow;
    for (let shift = 0; shift < h.length; shift += 2) {
      let product = 0;
      for (let k = 0; k + shift < h.length; k++) product += h[k] * h[k + shift];
      expect(product).toBeCloseTo(shift === 0 ? 1 : 0, 14);
    }
    expect(h.reduce((sum, tap) => sum + tap)).toBeCloseTo(Math.SQRT2, 14);
  });

  it('names 44 wavelets and refuses others', () => {
    expect(WAVELET_NAMES).toHaveLength(44);
    expect(() => waveletFilters('db21' as WaveletName)).toThrow(InvalidArgumentError);
    expect(() => waveletFilters('toString' as WaveletName)).toThrow(InvalidArgumentError);
    expect(() => orthogonalWavelet('odd', [1, 2, 3])).toThrow(InvalidArgumentError);
  });
});

describe('one step', () => {
  it('splits pairs into mean and difference with Haar', () => {
    const { approximation, detail } = dwt([1, 2, 3, 5], 'db1');
    expect(largestDifference(approximation, [3 / Math.SQRT2, 8 / Math.SQRT2])).toBeLessThan(1e-15);
    expect(largestDifference(detail, [-1 / Math.SQRT2, -2 / Math.SQRT2])).toBeLessThan(1e-15);
  });

  it('sees no detail in a constant', () => {
    for (const edgeMode of EDGE_MODES) {
      const { approximation, detail } = dwt(new Float64Array(37).fill(3), 'db6', edgeMode);
      expect(largestDifference(detail, new Float64Array(detail.length))).toBeLessThan(1e-14);
      expect(largestDifference(approximation, new Float64Array(detail.length).fill(3 * Math.SQRT2))).toBeLessThan(
        1e-14,
      );
    }
  });

  it('keeps the energy with periodization and an even length', () => {
    const signal = noise(64);
    const { approximation, detail } = dwt(signal, 'sym8', 'periodization');
    const energy = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0);
    expect(energy(approximation) + energy(detail)).toBeCloseTo(energy(signal), 12);
  });

  it('keeps a NaN local', () => {
    const signal = noise(200);
    signal[100] = NaN;
    const { approximation } = dwt(signal, 'db4');
    expect(approximation.filter(Number.isNaN)).toHaveLength(4);
  });

  it('refuses what it cannot do', () => {
    expect(() => dwt([], 'db2')).toThrow(SignalTooShortError);
    expect(() => dwt([1], 'db2', 'zero' as WaveletEdgeMode)).toThrow(InvalidArgumentError);
    expect(() => inverseDwt({ approximation: [1, 2], detail: [1] }, 4, 'db1')).toThrow(LengthMismatchError);
    expect(() => inverseDwt({ approximation: [], detail: [] }, 0, 'db1')).toThrow(InvalidArgumentError);
  });
});

describe('perfect reconstruction to 1e-12', () => {
  it.each(WAVELET_NAMES)('%s, lengths 1 to 70, both edges', (name) => {
    for (const edgeMode of EDGE_MODES) {
      for (let length = 1; length <= 70; length++) {
        const signal = noise(length);
        expect(largestDifference(inverseDwt(dwt(signal, name, edgeMode), length, name, edgeMode), signal)).toBeLessThan(
          1e-12,
        );
      }
    }
  });

  it('many levels and packets, any length', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WAVELET_NAMES),
        fc.constantFrom(...EDGE_MODES),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 5 }),
        fc.constantFrom('natural' as const, 'frequency' as const),
        (name, edgeMode, length, levels, order) => {
          const signal = noise(length);
          const decomposition = waveletDecomposition(signal, name, { levels, edgeMode });
          expect(largestDifference(waveletReconstruction(decomposition), signal)).toBeLessThan(1e-12);
          const packet = waveletPacket(signal, name, levels, { edgeMode, order });
          expect(largestDifference(inverseWaveletPacket(packet), signal)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a long signal at its deepest level, for every wavelet', () => {
    const signal = noise(3001);
    for (const name of WAVELET_NAMES) {
      expect(largestDifference(waveletReconstruction(waveletDecomposition(signal, name)), signal)).toBeLessThan(1e-12);
    }
  });
});

describe('levels', () => {
  it('are limited by the filter length, not beyond', () => {
    expect(maximumWaveletLevel(1000, 'db7')).toBe(6);
    expect(maximumWaveletLevel(1, 'db1')).toBe(0);
    expect(maximumWaveletLevel(12, 'db7')).toBe(0);
    expect(dwtLength(1000, 14, 'symmetric')).toBe(506);
    expect(() => waveletDecomposition([1, 2], 'db1', { levels: -1 })).toThrow(InvalidArgumentError);
    expect(() => waveletPacket([1, 2], 'db1', 17)).toThrow(InvalidArgumentError);
  });
});

describe('packets', () => {
  it('put a rising tone into rising leaves in frequency order', () => {
    const strongest = (cyclesPerSample: number) => {
      const tone = Float64Array.from({ length: 1024 }, (_, k) => Math.sin(2 * Math.PI * cyclesPerSample * k));
      const energies = waveletPacket(tone, 'db12', 3, { order: 'frequency' }).leaves.map((leaf) =>
        leaf.reduce((sum, value) => sum + value * value, 0),
      );
      return energies.indexOf(Math.max(...energies));
    };
    for (let leaf = 0; leaf < 8; leaf++) expect(strongest((leaf + 0.5) / 16)).toBe(leaf);
  });

  it('refuse leaves that do not make a tree', () => {
    const packet = waveletPacket(noise(40), 'db3', 2);
    expect(() => inverseWaveletPacket({ ...packet, leaves: packet.leaves.slice(1) })).toThrow(LengthMismatchError);
  });
});
