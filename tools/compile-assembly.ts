import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compiler = fileURLToPath(new URL('../node_modules/assemblyscript/bin/asc.js', import.meta.url));

/**
 * Compiles an AssemblyScript file to a WebAssembly module that imports its memory. The compiler's version is pinned, so the same
 * source gives the same bytes.
 */
export function compileAssembly(entryFile: string, furtherOptions: readonly string[] = []): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'emgfm-assembly-'));
  try {
    const target = join(folder, 'module.wasm');
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', ...furtherOptions];
    const { status, stderr } = spawnSync(process.execPath, [compiler, entryFile, ...options, '--outFile', target], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`AssemblyScript: expected exit code 0, found ${status}\n${stderr}`);
    return readFileSync(target);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
