import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileAssembly } from './compile-assembly';

/**
 * Compiles the AssemblyScript kernels of emg-dsp and writes them, as base64 text, to the file that the library imports.
 *
 * `npx tsx tools/build-kernels.ts` writes the file; with `--check` it only compares and exits 1 when they differ.
 */
const library = fileURLToPath(new URL('../libs/emg-dsp/', import.meta.url));
export const generatedFile = join(library, 'src/kernel/kernels.generated.ts');

/** Hash of all kernel sources, in the order of their names. */
export function hashKernelSources(): string {
  const folder = join(library, 'assembly');
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.ts')) hash.update(`${name}\n${readFileSync(join(folder, name), 'utf8')}`);
  }
  return hash.digest('hex');
}

/** A fresh build of the kernels. */
export function buildKernels(): Uint8Array {
  return compileAssembly(join(library, 'assembly/index.ts'), ['--enable', 'simd']);
}

export function generatedText(kernels: Uint8Array): string {
  const lines =
    Buffer.from(kernels)
      .toString('base64')
      .match(/.{1,100}/g) ?? [];
  return [
    '// Written by tools/build-kernels.ts from the sources in assembly/; do not edit.',
    '',
    '/** SHA-256 of the kernel sources. */',
    `export const KERNEL_SOURCES_SHA256 = '${hashKernelSources()}';`,
    '',
    `/** The WebAssembly module, ${kernels.length} bytes. */`,
    'export const KERNELS_BASE64 =',
    ...lines.map((line, index) => `  '${line}'${index === lines.length - 1 ? ';' : ' +'}`),
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const kernels = buildKernels();
  const text = generatedText(kernels);
  const isSame = readFileSync(generatedFile, { encoding: 'utf8', flag: 'a+' }) === text;
  if (!process.argv.includes('--check')) writeFileSync(generatedFile, text);
  console.log(`${kernels.length} bytes of WebAssembly, ${isSame ? 'unchanged' : 'changed'}`);
  if (process.argv.includes('--check') && !isSame) process.exitCode = 1;
}
