/** What the benchmark of emg-dsp works on: one trial of 13 channels x 120 s at 2 kHz, and the stages of the chains. */
import {
  designButterworth,
  designNotch,
  fftResampleStage,
  legacySoftThresholdStage,
  polyphaseStage,
  rectifyStage,
  type Stage,
  universalDenoisingStage,
  zeroPhaseStage,
} from '../../libs/emg-dsp/src/index';

export const NUM_CHANNELS = 13;
export const NUM_SAMPLES = 240_000;
export const samplingRateHz = 2000;

export const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz });
export const band7 = designButterworth({ order: 7, type: 'bandpass', cornerHz: [15, 400], samplingRateHz });
export const notch = designNotch({ centreHz: 50, qualityFactor: 100, samplingRateHz });
export const low = designButterworth({ order: 4, type: 'lowpass', cornerHz: 6, samplingRateHz });
export const dwtStage = universalDenoisingStage({ wavelet: 'db4', levels: 5, transform: 'dwt' });
export const packetStage = universalDenoisingStage({ wavelet: 'db7', levels: 9, transform: 'packet' });
export const halvedStage = fftResampleStage((numSamples) => Math.floor(numSamples / 2));

export const wholeChain: readonly Stage[] = [
  zeroPhaseStage(notch),
  zeroPhaseStage(band),
  dwtStage,
  rectifyStage(),
  zeroPhaseStage(low),
  polyphaseStage({ up: 1, down: 2 }),
];

export const originalChain: readonly Stage[] = [
  zeroPhaseStage(notch),
  zeroPhaseStage(band7),
  legacySoftThresholdStage(),
  rectifyStage(),
  halvedStage,
];

/** A sequence of numbers from -1 to 1 that is the same in every run. */
export function createNoise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

export function benchmarkTrial(): Float64Array[] {
  const noise = createNoise(1);
  return Array.from({ length: NUM_CHANNELS }, () =>
    Float64Array.from({ length: NUM_SAMPLES }, (_, i) => (noise() + noise() + noise()) * (1 + Math.sin(i / 300)) + 0.2),
  );
}
