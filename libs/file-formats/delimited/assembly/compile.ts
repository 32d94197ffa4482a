import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** Compiles number-scan.ts to a WebAssembly module that imports its memory. */
export async function compileNumberScan(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'number-scan-'));
  try {
    const output = join(folder, 'number-scan.wasm');
    const { error, stderr } = await asc.main([
      fileURLToPath(new URL('number-scan.ts', import.meta.url)),
      '--outFile',
      output,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--importMemory',
      '--use',
      'abort=',
    ]);
    if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
