/**
 * Reads large numeric CSV files with @emgfm/delimited and with pandas' C engine, in turn within one run.
 *
 *   npx tsx tools/bench/delimited.ts [--megabytes 200] [--rounds 5]
 *
 * Both sides are processes that stay alive, so start-up counts for neither. A time covers the whole read from path to
 * columns. pandas runs with its default, fastest number parser, which is not always correctly rounded.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { numericColumn, readDelimited, streamDelimited } from '@emgfm/delimited';
import { scientificPython } from '../python';

const PANDAS = `
import sys, time, resource, pandas
for line in sys.stdin:
    how, path = line.rstrip("\\n").split(" ", 1)
    start = time.perf_counter()
    table = pandas.read_csv(path, engine="c")
    seconds = time.perf_counter() - start
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, rss, table["c1"].sum(), flush=True)
    del table
`;

const FORMATS: Record<string, (x: number) => string> = {
  'eight digits (%.8g)': (x) => String(Number(x.toPrecision(8))),
  'shortest exact (15 to 17 digits)': (x) => String(x),
  'scientific (%.18e)': (x) => x.toExponential(18),
};
const COLUMNS = 17;

interface Measurement {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly sum: number;
}

/** A process that answers each request line with seconds, peak memory in MiB and a checksum. */
class Contestant {
  private readonly answers: AsyncIterator<string>;
  constructor(private readonly child: ChildProcess) {
    const lines: Interface = createInterface({ input: child.stdout! });
    this.answers = lines[Symbol.asyncIterator]();
  }
  async read(how: string, path: string): Promise<Measurement> {
    this.child.stdin!.write(`${how} ${path}\n`);
    const { value, done } = await this.answers.next();
    if (done) throw new Error('the reading process ended early');
    const [seconds, peakMegabytes, sum] = value.split(' ').map(Number);
    return { seconds, peakMegabytes, sum };
  }
  async end(): Promise<void> {
    this.child.stdin!.end();
    await once(this.child, 'exit');
  }
}

function contestant(command: string, args: readonly string[]): Contestant {
  return new Contestant(spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
}

async function serve(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [how, ...path] = line.split(' ');
    const start = performance.now();
    let sum = 0;
    if (how === 'stream') {
      for await (const block of streamDelimited(path.join(' '))) for (const x of numericColumn(block, 'c1')) sum += x;
    }
    const table = how === 'table' ? await readDelimited(path.join(' ')) : null;
    const seconds = (performance.now() - start) / 1000;
    if (table !== null) for (const x of numericColumn(table, 'c1')) sum += x;
    console.log(`${seconds} ${process.resourceUsage().maxRSS / 1024} ${sum}`);
  }
}

async function writeCsv(path: string, megabytes: number, format: (x: number) => string): Promise<void> {
  const out = createWriteStream(path);
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  out.write(`${Array.from({ length: COLUMNS }, (_, c) => `c${c}`).join(',')}\n`);
  for (let written = 0; written < megabytes * 1e6;) {
    let text = '';
    for (let row = 0; row < 2000; row++) {
      for (let c = 0; c < COLUMNS; c++) {
        // EMG-like: small signed numbers, with some spread of magnitude.
        const x = (random() + random() + random() - 1.5) * 10 ** (c % 4);
        text += format(x) + (c === COLUMNS - 1 ? '\n' : ',');
      }
    }
    written += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

async function compare(megabytes: number, rounds: number): Promise<void> {
  const python = scientificPython('pandas');
  if (python === null)
    console.log('No Python with pandas found (Debian: python3-pandas): measuring @emgfm/delimited alone.');
  const folder = mkdtempSync(join(tmpdir(), 'delimited-bench-'));
  try {
    for (const [name, format] of Object.entries(FORMATS)) {
      const path = join(folder, 'numbers.csv');
      await writeCsv(path, megabytes, format);
      const size = statSync(path).size / 1e6;
      console.log(`\n${name}: ${size.toFixed(1)} MB, ${COLUMNS} columns`);
      const self = [...process.execArgv, process.argv[1], '--serve'];
      const table = contestant(process.execPath, self);
      const stream = contestant(process.execPath, self);
      const pandas = python === null ? null : contestant(python, ['-c', PANDAS]);
      const ratios: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const ours = await table.read('table', path);
        const theirs = await pandas?.read('table', path);
        const streamed = await stream.read('stream', path);
        if (round === 0) continue; // first reads fill caches and compile
        const ratio = theirs === undefined ? NaN : theirs.seconds / ours.seconds;
        ratios.push(ratio);
        const beside = theirs
          ? `pandas ${theirs.seconds.toFixed(2)} s (${theirs.peakMegabytes.toFixed(0)} MiB), ratio ${ratio.toFixed(2)}, sums differ by ${(ours.sum - theirs.sum).toExponential(1)}`
          : '';
        console.log(
          `  table ${ours.seconds.toFixed(2)} s (${ours.peakMegabytes.toFixed(0)} MiB), stream ${streamed.seconds.toFixed(2)} s ` +
            `(${streamed.peakMegabytes.toFixed(0)} MiB), ${(size / ours.seconds).toFixed(0)} MB/s, ${beside}`,
        );
      }
      if (pandas !== null) console.log(`  median ratio pandas / @emgfm/delimited: ${median(ratios).toFixed(2)}`);
      await Promise.all([table.end(), stream.end(), pandas?.end()]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    megabytes: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
  },
});
if (values.serve) await serve();
else await compare(Number(values.megabytes), Number(values.rounds));
