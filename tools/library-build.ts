import { defineConfig } from 'tsup';

/**
 * The one build of every library: ES modules with declarations and source maps, from `src/index.ts` and any further entry.
 * Dependencies stay external, so that a published package shares them with its siblings.
 */
export function libraryBuild(furtherEntries: Record<string, string> = {}) {
  return defineConfig({
    entry: { index: 'src/index.ts', ...furtherEntries },
    format: 'esm',
    target: 'node20',
    platform: 'neutral',
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    external: [/^node:/],
    silent: true,
  });
}
