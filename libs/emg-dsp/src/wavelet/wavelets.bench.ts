import { bench, describe } from 'vitest';
import { denoiseWavelet } from '../denoise/wavelet-denoising';
import { gaussianNoise, simulateBursts } from '../simulation/emg-simulation';
import { dwt, inverseDwt } from './dwt';
import { waveletDecomposition, waveletReconstruction } from './wavelet-decomposition';
import { inverseWaveletPacket, waveletPacket } from './wavelet-packet';

const samplingRateHz = 2000;
const signal = gaussianNoise(60_000, 1);
const { noisy } = simulateBursts({ samplingRateHz, durationS: 30, snrDb: 10, seed: 1 });

describe('60,000 samples', () => {
  bench('one step of db4 and back', () => {
    inverseDwt(dwt(signal, 'db4'), signal.length, 'db4');
  });
  bench('five levels of db4 and back', () => {
    waveletReconstruction(waveletDecomposition(signal, 'db4', { levels: 5 }));
  });
  bench('packet of db7, five levels, and back', () => {
    inverseWaveletPacket(waveletPacket(signal, 'db7', 5));
  });
  bench('default denoising', () => {
    denoiseWavelet(noisy, { samplingRateHz });
  });
});
