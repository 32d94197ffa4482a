import { describe, it } from 'vitest';
import type { GoldenNumbers } from '../golden/golden-vectors';
import { expectClose, readGolden, signalOf } from '../golden/golden-vectors';
import { legacySoftThreshold } from './legacy-soft-threshold';
import { denoiseWavelet, type WaveletDenoisingOptions } from './wavelet-denoising';

const { signals, wavelet, legacy } = readGolden<{
  signals: Record<string, GoldenNumbers>;
  wavelet: (Required<
    Pick<WaveletDenoisingOptions, 'transform' | 'wavelet' | 'levels' | 'thresholdRule' | 'shrinkage' | 'noiseSource'>
  > & { length: number; expected: GoldenNumbers })[];
  legacy: { length: number; expected: GoldenNumbers }[];
}>('denoising');

describe('denoising against PyWavelets', () => {
  it.each(wavelet)(
    '$transform $wavelet, $thresholdRule, $shrinkage, $noiseSource, $length samples',
    ({ length, expected, ...options }) => {
      const { signal } = denoiseWavelet(signalOf(signals[length]), { samplingRateHz: 1000, ...options });
      expectClose(signal, expected, 1e-12);
    },
  );

  it.each(legacy)('the legacy rule on $length samples', ({ length, expected }) => {
    expectClose(legacySoftThreshold(signalOf(signals[length])), expected, 1e-13);
  });
});
