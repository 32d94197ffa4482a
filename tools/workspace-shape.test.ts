import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot, workspaceLibraries } from './workspace-libraries';

const libraries = workspaceLibraries();
const paths = JSON.parse(readFileSync(join(repositoryRoot, 'tsconfig.base.json'), 'utf8')).compilerOptions.paths;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
}

test('the workspace has its libraries', () => {
  expect(libraries.length).toBeGreaterThan(9);
  expect(new Set(libraries.map(({ manifest }) => manifest.name)).size).toBe(libraries.length);
});

describe.each(libraries)('$manifest.name', ({ folder, manifest }) => {
  const root = join(repositoryRoot, folder);

  test('has the files that every library has', () => {
    for (const file of [
      'README.md',
      'package.json',
      'tsconfig.json',
      'tsup.config.ts',
      'src/index.ts',
      'src/exports.test.ts',
    ]) {
      expect(existsSync(join(root, file)), `${folder}/${file}`).toBe(true);
    }
  });

  test('has a manifest of the one shape', () => {
    const { description, license, type } = manifest;
    expect({ license, type, described: description.length > 20 }).toEqual({
      license: 'MIT',
      type: 'module',
      described: true,
    });
    expect(manifest.exports['.']).toEqual({ types: './dist/index.d.ts', default: './dist/index.js' });
    expect(manifest.files).toContain('dist');
    expect(manifest.nx.tags).toHaveLength(1);
    expect(paths[manifest.name]).toEqual([`./${folder}/src/index.ts`]);
  });

  test('pins every dependency exactly', () => {
    for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
      const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
      expect(exact || name.startsWith('@emgfm/'), `${name}@${version}`).toBe(true);
    }
  });

  test('imports exactly the packages that it declares', () => {
    const imported = new Set<string>();
    for (const file of sourceFiles(join(root, 'src'))) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file.endsWith('.bench.ts')) continue;
      const text = readFileSync(join(root, 'src', file), 'utf8');
      for (const [, name] of text.matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*'((?:@[\w-]+\/)?[a-z][\w.-]*)[^']*'/gm)) {
        imported.add(name as string);
      }
    }
    const declared = Object.keys(manifest.dependencies ?? {}).sort();
    const used = [...imported].filter((name) => !name.startsWith('node') && name !== manifest.name).sort();
    expect(used).toEqual(declared);
  });

  test('names its files for ideas and keeps them short', () => {
    for (const file of sourceFiles(join(root, 'src'))) {
      if (!file.endsWith('.ts')) continue;
      const name = file.split('/').pop() as string;
      expect(name, file).not.toMatch(/^(utils?|helpers?|common|misc)\b/);
      if (name.endsWith('.generated.ts')) continue;
      const lines = readFileSync(join(root, 'src', file), 'utf8').split('\n').length;
      expect(lines, `${folder}/src/${file}`).toBeLessThanOrEqual(501);
    }
  });
});

describe.each(libraries.filter(({ manifest }) => manifest.nx.tags[0] === 'scope:adapter'))(
  '$manifest.name',
  ({ folder }) => {
    test('has the files that every adapter has', () => {
      for (const file of ['survey.ts', 'read.ts', 'channels.ts', 'dataset.ts', 'contract.test.ts']) {
        expect(existsSync(join(repositoryRoot, folder, 'src', file)), `${folder}/src/${file}`).toBe(true);
      }
    });
  },
);
