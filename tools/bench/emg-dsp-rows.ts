import {
  createPipeline,
  interpolationStage,
  legacySoftThresholdStage,
  meanFrequencyHz,
  medianFrequencyHz,
  movingRmsStage,
  polyphaseStage,
  rectifyStage,
  type Stage,
  tkeoStage,
  welchStage,
  zeroPhaseStage,
} from '../../libs/emg-dsp/src/index';
import type { Measured } from './emg-dsp-resident';
import { resident } from './emg-dsp-resident';
import {
  band,
  band7,
  benchmarkTrial,
  createNoise,
  dwtStage,
  halvedStage,
  low,
  notch,
  NUM_SAMPLES,
  originalChain,
  packetStage,
  samplingRateHz,
  wholeChain,
} from './emg-dsp-workload';

/** One line of the table: a stage here and its twin in Python, with the ratios of their times that are demanded and hoped for. */
export interface Row {
  readonly name: string;
  readonly must: number;
  readonly aim: number;
  /** Name of the stage on the Python side, where it differs. */
  readonly twin?: string;
  prepare(): Measured;
}

const emg = benchmarkTrial();
const slow = emg.map((channel) => channel.slice(0, 12_000));
const strides = Array.from({ length: 107 }, (_, stride) =>
  emg.map((channel) => channel.slice(0, 2100 + ((37 * stride) % 280))),
);
const noise = createNoise(2);
const curves = Array.from({ length: 107 }, (_, stride) =>
  Array.from({ length: 9 }, () => {
    let level = 0;
    return Float64Array.from({ length: 90 + (stride % 40) }, () => (level += noise()));
  }),
);

const nothing = () => undefined;

const staged = (name: string, must: number, aim: number, ...stages: Stage[]): Row => ({
  name,
  must,
  aim,
  prepare: () => resident([emg], stages),
});

/** A pipeline that gets JavaScript arrays and writes into others. */
function copied(recordings: readonly (readonly Float64Array[])[], stages: readonly Stage[]): Measured {
  const pipeline = createPipeline(stages);
  const outs = recordings.map((channels) =>
    channels.map(({ length }) => new Float64Array(pipeline.lengthAfter(length))),
  );
  return { load: nothing, run: () => recordings.forEach((channels, index) => pipeline.run(channels, outs[index])) };
}

const interpolated = (
  name: string,
  must: number,
  aim: number,
  method: 'linear' | 'cubic' | 'pchip' | 'akima',
): Row => ({
  name: `interpolation, ${name}`,
  must,
  aim,
  prepare: () => resident(curves, [interpolationStage({ numPoints: 200, method, antiAlias: false })]),
});

/** Spectra, and the mean and the median frequency of every channel from them. */
function welchFrequencies(): Measured {
  const segmentSamples = 1024;
  return resident([emg], [welchStage({ samplingRateHz, segmentSamples })], 'float64', (powers) => {
    for (const densities of powers) {
      const power = Float64Array.from(densities);
      const frequencyHz = power.map((_, bin) => (bin * samplingRateHz) / segmentSamples);
      meanFrequencyHz({ frequencyHz, power });
      medianFrequencyHz({ frequencyHz, power });
    }
  });
}

export const rows: readonly Row[] = [
  staged('band-pass N=4', 3.5, 5, zeroPhaseStage(band)),
  staged('band-pass N=7', 3, 5, zeroPhaseStage(band7)),
  staged('notch', 4.5, 6, zeroPhaseStage(notch)),
  staged('envelope', 4, 5, rectifyStage(), zeroPhaseStage(low)),
  staged('DWT denoise', 3, 5, dwtStage),
  staged('packet denoise', 3.4, 6, packetStage),
  staged('legacy threshold', 3, 5, legacySoftThresholdStage()),
  staged('resample 2:1', 7, 9, polyphaseStage({ up: 1, down: 2 })),
  staged('resample 500:963', 2.6, 4, polyphaseStage({ up: 500, down: 963 })),
  staged('resample 9:10', 2.2, 4, polyphaseStage({ up: 9, down: 10 })),
  {
    name: 'resample 10:1',
    must: 2.4,
    aim: 3,
    prepare: () => resident([slow], [polyphaseStage({ up: 10, down: 1 })]),
  },
  staged('FFT resample, trial', 0.75, 1.3, halvedStage),
  { name: 'FFT resample, strides', must: 1.5, aim: 2.5, prepare: () => resident(strides, [halvedStage]) },
  interpolated('loop linear', 40, 80, 'linear'),
  interpolated('loop cubic', 40, 80, 'cubic'),
  interpolated('vectorised cubic', 10, 18, 'cubic'),
  interpolated('vectorised PCHIP', 10, 18, 'pchip'),
  interpolated('vectorised Akima', 10, 18, 'akima'),
  staged('TKEO', 3.4, 6, tkeoStage()),
  staged('moving RMS', 2.2, 5, movingRmsStage(101)),
  { name: 'Welch, with frequencies', must: 2.6, aim: 5, prepare: welchFrequencies },
  staged('chain', 3, 4.5, ...wholeChain),
  {
    name: 'chain, copies in and out',
    twin: 'chain',
    must: 2.7,
    aim: 4,
    prepare: () => copied([emg], wholeChain),
  },
  staged("original's chain", 2.2, 3.5, ...originalChain),
];

// Eight channels in float32 are one full group; 16 fill the groups of both precisions.
const sixteen = [...emg, ...emg.slice(0, 3)];

/** Stages that also run in float32: time in float64 over time in float32. */
export const float32Rows = (
  [
    ['resample 500:963', 1.4, 1.6, polyphaseStage({ up: 500, down: 963 })],
    ['resample 2:1', 1.6, 1.9, polyphaseStage({ up: 1, down: 2 })],
    ['DWT denoise', 1.6, 1.9, dwtStage],
    ['FFT resample, trial', 1.6, 1.9, halvedStage],
  ] as const
).map(([name, must, aim, stage]) => ({
  name,
  must,
  aim,
  prepareWide: () => resident([sixteen], [stage]),
  prepareNarrow: () => resident([sixteen], [stage], 'float32'),
}));

/** A band-pass of four channels of one impulse and then silence, and of four normal ones. */
export function prepareSilence(): { silent: Measured; normal: Measured } {
  const impulses = Array.from({ length: 4 }, () => new Float64Array(NUM_SAMPLES).fill(1, 1000, 1001));
  const stages = [zeroPhaseStage(band)];
  return { silent: resident([impulses], stages), normal: resident([emg.slice(0, 4)], stages) };
}
