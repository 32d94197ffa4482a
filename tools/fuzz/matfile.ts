/**
 * Reads mutated MAT files of every container: none may hang, crash or need a gigabyte, and all errors must be typed.
 *
 *     npx tsx tools/fuzz/matfile.ts --count 20000 [--seed 1] [--containers v4,v5,v7,v7.3]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { mutate, randomNumbers } from './matfile-mutations';
import { fuzzSeeds, repacked, type Seeds } from './matfile-seeds';

const HANG_MS = 2000;
const MAX_RESIDENT_BYTES = 2 ** 30;
/** What a new reader may take to load its modules, the HDF5 engine included. */
const LOADING_MS = 60_000;
/** An HDF5 engine keeps a few handles of every failed read, so a reader is renewed after so many files. */
const FILES_PER_READER = 500;

interface Outcome {
  readonly outcome: 'read' | 'refused' | 'untyped' | 'hang' | 'crash' | 'memory';
  readonly message?: string;
  readonly residentBytes?: number;
  /** Whether the HDF5 engine refuses all further work. */
  readonly isPoisoned?: boolean;
}

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    containers: { type: 'string', default: 'v4,v5,v7,v7.3' },
  },
});
const count = Number(options.count);
const seeds = await fuzzSeeds();
const folder = await mkdtemp(join(tmpdir(), 'matfile-fuzz-'));
const readerPath = await builtReader();
let failures = 0;
let peakBytes = 0;
for (const container of options.containers.split(',') as (keyof Seeds)[]) await fuzz(container);
await rm(folder, { recursive: true });
console.log(`peak memory ${Math.round(peakBytes / 2 ** 20)} MiB, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;

async function fuzz(container: keyof Seeds): Promise<void> {
  const random = randomNumbers(Number(options.seed));
  const tally: Record<string, number> = {};
  let slowestMs = 0;
  let reader = await newReader();
  for (let i = 0; i < count; i++) {
    const base = container === 'v7' && random() < 0.7 ? 'v5' : container;
    const from = seeds[base][Math.floor(random() * seeds[base].length)];
    const { name, mutated } = mutate(from.bytes, random);
    const bytes = base === container ? mutated : repacked(mutated);
    // A failed read leaves HDF5 with the file open, so no file may take the place of another.
    const path = join(folder, `mutated-${i}.mat`);
    if (container === 'v7.3') await writeFile(path, bytes);
    let started = performance.now();
    const source = container === 'v7.3' ? path : bytes;
    let answer = await run(reader, source, HANG_MS);
    if (answer.outcome === 'hang') {
      // A busy machine may have kept the reader waiting; what never ends doesn't end the second time either.
      reader.kill('SIGKILL');
      reader = await newReader();
      started = performance.now();
      answer = await run(reader, source, HANG_MS);
    }
    const { message, residentBytes = 0, isPoisoned } = answer;
    const outcome = residentBytes > MAX_RESIDENT_BYTES ? 'memory' : answer.outcome;
    slowestMs = Math.max(slowestMs, performance.now() - started);
    await rm(path, { force: true });
    peakBytes = Math.max(peakBytes, residentBytes);
    tally[outcome] = (tally[outcome] ?? 0) + 1;
    if (outcome !== 'read' && outcome !== 'refused') {
      failures += 1;
      const kept = join(tmpdir(), `matfile-${container}-${i}.mat`);
      await writeFile(kept, bytes);
      console.log(`${container} file ${i} (${from.name}, ${name}): ${outcome} ${message ?? ''}\n  kept as ${kept}`);
    }
    const isWorn = i % FILES_PER_READER === FILES_PER_READER - 1 && container === 'v7.3';
    if (isWorn || isPoisoned || ['hang', 'crash', 'memory'].includes(outcome)) {
      reader.kill('SIGKILL');
      reader = await newReader();
    }
  }
  reader.kill();
  const text = Object.entries(tally).map(([outcome, files]) => `${files} ${outcome}`);
  console.log(`${container}: ${count} files: ${text.join(', ')}; slowest ${Math.round(slowestMs)} ms`);
}

/** The reader as plain JavaScript, since translating the HDF5 engine on the fly takes more memory than reading any file. */
async function builtReader(): Promise<string> {
  const entry = fileURLToPath(new URL('./matfile-reader.ts', import.meta.url));
  const outDir = fileURLToPath(new URL('../../node_modules/.cache/matfile-fuzz', import.meta.url));
  await build({
    entry: [entry],
    outDir,
    format: 'esm',
    external: [/^h5wasm/],
    noExternal: [/^@emgfm/],
    config: false,
    silent: true,
  });
  return join(outDir, 'matfile-reader.js');
}

/** A reader that has loaded everything: it has read one good file. */
async function newReader(): Promise<ChildProcess> {
  const reader = fork(readerPath, {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await run(reader, seeds['v7.3'][0].bytes, LOADING_MS);
  return reader;
}

function run(reader: ChildProcess, source: Uint8Array | string, allowedMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const finish = (outcome: Outcome): void => {
      clearTimeout(timer);
      reader.removeAllListeners();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish({ outcome: 'hang', message: `no answer in ${allowedMs} ms` }), allowedMs);
    reader.once('message', (outcome) => finish(outcome as Outcome));
    reader.once('exit', (code, signal) => finish({ outcome: 'crash', message: `exit ${code ?? signal}` }));
    reader.send(source);
  });
}
