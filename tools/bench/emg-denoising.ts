/**
 * What wavelet denoising does to simulated bursts in white noise: gain and energy kept, rule by rule.
 *
 * Usage: npx tsx tools/bench/emg-denoising.ts [--dry]   writes docs/emg-denoising.md (prints it with --dry)
 */
import { writeFileSync } from 'node:fs';
import {
  denoiseWavelet,
  legacySoftThreshold,
  median,
  type WaveletDenoisingOptions,
} from '../../libs/emg-dsp/src/index';
import { denoisingScore, type DenoisingScore } from '../../libs/emg-dsp/src/simulation/denoising-score';
import { simulateBursts } from '../../libs/emg-dsp/src/simulation/emg-simulation';

const RECORDINGS = 20;
const DURATION_S = 10;
const RATES_HZ = [1000, 2000];
const SNRS_DB = [0, 5, 10, 20];

type Denoise = (noisy: Float64Array, samplingRateHz: number) => Float64Array;

function rule(options: Omit<WaveletDenoisingOptions, 'samplingRateHz'>): Denoise {
  return (noisy, samplingRateHz) => denoiseWavelet(noisy, { samplingRateHz, ...options }).signal;
}

const RULES: [string, Denoise][] = [
  ['**default**: DWT, local energy, quietest windows', rule({})],
  ['packet, local energy, quietest windows', rule({ transform: 'packet' })],
  ['DWT, SURE, soft, quietest windows', rule({ thresholdRule: 'sure', shrinkage: 'soft' })],
  ['DWT, minimax, garrote, quietest windows', rule({ thresholdRule: 'minimax' })],
  ['DWT, universal, hard, quietest windows', rule({ thresholdRule: 'universal', shrinkage: 'hard' })],
  [
    'DWT db4, level-dependent, soft, median of each band',
    rule({ wavelet: 'db4', thresholdRule: 'level-dependent', shrinkage: 'soft', noiseSource: 'each-band' }),
  ],
  [
    'true packet db7 level 6, universal, soft, median of each leaf',
    rule({
      transform: 'packet',
      wavelet: 'db7',
      levels: 6,
      thresholdRule: 'universal',
      shrinkage: 'soft',
      noiseSource: 'each-band',
    }),
  ],
  ['legacy soft threshold of the samples', (noisy) => legacySoftThreshold(noisy)],
];

function row(name: string, denoise: Denoise, samplingRateHz: number, snrDb: number): string {
  const scores = Array.from({ length: RECORDINGS }, (_, recording) => {
    const simulated = simulateBursts({ samplingRateHz, durationS: DURATION_S, snrDb, seed: 7 * (recording + 1) });
    return denoisingScore(simulated, denoise(simulated.noisy, samplingRateHz));
  });
  const medianOf = (key: keyof DenoisingScore) => median(scores.map((score) => score[key]));
  const percent = (key: keyof DenoisingScore) => (100 * medianOf(key)).toFixed(0);
  const cells = [name, samplingRateHz, snrDb, medianOf('gainDb').toFixed(1), percent('energyKept')];
  return `| ${[...cells, percent('projectionKept')].join(' | ')} |`;
}

const rows = RATES_HZ.flatMap((samplingRateHz) =>
  SNRS_DB.flatMap((snrDb) => RULES.map(([name, denoise]) => row(name, denoise, samplingRateHz, snrDb))),
);

const page = `# Wavelet denoising on simulated EMG bursts

Made by \`npx tsx tools/bench/emg-denoising.ts\`; the numbers are the same on every machine.

Simulation: ${RECORDINGS} recordings of ${DURATION_S} s per row; bursts of 0.15 to 0.6 s with rests of 0.3 to 0.7 s, spectrum of Stulen & De Luca (1981); white
noise at the stated ratio (power inside bursts over power of the noise). Medians over the recordings.

- **gain**: ratio of the squared error before to that after, over the whole recording, dB. Negative: the denoised signal is farther
  from the truth than the noisy one.
- **energy**: energy of the denoised signal inside the bursts over that of the clean signal, %. Left-over noise counts in.
- **projection**: the part of the clean signal that is still there, sum(clean x denoised) / sum(clean^2), %.

| rule | rate Hz | SNR dB | gain dB | energy % | projection % |
|---|---|---|---|---|---|
${rows.join('\n')}
`;

if (process.argv.includes('--dry')) console.log(page);
else writeFileSync(new URL('../../docs/emg-denoising.md', import.meta.url), page);
