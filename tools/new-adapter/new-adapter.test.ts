import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FsTree, flushChanges } from 'nx/src/generators/tree.js';
import { afterAll, expect, test } from 'vitest';
import { repositoryRoot } from '../workspace-libraries';

const copy = mkdtempSync(join(tmpdir(), 'emgfm-new-adapter-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

test('a generated adapter passes the contract suite, the signature and the checks of the workspace', async () => {
  for (const entry of ['libs', 'tools', 'package.json', 'tsconfig.base.json', 'vitest.config.ts', '.prettierrc.json']) {
    cpSync(join(repositoryRoot, entry), join(copy, entry), {
      recursive: true,
      filter: (source) => !/[/\\](dist|node_modules|\.nx)$/.test(source),
    });
  }
  symlinkSync(join(repositoryRoot, 'node_modules'), join(copy, 'node_modules'));
  const generator = createRequire(import.meta.url)('./generator.cjs') as (
    tree: unknown,
    options: { name: string },
  ) => Promise<unknown>;
  const tree = new FsTree(copy, false);
  await generator(tree, { name: 'mylab' });
  flushChanges(copy, tree.listChanges());
  expect(existsSync(join(copy, 'libs/dataset-adapters/mylab/src/read.ts'))).toBe(true);
  expect(readFileSync(join(copy, 'tsconfig.base.json'), 'utf8')).toContain('@emgfm/adapter-mylab');
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, [join(copy, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, CI: 'true' },
    });
  expect(run('libs/dataset-adapters/mylab')).toMatch(/\n9 passed, 0 failed/);
  expect(run('tools/workspace-shape.test.ts', '-t', '@emgfm/adapter-mylab')).toMatch(/ 0 failed/);
  await expect(generator(new FsTree(copy, false), { name: 'mylab' })).rejects.toThrow(/exists already/);
}, 180_000);
