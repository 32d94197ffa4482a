/**
 * The arithmetic of emg-dsp against SciPy and PyWavelets, stage by stage: both sides alternate in one run, the figure is the
 * ratio of their medians, data resident on both sides.
 *
 *     npx tsx tools/bench/emg-dsp.ts [--repeats 9] [--only part of a name]
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { designButterworth, designNotch, interpolateToPoints } from '../../libs/emg-dsp/src/index';
import { createArena, ROW_BYTES } from '../../libs/emg-dsp/src/kernel/arena';
import type { Precision } from '../../libs/emg-dsp/src/kernel/simd-kernels';
import { instantiateKernels } from '../../libs/emg-dsp/src/kernel/simd-kernels';
import { fftResampleStage } from '../../libs/emg-dsp/src/pipeline/fft-resample-stage';
import { movingRmsStage, rectifyStage, tkeoStage } from '../../libs/emg-dsp/src/pipeline/pointwise-stages';
import { polyphaseStage } from '../../libs/emg-dsp/src/pipeline/polyphase-stage';
import { createPipeline } from '../../libs/emg-dsp/src/pipeline/resident-pipeline';
import type { GroupKernel, Stage } from '../../libs/emg-dsp/src/pipeline/stage';
import { welchStage } from '../../libs/emg-dsp/src/pipeline/welch-stage';
import { legacySoftThresholdStage, universalDenoisingStage } from '../../libs/emg-dsp/src/pipeline/wavelet-stages';
import { zeroPhaseStage } from '../../libs/emg-dsp/src/pipeline/zero-phase-stage';
import { PYTHON_HINT, scientificPython } from '../python';

const { values: settings } = parseArgs({
  options: { repeats: { type: 'string', default: '9' }, only: { type: 'string', default: '' } },
});
const NUM_CHANNELS = 13;
const NUM_SAMPLES = 240_000;
const samplingRateHz = 2000;

interface Row {
  readonly name: string;
  /** Name of the stage on the Python side, where it differs. */
  readonly twin?: string;
  readonly must: number;
  readonly aim: number;
  /** Loads fresh data without being timed and returns what is timed. */
  prepare(): () => void;
}

let seed = 1;
function noise(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
  return seed / 2 ** 31;
}

const emg = Array.from({ length: NUM_CHANNELS }, () =>
  Float64Array.from({ length: NUM_SAMPLES }, (_, i) => (noise() + noise() + noise()) * (1 + Math.sin(i / 300)) + 0.2),
);
const slow = emg.map((channel) => channel.slice(0, 12_000));
const strides = Array.from({ length: 107 }, (_, stride) =>
  emg.map((channel) => channel.slice(0, 2100 + ((37 * stride) % 280))),
);
const curves = Array.from({ length: 107 }, (_, stride) =>
  Array.from({ length: 9 }, () => {
    let level = 0;
    return Float64Array.from({ length: 90 + (stride % 40) }, () => (level += noise()));
  }),
);

/** Holds all groups of a recording in the kernels' memory, so that only arithmetic is timed. */
function resident(
  channels: readonly Float64Array[],
  stages: readonly Stage[],
  precision: Precision = 'float64',
): () => () => void {
  const kernels = instantiateKernels(precision);
  if (!kernels) throw new Error('expected WebAssembly with SIMD');
  const arena = createArena(kernels, precision);
  const { laneBytes, rowChannels } = arena;
  const numSamples = channels[0].length;
  let length = numSamples;
  let before = 0;
  let from = length;
  for (const stage of stages) {
    const demand = stage.demand(length)!;
    length = stage.lengthAfter(length);
    before = Math.max(before, demand.before);
    from = Math.max(from, demand.from, length);
  }
  const buffer = () => arena.allocate((before + from) * ROW_BYTES) + before * ROW_BYTES;
  const numGroups = Math.ceil(channels.length / rowChannels);
  const groups = Array.from({ length: numGroups }, () => [buffer(), buffer()] as const);
  length = numSamples;
  const prepared: GroupKernel[] = stages.map((stage) => {
    const kernel = stage.prepare(arena, length);
    length = stage.lengthAfter(length);
    return kernel;
  });
  return () => {
    const memory = arena.numbers();
    groups.forEach(([rows, other], group) => {
      memory.fill(0, other / laneBytes, other / laneBytes + rowChannels * numSamples);
      channels
        .slice(group * rowChannels, (group + 1) * rowChannels)
        .forEach((channel, lane) => memory.set(channel, other / laneBytes + lane * numSamples));
      kernels.interleave(other, rows, numSamples);
    });
    return () => {
      for (let [rows, other] of groups) {
        for (const kernel of prepared) if (kernel(rows, other) === other) [rows, other] = [other, rows];
      }
    };
  };
}

const staged = (name: string, must: number, aim: number, ...stages: Stage[]): Row => ({
  name,
  must,
  aim,
  prepare: resident(emg, stages),
});

/** A pipeline that gets JavaScript arrays and gives them back. */
function copied(twin: string, name: string, must: number, aim: number, stages: readonly Stage[]): Row {
  const pipeline = createPipeline(stages);
  const out = emg.map(() => new Float64Array(pipeline.lengthAfter(NUM_SAMPLES)));
  return { name, twin, must, aim, prepare: () => () => void pipeline.run(emg, out) };
}

const interpolation = (
  name: string,
  must: number,
  aim: number,
  method: 'linear' | 'cubic' | 'pchip' | 'akima',
): Row => ({
  name,
  must,
  aim,
  prepare: () => () => {
    for (const curve of curves)
      for (const channel of curve) interpolateToPoints(channel, 200, { method, antiAlias: false });
  },
});

const band = designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz });
const band7 = designButterworth({ order: 7, type: 'bandpass', cornerHz: [15, 400], samplingRateHz });
const notch = designNotch({ centreHz: 50, qualityFactor: 100, samplingRateHz });
const low = designButterworth({ order: 4, type: 'lowpass', cornerHz: 6, samplingRateHz });
const dwtStage = universalDenoisingStage({ wavelet: 'db4', levels: 5, transform: 'dwt' });
const packetStage = universalDenoisingStage({ wavelet: 'db7', levels: 9, transform: 'packet' });
const halved = (numSamples: number) => Math.floor(numSamples / 2);

const chain = [
  zeroPhaseStage(notch),
  zeroPhaseStage(band),
  dwtStage,
  rectifyStage(),
  zeroPhaseStage(low),
  polyphaseStage({ up: 1, down: 2 }),
];
const originalChain = [
  zeroPhaseStage(notch),
  zeroPhaseStage(band7),
  legacySoftThresholdStage(),
  rectifyStage(),
  fftResampleStage(halved),
];

const rows: (() => Row)[] = [
  () => staged('band-pass N=4', 3.5, 5, zeroPhaseStage(band)),
  () => staged('band-pass N=7', 3, 5, zeroPhaseStage(band7)),
  () => staged('notch', 4.5, 6, zeroPhaseStage(notch)),
  () => staged('envelope', 4, 5, rectifyStage(), zeroPhaseStage(low)),
  () => staged('DWT denoise', 3, 5, dwtStage),
  () => staged('packet denoise', 3.4, 6, packetStage),
  () => staged('legacy threshold', 3, 5, legacySoftThresholdStage()),
  () => staged('resample 2:1', 7, 9, polyphaseStage({ up: 1, down: 2 })),
  () => staged('resample 500:963', 2.6, 4, polyphaseStage({ up: 500, down: 963 })),
  () => staged('resample 9:10', 2.2, 4, polyphaseStage({ up: 9, down: 10 })),
  () => ({ ...staged('resample 10:1', 2.4, 3), prepare: resident(slow, [polyphaseStage({ up: 10, down: 1 })]) }),
  () => staged('FFT resample, trial', 0.75, 1.3, fftResampleStage(halved)),
  () => {
    const pipeline = createPipeline([fftResampleStage(halved)]);
    const prepare = () => () => strides.forEach((channels) => void pipeline.run(channels));
    return { name: 'FFT resample, strides', must: 1.5, aim: 2.5, prepare };
  },
  () => interpolation('interpolation, loop linear', 40, 80, 'linear'),
  () => interpolation('interpolation, loop cubic', 40, 80, 'cubic'),
  () => interpolation('interpolation, vectorised cubic', 10, 18, 'cubic'),
  () => interpolation('interpolation, vectorised PCHIP', 10, 18, 'pchip'),
  () => interpolation('interpolation, vectorised Akima', 10, 18, 'akima'),
  () => staged('TKEO', 3.4, 6, tkeoStage()),
  () => staged('moving RMS', 2.2, 5, movingRmsStage(101)),
  () => staged('Welch', 2.6, 5, welchStage({ samplingRateHz, segmentSamples: 1024 })),
  () => staged('chain', 3, 4.5, ...chain),
  () => copied('chain', 'chain, copies in and out', 2.7, 4, chain),
  () => staged("original's chain", 2.2, 3.5, ...originalChain),
];

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

const python = scientificPython('scipy', 'pywt');
if (!python) throw new Error(PYTHON_HINT);
const scipy = spawn(python, [fileURLToPath(new URL('emg-dsp.py', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: scipy.stdout })[Symbol.asyncIterator]();
async function timeOfScipy(name: string): Promise<number> {
  scipy.stdin.write(`${name}\n`);
  return Number((await answers.next()).value);
}

console.log('| stage | SciPy ms | ours ms | ratio | must | aim |\n|---|---|---|---|---|---|');
for (const make of rows) {
  const row = make();
  if (!row.name.includes(settings.only)) continue;
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let repeat = -1; repeat < Number(settings.repeats); repeat++) {
    const timeOfTheirs = await timeOfScipy(row.twin ?? row.name);
    const run = row.prepare();
    const start = performance.now();
    run();
    const timeOfOurs = performance.now() - start;
    // The first turn warms both sides up.
    if (repeat < 0) continue;
    theirs.push(timeOfTheirs);
    ours.push(timeOfOurs);
  }
  const [scipyMs, oursMs] = [median(theirs), median(ours)];
  const ratio = scipyMs / oursMs;
  const cells = [row.name, scipyMs.toFixed(1), oursMs.toFixed(1), ratio.toFixed(2), row.must, row.aim];
  console.log(`| ${cells.join(' | ')} |${ratio < row.must ? ' below' : ''}`);
}
scipy.stdin.end();
