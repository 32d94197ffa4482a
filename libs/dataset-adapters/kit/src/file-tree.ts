import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareNaturally } from '@emgfm/schema';
import { NotADatasetError } from './errors';

/** A file below the root of a dataset. */
export interface TreeFile {
  /** Path relative to the root, with `/` on every system. */
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * All files below a folder, hidden ones left out, in natural order (`S2` before `S10`), the same on every machine.
 * Symbolic links are followed once; a folder that is reached twice is listed once.
 * @throws NotADatasetError when the folder is missing or no folder
 */
export async function listFiles(root: string, options: { signal?: AbortSignal } = {}): Promise<TreeFile[]> {
  const files: TreeFile[] = [];
  const seen = new Set<string>();
  async function walk(folder: string): Promise<void> {
    options.signal?.throwIfAborted();
    const status = await stat(join(root, folder));
    const identity = `${status.dev}:${status.ino}`;
    if (seen.has(identity)) return;
    seen.add(identity);
    const names = (await readdir(join(root, folder))).filter((name) => !name.startsWith('.')).sort(compareNaturally);
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const entry = await stat(join(root, path)).catch(() => null);
      if (entry?.isDirectory()) await walk(path);
      else if (entry?.isFile()) files.push({ path, sizeBytes: entry.size });
    }
  }
  const top = await stat(root).catch(() => null);
  if (top === null) throw new NotADatasetError(root, 'there is no such folder');
  if (!top.isDirectory()) throw new NotADatasetError(root, 'is a file; a folder is needed');
  await walk('');
  return files;
}

/** The first bytes of a file, for a look at its header; fewer where the file is shorter. Default 16 KiB. */
export async function fileHead(path: string, numBytes = 1 << 14): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(numBytes), 0, numBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const archives = /\.(zip|rar|7z|tar|tgz|tar\.gz|tar\.bz2)$/i;

/** What a person should do about archives that are still packed, in words; empty where there are none. */
export function packedArchiveAdvice(files: readonly TreeFile[]): string[] {
  const packed = files.filter(({ path }) => archives.test(path));
  return packed.length === 0
    ? []
    : [
        `${packed.length} archive(s) are still packed, unpack them first: ${packed
          .slice(0, 3)
          .map(({ path }) => path)
          .join(', ')}`,
      ];
}
