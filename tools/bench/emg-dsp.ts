/**
 * The arithmetic of emg-dsp against SciPy and PyWavelets, stage by stage.
 *
 *     npx tsx tools/bench/emg-dsp.ts [--runs 3] [--repeats 9] [--minutes 4] [--only part of a name] [--write]
 *
 * Both sides alternate; a ratio is that of the medians over the repeats of one run. The bars are meant for
 * the best of three runs, so that counts; what the middle one reaches and the ratios of all stand beside it.
 * No further run starts that would last beyond the minutes; on a quiet machine three runs take less than three.
 * Stages are timed by the processor time of the process, which other work on the machine disturbs less; workers by the
 * wall clock. `--write` puts the tables into docs/benchmarks.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Measured } from './emg-dsp-resident';
import { float32Rows, prepareSilence, rows } from './emg-dsp-rows';
import { startPairs, startScipy } from './emg-dsp-twins';

const { values: settings } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    repeats: { type: 'string', default: '9' },
    minutes: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
  },
});

/** Shorter stages run several times per repeat. */
const SHORTEST_TURN_MS = 15;
/** What V8 needs to compile for speed. */
const WARM_UP_MS = 250;

type Side = () => number | Promise<number>;
/** Milliseconds per side and the demands on the ratio of the first two. */
interface Result {
  readonly table: 'stages' | 'float32' | 'silence' | 'cores';
  readonly name: string;
  readonly must: number;
  readonly aim: number;
  readonly medians: [number, number];
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
const ratioOf = ([first, second]: readonly [number, number]) => first / second;
const isWanted = (name: string) => name.includes(settings.only);

/** Runs all sides in turn and returns the median of each, ms. */
async function alternate(...sides: Side[]): Promise<number[]> {
  const times: number[][] = sides.map(() => []);
  for (let repeat = 0; repeat < Number(settings.repeats); repeat++)
    for (const [index, side] of sides.entries()) times[index].push(await side());
  return times.map(median);
}

function timeOf({ load, run }: Measured): number {
  load();
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Warms a stage up; what comes back times it, by the mean of as many runs as make a turn long enough. */
function warm(measured: Measured): Side {
  let last = timeOf(measured);
  for (let spent = last; spent < WARM_UP_MS; spent += last) last = timeOf(measured);
  const numRuns = Math.ceil(SHORTEST_TURN_MS / Math.max(last, 0.01));
  return () => {
    let total = 0;
    for (let index = 0; index < numRuns; index++) total += timeOf(measured);
    return total / numRuns;
  };
}

async function* measureAll(): AsyncGenerator<Result> {
  const scipy = startScipy();
  for (const { name, twin = name, must, aim, prepare } of rows.filter((row) => isWanted(row.name))) {
    const once = await scipy.timeOf(twin, 1);
    const numRuns = Math.ceil(SHORTEST_TURN_MS / once);
    const [theirs, ours] = await alternate(() => scipy.timeOf(twin, numRuns), warm(prepare()));
    yield { table: 'stages', name, must, aim, medians: [theirs, ours] };
  }
  scipy.stop();
  for (const { name, must, aim, prepareWide, prepareNarrow } of isWanted('float32') ? float32Rows : []) {
    const [wide, narrow] = await alternate(warm(prepareWide()), warm(prepareNarrow()));
    yield { table: 'float32', name, must, aim, medians: [wide, narrow] };
  }
  if (isWanted('silence')) {
    const { silent, normal } = prepareSilence();
    const [withSilence, without] = await alternate(warm(silent), warm(normal));
    yield { table: 'silence', name: 'band-pass N=4', must: 1.3, aim: 1.05, medians: [withSilence, without] };
  }
  if (isWanted('workers')) yield* measureCores();
}

async function* measureCores(): AsyncGenerator<Result> {
  const pairs = await startPairs();
  const sides = [
    () => pairs.timeOfScipy(1),
    () => pairs.timeOfScipy(2),
    () => pairs.timeOfWorkers(1),
    () => pairs.timeOfWorkers(2),
  ];
  for (const side of sides) await side();
  const [oneScipy, twoScipy, oneWorker, twoWorkers] = await alternate(...sides);
  await pairs.stop();
  yield { table: 'cores', name: MACHINE_GAIN, must: MACHINE_GAIN_TO_JUDGE, aim: 2, medians: [oneScipy, twoScipy] };
  yield { table: 'cores', name: WORKERS_GAIN, must: 1.5, aim: 1.75, medians: [oneWorker, twoWorkers] };
  const name = '2 workers against 2 SciPy processes';
  yield { table: 'cores', name, must: 3, aim: 4, medians: [twoScipy, twoWorkers] };
}

const MACHINE_GAIN = '2 SciPy processes against 1 (what the machine allows)';
/** Judged only where a second SciPy process gains enough. */
const WORKERS_GAIN = '2 workers against 1';
const MACHINE_GAIN_TO_JUDGE = 1.4;

const HEADS: Record<Result['table'], string> = {
  stages: 'stage, all in float64 | SciPy, ms | ours, ms',
  float32: 'stage, float32 against own float64 | float64, ms | float32, ms',
  silence: 'silent input (small is good) | silent, ms | normal, ms',
  cores: 'whole chain with copies, per trial | first, ms | second, ms',
};

/** One line per result of the first run, with the middle one of all runs; of an even number the worse of the two in the middle. */
function tablesOf(runs: readonly Result[][]): string {
  const lines: string[] = [];
  const machineGain = Math.max(
    ...runs.flat().map((result) => (result.name === MACHINE_GAIN ? ratioOf(result.medians) : 0)),
  );
  for (const [index, { table, name, must, aim }] of runs[0].entries()) {
    if (runs[0][index - 1]?.table !== table)
      lines.push(
        '',
        `| ${HEADS[table]} | ratio | of every run | must | aim | best run reaches | middle run reaches |`,
        '|---|---|---|---|---|---|---|---|---|',
      );
    const all = runs.map((results) => results[index].medians).sort((one, other) => ratioOf(other) - ratioOf(one));
    const isSmallGood = table === 'silence';
    const middle = all[isSmallGood ? (all.length - 1) >> 1 : all.length >> 1];
    const ratio = ratioOf(middle);
    const isJudged = name !== MACHINE_GAIN && (name !== WORKERS_GAIN || machineGain >= MACHINE_GAIN_TO_JUDGE);
    const reachedBy = (found: number) => {
      const isReached = (bar: number) => (isSmallGood ? found <= bar : found >= bar);
      return !isJudged ? 'not judged' : isReached(aim) ? 'aim' : isReached(must) ? 'must' : 'no';
    };
    const best = ratioOf(isSmallGood ? all[all.length - 1] : all[0]);
    const spread = all.map(([first, second]) => (first / second).toFixed(2)).join(' ');
    const [first, second] = middle.map((ms) => ms.toPrecision(3));
    lines.push(
      `| ${[name, first, second, ratio.toFixed(2), spread, must, aim, reachedBy(best), reachedBy(ratio)].join(' | ')} |`,
    );
  }
  return lines.join('\n').trim();
}

const runs: Result[][] = [];
const start = performance.now();
const minutesAfter = (numRuns: number) => ((performance.now() - start) / 60_000) * (numRuns / Math.max(1, runs.length));
for (let run = 0; run < Number(settings.runs) && minutesAfter(run + 1) <= Number(settings.minutes); run++) {
  const results: Result[] = [];
  for await (const result of measureAll()) {
    results.push(result);
    const [first, second] = result.medians;
    console.error(`run ${run + 1}: ${result.table}, ${result.name}: ${(first / second).toFixed(2)}`);
  }
  runs.push(results);
}
const tables = tablesOf(runs);
console.log(tables);

if (settings.write) {
  const file = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores, ${cpus()[0].model.trim()}, Node ${process.versions.node}`;
  const written = `Measured ${date} on ${machine}; load ${loadavg()[0].toFixed(1)}; ${runs.length} runs of ${settings.repeats} repeats.\n\n${tables}\n`;
  const [mark, end] = ['<!-- written by tools/bench/emg-dsp.ts -->\n', '<!-- end -->'];
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(mark) + mark.length;
  if (from < mark.length || !text.includes(end, from)) throw new Error(`${file}: expected the marks around the tables`);
  writeFileSync(file, `${text.slice(0, from)}\n${written}\n${text.slice(text.indexOf(end, from))}`);
}
