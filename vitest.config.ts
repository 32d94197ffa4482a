import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Every `@emgfm/*` import in a test means the source of that library, so tests need no build. */
const { compilerOptions } = JSON.parse(readFileSync(new URL('./tsconfig.base.json', import.meta.url), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> };
};
const alias = Object.entries(compilerOptions.paths).map(([name, [source]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: fileURLToPath(new URL(source, import.meta.url)),
}));

export default defineConfig({
  resolve: { alias },
  test: {
    reporters: ['default', './tools/closing-line-reporter.ts'],
    pool: 'forks',
    maxWorkers: '100%',
    // Libraries are loaded once per process, not once per file: that is a quarter of the time.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'libs', include: ['libs/**/src/**/*.test.ts'] } },
      { extends: true, test: { name: 'workspace', include: ['tools/**/*.test.ts', 'examples/**/*.test.ts'] } },
    ],
  },
});
