import { spawnSync } from 'node:child_process';

const candidates = [process.env['EMGFM_PYTHON'], '/usr/bin/python3', 'python3'].filter((name) => name !== undefined);
const found = new Map<string, string | null>();

/** What a skipped interoperability test says when there is no such Python. */
export const PYTHON_HINT = 'needs a Python with the named modules (Debian: python3-scipy python3-h5py python3-pywt)';

/** The first Python that can import all the modules (`EMGFM_PYTHON` is tried first); null where there is none. */
export function scientificPython(...modules: string[]): string | null {
  const key = modules.join(' ');
  if (!found.has(key)) {
    const program = modules.length > 0 ? `import ${modules.join(', ')}` : 'pass';
    const python = candidates.find((name) => spawnSync(name, ['-c', program], { stdio: 'ignore' }).status === 0);
    found.set(key, python ?? null);
  }
  return found.get(key) ?? null;
}
