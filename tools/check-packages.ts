/**
 * Rehearses a release without a registry: packs every library, lets publint judge it, installs all packs in an empty folder
 * and loads each of them by `import` and by `require`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { repositoryRoot, workspaceLibraries } from './workspace-libraries';

const libraries = workspaceLibraries();
const folder = mkdtempSync(join(tmpdir(), 'emgfm-packages-'));
const npm = (args: string[], cwd: string): string =>
  execFileSync('npm', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });

let problems = 0;
try {
  for (const { folder: library, manifest } of libraries) {
    const { messages } = await publint({ pkgDir: join(repositoryRoot, library), strict: true });
    for (const message of messages) {
      problems += 1;
      console.error(`${manifest.name}: ${formatMessage(message, manifest as never)}`);
    }
  }
  const workspaces = libraries.flatMap(({ folder: library }) => ['-w', library]);
  const packed = JSON.parse(npm(['pack', '--json', '--pack-destination', folder, ...workspaces], repositoryRoot)) as
    { filename: string; name: string }[] | Record<string, { filename: string; name: string }>;
  const dependencies = Object.fromEntries(
    Object.values(packed).map(({ name, filename }) => [
      name,
      `file:./${filename.replace(/^@/, '').replaceAll('/', '-')}`,
    ]),
  );
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies, overrides: dependencies }),
  );
  npm(['install', '--no-audit', '--no-fund', '--silent'], folder);
  const names = JSON.stringify(libraries.map(({ manifest }) => manifest.name));
  const load = (how: string): string =>
    `for (const name of ${names}) { const all = ${how}; if (Object.keys(all).length === 0) throw new Error(name + ' exports nothing'); }`;
  writeFileSync(join(folder, 'load.mjs'), load('await import(name)'));
  writeFileSync(join(folder, 'load.cjs'), load('require(name)'));
  for (const script of ['load.mjs', 'load.cjs'])
    execFileSync(process.execPath, [script], { cwd: folder, stdio: 'inherit' });
  console.log(
    `${libraries.length} packages: packed, installed, loaded by import and by require; ${problems} publint remark(s)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = problems > 0 ? 1 : 0;
