import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildKernels, hashKernelSources } from '../../../../tools/build-kernels';
import { KernelUnavailableError } from '../errors';
import { KERNEL_SOURCES_SHA256, KERNELS_BASE64 } from './kernels.generated';

const compiler = fileURLToPath(new URL('../../../../node_modules/assemblyscript/bin/asc.js', import.meta.url));

describe('the committed kernels', () => {
  it('belong to the committed sources', () => {
    expect(KERNEL_SOURCES_SHA256).toBe(hashKernelSources());
  });

  it.skipIf(!existsSync(compiler))('are what the compiler makes of them', () => {
    expect(Buffer.from(buildKernels()).toString('base64')).toBe(KERNELS_BASE64);
  });

  it('take at most 80 kB', () => {
    expect(Buffer.from(KERNELS_BASE64, 'base64').length).toBeLessThanOrEqual(80_000);
  });
});

/** A WebAssembly that compiles nothing. */
const refusing = (reason: string) => ({
  Module: class {
    constructor() {
      throw new Error(reason);
    }
  },
});

describe('where WebAssembly is missing or forbidden', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['missing', undefined],
    ['without SIMD', refusing('invalid numeric opcode')],
    ['forbidden', refusing('blocked by a content security policy')],
  ])('%s: pipelines run in TypeScript and say so', async (_, WebAssembly) => {
    vi.stubGlobal('WebAssembly', WebAssembly);
    vi.resetModules();
    const { createPipeline } = await import('../pipeline/resident-pipeline');
    const { rectifyStage } = await import('../pipeline/pointwise-stages');
    const pipeline = createPipeline([rectifyStage()]);
    expect(pipeline.engine).toBe('scalar');
    expect(Array.from(pipeline.run([Float64Array.of(-1, 2)])[0])).toEqual([1, 2]);
    expect(() => createPipeline([], { engine: 'simd' })).toThrow(
      new KernelUnavailableError('engine: simd was asked for').message,
    );
  });
});
