import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repositoryRoot } from '../workspace-libraries';

const copy = mkdtempSync(join(tmpdir(), 'emgfm-new-adapter-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const COPIED = [
  'libs',
  'tools',
  'package.json',
  'nx.json',
  'tsconfig.base.json',
  'vitest.config.ts',
  '.prettierrc.json',
];
const GENERATED = 'libs/dataset-adapters/mylab';

/** Runs a program of the workspace in the copy. @throws with what it printed where it fails */
function run(program: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(copy, 'node_modules', program), ...args], {
    cwd: copy,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: 'true', NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_WORKSPACE_ROOT_PATH: copy },
  });
}

const generate = (name: string): string => run('nx/dist/bin/nx.js', 'g', './tools/new-adapter:adapter', name);

beforeAll(() => {
  for (const entry of COPIED) {
    cpSync(join(repositoryRoot, entry), join(copy, entry), {
      recursive: true,
      filter: (source) => !/[/\\](dist|node_modules|\.nx)$/.test(source),
    });
  }
  symlinkSync(join(repositoryRoot, 'node_modules'), join(copy, 'node_modules'));
  generate('mylab');
}, 120_000);

test('nx g makes the folder of an adapter and tells the workspace of it', () => {
  expect(existsSync(join(copy, GENERATED, 'src/read.ts'))).toBe(true);
  expect(readFileSync(join(copy, 'tsconfig.base.json'), 'utf8')).toContain('@emgfm/adapter-mylab');
});

test('it passes the contract suite, finds the true strides of simulated people, and names mistakes', () => {
  expect(run('vitest/vitest.mjs', 'run', GENERATED)).toMatch(/\n13 passed, 0 failed/);
}, 180_000);

test('it passes the checks of the workspace', () => {
  const shape = run('vitest/vitest.mjs', 'run', 'tools/workspace-shape.test.ts', '-t', '@emgfm/adapter-mylab');
  expect(shape).toMatch(/\n[1-9]\d* passed, 0 failed/);
}, 60_000);

test('nothing is written over, and a name that is no dataset id is refused', () => {
  expect(() => generate('mylab')).toThrow(/exists already/);
  expect(() => generate('MyLab')).toThrow(/should match the pattern/);
}, 120_000);
