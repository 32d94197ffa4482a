import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const libraries = fileURLToPath(new URL('../..', import.meta.url));

/** h5wasm is silent about errors until it is told otherwise, and it must be told once per thread: by this library. */
test('no other library imports h5wasm', () => {
  const sources = readdirSync(libraries, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      /(\.ts|package\.json)$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path) && !path.startsWith('hdf5/'),
  );
  expect(sources.map((path) => basename(path))).toContain('index.ts');
  const importers = sources.filter((path) =>
    /from 'h5wasm|import\('h5wasm|"h5wasm"/.test(readFileSync(join(libraries, path), 'utf8')),
  );
  expect(importers).toEqual([]);
});
