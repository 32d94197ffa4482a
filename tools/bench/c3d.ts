/**
 * Speed and memory of reading C3D files: 60,000 frames x 60 points x 32 analog channels x 10 samples per frame, made in the system's folder
 * for temporary files, once with floats (134 MB) and once with integers (67 MB). Each figure is the median of some repeats, each reading in a
 * process of its own.
 *
 *     npx tsx tools/bench/c3d.ts [--frames 60000] [--repeats 5]
 */
import { fork } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openC3d, readC3d, readC3dFile, writeC3dChunks } from '@emgfm/c3d';
import type { C3dContent, C3dStorage } from '@emgfm/c3d';

const POINTS = 60;
const CHANNELS = 32;
const SAMPLES_PER_FRAME = 10;
/** Reads no frames: its memory is that of the process itself. */
const BASELINE = 'openC3d, no frames';

interface Measurement {
  readonly seconds: number;
  readonly peakRssMb: number;
  readonly checksum: number;
}

const readings: Readonly<Record<string, (path: string) => Promise<number>>> = {
  [BASELINE]: async (path) => (await openC3d(path)).frameCount,
  'readC3dFile, whole': async (path) => checksumOf([await readC3dFile(path)]),
  'readC3d, from memory': async (path) => checksumOf([readC3d(readFileSync(path))]),
  'frames(), streamed': async (path) => {
    let checksum = 0;
    for await (const block of (await openC3d(path)).frames()) checksum += checksumOf([block]);
    return checksum;
  },
};

/** A few values of every block, so that no reading can be skipped unseen. */
function checksumOf(blocks: readonly { readonly coordinates: Float32Array; readonly analog: Float64Array }[]): number {
  return blocks.reduce(
    (sum, { coordinates, analog }) => sum + (coordinates[0] ?? 0) + (analog[analog.length - 1] ?? 0),
    0,
  );
}

function makeFile(path: string, frameCount: number, storage: C3dStorage): void {
  const wave = (length: number, amplitude: number, step: number): Float32Array =>
    Float32Array.from({ length }, (_, i) => amplitude * Math.sin(i * step));
  const [x, y, z] = [wave(frameCount, 800, 0.01), wave(frameCount, 300, 0.02), wave(frameCount, 900, 0.03)];
  const samples = wave(frameCount * SAMPLES_PER_FRAME, 5, 0.001);
  const content: C3dContent = {
    pointRateHz: 100,
    frameCount,
    points: Array.from({ length: POINTS }, (_, i) => ({ label: `P${i + 1}`, x, y, z })),
    analogSamplesPerFrame: SAMPLES_PER_FRAME,
    analog: Array.from({ length: CHANNELS }, (_, i) => ({ label: `EMG${i + 1}`, unit: 'V', samples })),
  };
  const file = openSync(path, 'w');
  for (const chunk of writeC3dChunks(content, { storage })) writeSync(file, chunk);
  closeSync(file);
}

function measureInOwnProcess(reading: string, path: string): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--measure', reading, '--file', path]);
    let measured: Measurement | null = null;
    child.on('message', (message) => (measured = message as Measurement));
    child.on('exit', (code) =>
      measured ? resolve(measured) : reject(new Error(`${reading} ended with code ${code}`)),
    );
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      frames: { type: 'string', default: '60000' },
      repeats: { type: 'string', default: '5' },
      measure: { type: 'string' },
      file: { type: 'string' },
    },
  });
  if (values.measure && values.file) {
    const started = performance.now();
    const checksum = await readings[values.measure](values.file);
    const seconds = (performance.now() - started) / 1000;
    process.send!({ seconds, peakRssMb: process.resourceUsage().maxRSS / 1024, checksum } satisfies Measurement);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'emgfm-c3d-bench-'));
  try {
    for (const storage of ['float32', 'int16'] as const) {
      const path = join(folder, `${storage}.c3d`);
      makeFile(path, Number(values.frames), storage);
      const megabytes = statSync(path).size / 1e6;
      console.log(`${storage}: ${values.frames} frames, ${megabytes.toFixed(0)} MB`);
      for (const reading of Object.keys(readings)) {
        const runs: Measurement[] = [];
        for (let i = 0; i < Number(values.repeats); i++) runs.push(await measureInOwnProcess(reading, path));
        const seconds = runs.map((run) => run.seconds).sort((a, b) => a - b);
        const median = seconds[seconds.length >> 1];
        const rss = Math.max(...runs.map((run) => run.peakRssMb));
        console.log(
          `  ${reading.padEnd(22)} median ${median.toFixed(2)} s (${seconds[0].toFixed(2)}-${seconds.at(-1)!.toFixed(2)}), ` +
            `${reading === BASELINE ? '' : `${(megabytes / median).toFixed(0)} MB/s, `}peak RSS ${rss.toFixed(0)} MB`,
        );
      }
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
