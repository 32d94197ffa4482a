import { bench, describe } from 'vitest';
import { designButterworth } from '../filter/butterworth';
import { designNotch } from '../filter/notch';
import { gaussianNoise } from '../simulation/emg-simulation';
import { fftResampleStage } from './fft-resample-stage';
import { interpolationStage } from './interpolation-stage';
import { movingRmsStage, rectifyStage, tkeoStage } from './pointwise-stages';
import { polyphaseStage } from './polyphase-stage';
import { createPipeline } from './resident-pipeline';
import type { Stage } from './stage';
import { legacySoftThresholdStage, universalDenoisingStage } from './wavelet-stages';
import { welchStage } from './welch-stage';
import { zeroPhaseStage } from './zero-phase-stage';

const samplingRateHz = 2000;
const channels = Array.from({ length: 4 }, (_, seed) => gaussianNoise(20_000, seed + 1));
const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz });
const notch = designNotch({ centreHz: 50, qualityFactor: 35, samplingRateHz });

const stages: Record<string, Stage> = {
  'band-pass': zeroPhaseStage(band),
  'band-pass, strict': zeroPhaseStage(band, { strict: true }),
  notch: zeroPhaseStage(notch),
  'wavelets, five levels': universalDenoisingStage({ wavelet: 'db4', levels: 5, transform: 'dwt' }),
  'wavelet packet, five levels': universalDenoisingStage({ wavelet: 'db7', levels: 5, transform: 'packet' }),
  'soft threshold': legacySoftThresholdStage(),
  '2:1': polyphaseStage({ up: 1, down: 2 }),
  '500:963': polyphaseStage({ up: 500, down: 963 }),
  'spectrum halved': fftResampleStage((numSamples) => numSamples / 2),
  'spectrum to a third': fftResampleStage((numSamples) => Math.floor(numSamples / 3)),
  'cubic interpolation': interpolationStage({ numPoints: 40_000, method: 'cubic' }),
  'moving RMS': movingRmsStage(101),
  'energy operator': tkeoStage(),
  rectification: rectifyStage(),
  Welch: welchStage({ samplingRateHz, segmentSamples: 1024 }),
};

for (const [name, stage] of Object.entries(stages)) {
  describe(`${name}, 4 channels of 20,000 samples`, () => {
    for (const engine of ['simd', 'scalar'] as const) {
      const pipeline = createPipeline([stage], { engine });
      const out = channels.map(({ length }) => new Float64Array(pipeline.lengthAfter(length)));
      bench(engine, () => void pipeline.run(channels, out));
    }
  });
}
