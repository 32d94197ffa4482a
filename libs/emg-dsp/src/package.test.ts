import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const library = fileURLToPath(new URL('..', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const tsup = join(modules, 'tsup/dist/cli-default.js');
const manifest = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));

/** A browser by the names it goes by, or the one that CHROME_PATH names. */
const chromium = [
  process.env['CHROME_PATH'],
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name))),
].find((path) => path && existsSync(path));

/** Uses SIMD kernels, fft.js and ndarray; a linear congruence stands for noise, so that engines agree to rounding. */
const PROBE = `export function probe(lib) {
  let state = 1;
  const signal = Float64Array.from({ length: 4000 }, () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5);
  const band = lib.designButterworth({ order: 4, type: 'bandpass', cornerHz: [20, 450], samplingRateHz: 2000 });
  const pipeline = lib.createPipeline([lib.zeroPhaseStage(band), lib.rectifyStage()]);
  const rectified = lib.matrixOf(pipeline.run([signal]));
  const { power } = lib.welchSpectrum(signal, { samplingRateHz: 2000, segmentSamples: 1024 });
  return { engine: pipeline.engine, numbers: [rectified.get(0, 0), rectified.get(0, 3999), power[1], power[500]] };
}
`;

const PAGE = `import * as lib from '@emgfm/emg-dsp';
import { probe } from './probe.mjs';
const send = (where, found) => fetch('/' + where, { method: 'POST', body: JSON.stringify(found) });
const attempt = () => { try { return probe(lib); } catch (error) { return String(error); } };
if (globalThis.document === undefined) postMessage(attempt());
else {
  send('page', attempt());
  const worker = new Worker(new URL('./main.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => send('worker', data);
  worker.onerror = ({ message }) => send('worker', message);
}
`;

interface Probed {
  readonly engine: string;
  readonly numbers: number[];
}

function expectSame(found: Probed, expected: Probed): void {
  expect(found.engine).toBe('simd');
  expect(found.numbers).toHaveLength(4);
  found.numbers.forEach((number, index) => expect(number).toBeCloseTo(expected.numbers[index], 12));
}

describe.skipIf(!existsSync(tsup))('the package (needs tsup to be built)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emg-dsp-package-'));
  const built = join(folder, 'built');
  const consumer = join(folder, 'consumer');
  const node = (script: string) =>
    JSON.parse(execFileSync(process.execPath, [script], { cwd: consumer, encoding: 'utf8' })) as Probed;
  let packed: { path: string }[];
  let imported: Probed;

  beforeAll(() => {
    execFileSync(process.execPath, [tsup, '--no-dts', '--out-dir', join(built, 'dist')], { cwd: library });
    for (const file of ['package.json', 'README.md']) cpSync(join(library, file), join(built, file));
    const installed = join(consumer, 'node_modules', ...manifest.name.split('/'));
    const pack = execFileSync('npm', ['pack', '--dry-run', '--json', '--silent'], {
      cwd: built,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    packed = JSON.parse(pack)[0].files;
    for (const { path } of packed) cpSync(join(built, path), join(installed, path));
    for (const name of Object.keys(manifest.dependencies))
      symlinkSync(join(modules, name), join(consumer, 'node_modules', name), 'junction');
    writeFileSync(join(consumer, 'probe.mjs'), PROBE);
    writeFileSync(
      join(consumer, 'import.mjs'),
      `import * as lib from '${manifest.name}';
import { probe } from './probe.mjs';
console.log(JSON.stringify(probe(lib)));`,
    );
    imported = node('import.mjs');
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds its manifest, its README and the build, and runs nothing when it is installed', () => {
    expect(packed.map(({ path }) => path).sort()).toEqual([
      'README.md',
      'dist/index.js',
      'dist/index.js.map',
      'package.json',
    ]);
    expect(Object.keys(manifest.scripts)).toEqual(['build']);
    expect(Object.keys(manifest.dependencies)).toEqual(['fft.js', 'ndarray']);
    expect(examples.length).toBeGreaterThan(3);
  });

  it('loads by import, with SIMD', () => {
    expectSame(imported, imported);
    expect(imported.numbers.every(Number.isFinite)).toBe(true);
  });

  it('loads by require', () => {
    writeFileSync(
      join(consumer, 'require.cjs'),
      `const lib = require('${manifest.name}');
import('./probe.mjs').then(({ probe }) => console.log(JSON.stringify(probe(lib))));`,
    );
    expectSame(node('require.cjs'), imported);
  });

  const examples = readFileSync(join(library, 'README.md'), 'utf8').match(/(?<=```ts\n)[^]*?(?=```)/g) ?? [];

  it.each(examples.map((example, index) => [index + 1, example] as const))(
    'runs example %i of its README',
    (index, example) => {
      const script = `example-${index}.mjs`;
      writeFileSync(join(consumer, script), example);
      expect(execFileSync(process.execPath, [script], { cwd: consumer, encoding: 'utf8' })).not.toBe('');
    },
  );

  it('loads in a worker thread', () => {
    writeFileSync(
      join(consumer, 'worker.mjs'),
      `import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
if (isMainThread)
  new Worker(fileURLToPath(import.meta.url)).once('message', (found) => console.log(JSON.stringify(found)));
else {
  const [lib, { probe }] = await Promise.all([import('${manifest.name}'), import('./probe.mjs')]);
  parentPort.postMessage(probe(lib));
}`,
    );
    expectSame(node('worker.mjs'), imported);
  });

  const vite = existsSync(join(modules, 'vite'));
  describe.skipIf(!chromium || !vite)('bundled by Vite, in headless Chromium (needs vite and chromium)', () => {
    const found: Record<string, Promise<unknown>> = {};
    let server: Server;
    let browser: ReturnType<typeof spawn>;

    beforeAll(async () => {
      writeFileSync(join(consumer, 'index.html'), '<!doctype html><script type="module" src="./main.js"></script>');
      writeFileSync(join(consumer, 'main.js'), PAGE);
      const { build } = await import('vite');
      await build({ root: consumer, configFile: false, logLevel: 'error', worker: { format: 'es' } });
      const answers: Record<string, (body: unknown) => void> = {};
      for (const where of ['/page', '/worker']) found[where] = new Promise((resolve) => (answers[where] = resolve));
      server = createServer((request, response) => {
        const path = request.url ?? '/';
        if (request.method === 'POST') {
          let body = '';
          request.on('data', (chunk) => (body += chunk));
          request.on('end', () => {
            answers[path]?.(JSON.parse(body));
            response.end();
          });
          return;
        }
        const file = join(consumer, 'dist', path === '/' ? 'index.html' : path);
        const type = extname(file) === '.js' ? 'text/javascript' : 'text/html';
        if (existsSync(file)) response.setHeader('content-type', type).end(readFileSync(file));
        else response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const profile = join(folder, 'profile');
      mkdirSync(profile);
      browser = spawn(
        chromium!,
        [
          '--headless=new',
          '--no-sandbox',
          '--disable-gpu',
          '--disable-dev-shm-usage',
          '--no-first-run',
          `--user-data-dir=${profile}`,
          `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        ],
        { stdio: 'ignore' },
      );
    });

    afterAll(async () => {
      const exit = new Promise((resolve) => browser?.once('exit', resolve));
      browser?.kill('SIGKILL');
      await exit;
      server?.closeAllConnections();
      server?.close();
    });

    it.each(['/page', '/worker'])('computes the same in a %s', async (where) => {
      expectSame((await found[where]) as Probed, imported);
    });
  });
});
