/**
 * The arithmetic of emg-dsp against SciPy and PyWavelets, stage by stage: both sides alternate in one run, the figure is the
 * ratio of their medians, data resident on both sides. Single stages are timed by the processor time of the process, which other
 * work on the machine disturbs less; workers by the wall clock.
 *
 *     npx tsx tools/bench/emg-dsp.ts [--repeats 9] [--only part of a name]
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import {
  createPipeline,
  interpolateToPoints,
  legacySoftThresholdStage,
  movingRmsStage,
  polyphaseStage,
  rectifyStage,
  type Stage,
  tkeoStage,
  welchStage,
  zeroPhaseStage,
} from '../../libs/emg-dsp/src/index';
import { createArena, ROW_BYTES } from '../../libs/emg-dsp/src/kernel/arena';
import type { Precision } from '../../libs/emg-dsp/src/kernel/simd-kernels';
import { instantiateKernels } from '../../libs/emg-dsp/src/kernel/simd-kernels';
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
import { PYTHON_HINT, scientificPython } from '../python';

const { values: settings } = parseArgs({
  options: { repeats: { type: 'string', default: '9' }, only: { type: 'string', default: '' } },
});
interface Row {
  readonly name: string;
  /** Name of the stage on the Python side, where it differs. */
  readonly twin?: string;
  readonly must: number;
  readonly aim: number;
  /** Loads fresh data without being timed and returns what is timed. */
  prepare(): () => void;
}

const noise = createNoise(2);
const emg = benchmarkTrial();
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
  const prepared = stages.map((stage) => {
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

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

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
  () => staged('FFT resample, trial', 0.75, 1.3, halvedStage),
  () => {
    const pipeline = createPipeline([halvedStage]);
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
  () => staged('chain', 3, 4.5, ...wholeChain),
  () => copied('chain', 'chain, copies in and out', 2.7, 4, wholeChain),
  () => staged("original's chain", 2.2, 3.5, ...originalChain),
];

const python = scientificPython('scipy', 'pywt');
if (!python) throw new Error(PYTHON_HINT);

/** A Python process that runs stages on command. */
function startScipy(): { timeOf(stage: string): Promise<number>; stop(): void } {
  const scipy = spawn(python!, [fileURLToPath(new URL('emg-dsp.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: scipy.stdout })[Symbol.asyncIterator]();
  return {
    async timeOf(stage) {
      scipy.stdin.write(`${stage}\n`);
      return Number((await answers.next()).value);
    },
    stop: () => scipy.stdin.end(),
  };
}

/** Runs both sides in turn; the first turn warms them up and does not count. Returns the medians, ms. */
async function alternate(theirs: () => Promise<number>, ours: () => Promise<number>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let repeat = -1; repeat < Number(settings.repeats); repeat++) {
    const turn = [await theirs(), await ours()];
    if (repeat >= 0) times.forEach((side, index) => side.push(turn[index]));
  }
  return times.map(median) as [number, number];
}

async function timeOfRun(prepare: () => () => void): Promise<number> {
  const run = prepare();
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function report(name: string, [other, ours]: [number, number], must: number, aim: number, isSmallBetter = false): void {
  const ratio = other / ours;
  const isMet = isSmallBetter ? ratio <= must : ratio >= must;
  const cells = [name, other.toFixed(1), ours.toFixed(1), ratio.toFixed(2), must, aim, isMet ? 'yes' : 'no'];
  console.log(`| ${cells.join(' | ')} |`);
}

const isWanted = (name: string) => name.includes(settings.only);

console.log('| stage | SciPy ms | ours ms | ratio | must | aim | met |\n|---|---|---|---|---|---|---|');
const scipy = startScipy();
for (const make of rows) {
  const row = make();
  if (!isWanted(row.name)) continue;
  const medians = await alternate(
    () => scipy.timeOf(row.twin ?? row.name),
    () => timeOfRun(row.prepare),
  );
  report(row.name, medians, row.must, row.aim);
}
scipy.stop();

if (isWanted('float32')) {
  console.log('\n| float32 | float64 ms | float32 ms | ratio | must | aim | met |\n|---|---|---|---|---|---|---|');
  const pairs: [string, Stage, number, number][] = [
    ['resample 500:963', polyphaseStage({ up: 500, down: 963 }), 1.4, 1.6],
    ['resample 2:1', polyphaseStage({ up: 1, down: 2 }), 1.6, 1.9],
    ['DWT denoise', dwtStage, 1.6, 1.9],
    ['FFT resample, trial', halvedStage, 1.6, 1.9],
  ];
  // Eight channels in float32 are one full group; 16 fill the groups of both precisions.
  const channels = [...emg, ...emg.slice(0, 3)];
  for (const [name, stage, must, aim] of pairs) {
    const wide = resident(channels, [stage]);
    const narrow = resident(channels, [stage], 'float32');
    report(
      name,
      await alternate(
        () => timeOfRun(wide),
        () => timeOfRun(narrow),
      ),
      must,
      aim,
    );
  }
}

if (isWanted('silent')) {
  console.log('\n| silent input | silent ms | normal ms | ratio | must | aim | met |\n|---|---|---|---|---|---|---|');
  const silence = Array.from({ length: 4 }, () => new Float64Array(NUM_SAMPLES).fill(1, 1000, 1001));
  const silent = resident(silence, [zeroPhaseStage(band)]);
  const normal = resident(emg.slice(0, 4), [zeroPhaseStage(band)]);
  report(
    'band-pass N=4',
    await alternate(
      () => timeOfRun(silent),
      () => timeOfRun(normal),
    ),
    1.3,
    1.05,
    true,
  );
}

if (isWanted('workers')) {
  const TRIALS = 2;
  // A worker does not inherit the TypeScript loader.
  const url = JSON.stringify(new URL('emg-dsp-worker.ts', import.meta.url).href);
  const bootstrap = `import('tsx/esm/api').then(({ tsImport }) => tsImport(${url}, ${url}))`;
  const workers = [0, 1].map(() => new Worker(bootstrap, { eval: true }));
  const answer = (worker: Worker) => new Promise((resolve) => worker.once('message', resolve));
  await Promise.all(workers.map(answer));
  const timeOfWorkers = async (numWorkers: number) => {
    const start = performance.now();
    await Promise.all(
      workers.slice(0, numWorkers).map((worker) => {
        worker.postMessage(TRIALS);
        return answer(worker);
      }),
    );
    return (performance.now() - start) / (TRIALS * numWorkers);
  };
  const twins = [startScipy(), startScipy()];
  const timeOfTwins = async (numTwins: number) => {
    const start = performance.now();
    await Promise.all(twins.slice(0, numTwins).map((twin) => twin.timeOf('chain|wall')));
    return (performance.now() - start) / numTwins;
  };
  console.log('\n| chain, ms per trial | first | second | ratio | must | aim | met |\n|---|---|---|---|---|---|---|');
  const [oneTwin, twoTwins] = await alternate(
    () => timeOfTwins(1),
    () => timeOfTwins(2),
  );
  report('2 SciPy processes against 1 (what the machine allows)', [oneTwin, twoTwins], 1.4, 2);
  report(
    '2 workers against 1',
    await alternate(
      () => timeOfWorkers(1),
      () => timeOfWorkers(2),
    ),
    1.5,
    1.75,
  );
  report(
    '2 workers against 2 SciPy processes',
    await alternate(
      () => timeOfTwins(2),
      () => timeOfWorkers(2),
    ),
    3,
    4,
  );
  twins.forEach((twin) => twin.stop());
  await Promise.all(workers.map((worker) => worker.terminate()));
}
