import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demonstrate, runInThisThread } from '@emgfm/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';

const examples = dirname(fileURLToPath(import.meta.url));
const root = dirname(examples);
const folder = mkdtempSync(join(tmpdir(), 'emgfm-examples-'));

function run(example: string, ...args: string[]): string {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  return execFileSync(
    process.execPath,
    [tsx, '--tsconfig', join(root, 'tsconfig.base.json'), join(examples, example), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
}

beforeAll(() => demonstrate({ folder, datasets: ['c3d'], runSubject: runInThisThread }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('mean-knee-curve draws curves that peak in swing', () => {
  const text = run('mean-knee-curve.ts', 'store.h5', 'knee.svg');
  const percents = [...text.matchAll(/degree, (\d+) %/g)].map(([, percent]) => Number(percent));
  expect(percents).toHaveLength(2);
  for (const percent of percents) expect(percent).toBeGreaterThan(62);
  for (const percent of percents) expect(percent).toBeLessThan(82);
  expect(readFileSync(join(folder, 'knee.svg'), 'utf8').match(/<polyline/g)).toHaveLength(2);
});

test('strides-of-a-folder lists strides of every person', () => {
  const text = run('strides-of-a-folder.ts', join('recordings', 'c3d'));
  expect(text.match(/^c3d\/S0[12] .*strides/gm)).toHaveLength(4);
  expect(text).toMatch(/stance (5|6)\d %/);
});

test('emg-envelope tells what it did', () => {
  expect(run('emg-envelope.ts')).toMatch(/500 envelope samples at 100 Hz/);
});

test('every example is run here', () => {
  const scripts = readdirSync(examples).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(scripts.sort()).toEqual(['emg-envelope.ts', 'mean-knee-curve.ts', 'strides-of-a-folder.ts']);
});
