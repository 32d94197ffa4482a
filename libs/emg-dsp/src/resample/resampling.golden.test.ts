import { describe, expect, it } from 'vitest';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import type { EdgeExtension } from './edge-extension';
import { resampleFft } from './fft-resample';
import { resamplePolyphase } from './polyphase';

const { signals } = readGolden<{ signals: Record<string, GoldenNumbers> }>('filters');
const golden = readGolden<{
  polyphase: { signal: string; up: number; down: number; edges: EdgeExtension; expected: GoldenNumbers }[];
  spectral: { signal: string; numSamples: number; expected: GoldenNumbers }[];
}>('resampling');

describe('resampling against SciPy', () => {
  it.each(golden.polyphase)('polyphase $up:$down of $signal, $edges edges', ({ signal, expected, ...options }) => {
    expectClose(resamplePolyphase(signalOf(signals[signal]), options), expected, 1e-12);
  });

  it.each(golden.spectral)('$signal to $numSamples samples by its spectrum', ({ signal, numSamples, expected }) => {
    expectClose(resampleFft(signalOf(signals[signal]), { numSamples }), expected, 1e-12, signalOf(signals[signal]));
  });

  it('has cases', () => expect(golden.polyphase.length + golden.spectral.length).toBeGreaterThan(100));
});
