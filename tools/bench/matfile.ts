/**
 * Reads large MAT v7 files with @emgfm/matfile and with scipy.io.loadmat, in turn within one run.
 *
 *     npx tsx tools/bench/matfile.ts [--megabytes 500] [--rounds 5]
 *
 * Both sides are processes that stay alive, so start-up counts for neither. A time covers the whole read from path to arrays.
 * The files are written by SciPy (zlib's default level), kept in the folder for temporary files and used again.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { matNumeric, matTable, writeMat } from '@emgfm/matfile';
import { scientificPython } from '../python';

/** Answers `load PATH` with seconds, peak MiB and a sum; `make PATH MEGABYTES VARIABLES` writes a file of EMG-like doubles. */
const SCIPY = `
import sys, time, resource, numpy, scipy.io
def make(path, megabytes, variables):
    samples = int(megabytes) * 2**20 // 8 // 16
    random = numpy.random.default_rng(1)
    emg = numpy.empty((samples, 16), order="F")
    burst = 0.1 + numpy.abs(numpy.sin(numpy.arange(samples) * (numpy.pi / 1000)))
    for channel in range(16):
        raw = random.normal(0, 3e-5, samples) * burst
        emg[:, channel] = numpy.round(raw / 3.05e-8) * 3.05e-8
    parts = numpy.split(emg, int(variables), axis=1)
    scipy.io.savemat(path, {f"emg{i}": part for i, part in enumerate(parts)}, do_compression=True)
for line in sys.stdin:
    command, path, *rest = line.split()
    if command == "make":
        make(path, *rest)
    start = time.perf_counter()
    values = scipy.io.loadmat(path) if command == "load" else {}
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = sum(float(value.sum()) for name, value in values.items() if name[0] != "_")
    print(seconds, peak, total, flush=True)
`;

const TABLE_ROWS = 200_000;
const TABLE_COLUMNS = 11;

interface Measurement {
  readonly seconds: number;
  readonly peakMebibytes: number;
  readonly sum: number;
}

type Ask = (command: string) => Promise<Measurement>;

function linesOf(child: ChildProcess): Ask {
  const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return async (command) => {
    child.stdin!.write(`${command}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error('the reading process ended early');
    const [seconds, peakMebibytes, sum] = value.split(' ').map(Number);
    return { seconds, peakMebibytes, sum };
  };
}

function newReader(): { ask: Ask; child: ChildProcess } {
  const path = fileURLToPath(new URL('./matfile-reader.ts', import.meta.url));
  const child = fork(path, { execArgv: ['--import', 'tsx'], stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  return { ask: linesOf(child), child };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const { values: options } = parseArgs({
  options: { megabytes: { type: 'string', default: '500' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(options.rounds);
const python = scientificPython('scipy', 'numpy');
if (python === null) throw new Error('needs a Python with SciPy');
const scipy = spawn(python, ['-c', SCIPY], { stdio: ['pipe', 'pipe', 'inherit'] });
const askScipy = linesOf(scipy);
const matfile = newReader();

for (const variables of [1, 16]) {
  const path = join(tmpdir(), `matfile-bench-${options.megabytes}-${variables}.mat`);
  if (!existsSync(path)) await askScipy(`make ${path} ${options.megabytes} ${variables}`);
  const size = `${options.megabytes} MiB in ${variables} variable(s), ${Math.round(statSync(path).size / 2 ** 20)} MiB on disk`;
  const ours: Measurement[] = [];
  const theirs: Measurement[] = [];
  const streams: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await matfile.ask(`load ${path}`));
    theirs.push(await askScipy(`load ${path}`));
    streams.push(await matfile.ask(`stream ${path}`));
  }
  const agree = Math.abs(ours[0].sum - theirs[0].sum) < 1e-6 && Math.abs(streams[0].sum - theirs[0].sum) < 1e-6;
  if (!agree) throw new Error('the readers disagree on the sum of all values');
  const seconds = (side: Measurement[]): number => median(side.map((each) => each.seconds));
  const ratios = (side: Measurement[]): string => {
    const paired = side.map((each, i) => theirs[i].seconds / each.seconds);
    return `${median(paired).toFixed(2)} x (${Math.min(...paired).toFixed(2)} to ${Math.max(...paired).toFixed(2)})`;
  };
  console.log(`${size}; medians of ${rounds} rounds`);
  console.log(`  scipy.io.loadmat  ${seconds(theirs).toFixed(2)} s`);
  console.log(`  matfile readAll   ${seconds(ours).toFixed(2)} s, ${ratios(ours)} as fast`);
  console.log(`  matfile stream    ${seconds(streams).toFixed(2)} s, ${ratios(streams)} as fast`);
  // A process that has only streamed shows what streaming needs.
  const fresh = newReader();
  const { peakMebibytes } = await fresh.ask(`stream ${path}`);
  console.log(`  peak memory of a process that only streams: ${Math.round(peakMebibytes)} MiB`);
  fresh.child.kill();
}

const columns = Array.from({ length: TABLE_COLUMNS }, (_, column) =>
  Float64Array.from({ length: TABLE_ROWS }, (_, row) => Math.round(Math.sin(row * (column + 1) * 0.001) * 1e6) * 1e-9),
);
const tablePath = join(tmpdir(), 'matfile-bench-table.mat');
const plainPath = join(tmpdir(), 'matfile-bench-plain.mat');
const all = new Float64Array(TABLE_ROWS * TABLE_COLUMNS);
columns.forEach((values, column) => all.set(values, column * TABLE_ROWS));
await writeMat(tablePath, { data: matTable(Object.fromEntries(columns.map((values, i) => [`c${i}`, values]))) });
await writeMat(plainPath, { data: matNumeric(all, [TABLE_ROWS, TABLE_COLUMNS]) });
const table: number[] = [];
const plain: number[] = [];
for (let round = 0; round < rounds * 4; round++) {
  table.push((await matfile.ask(`load ${tablePath}`)).seconds);
  plain.push((await matfile.ask(`load ${plainPath}`)).seconds);
}
const ratio = median(table.map((seconds, i) => seconds / plain[i]));
console.log(`table of ${TABLE_COLUMNS} columns x ${TABLE_ROWS} rows: ${(median(table) * 1000).toFixed(0)} ms`);
console.log(
  `plain numeric file of that size: ${(median(plain) * 1000).toFixed(0)} ms; table / plain ${ratio.toFixed(2)} (median of ${rounds * 4} pairs)`,
);

scipy.stdin.end();
matfile.child.kill();
await once(scipy, 'exit');
