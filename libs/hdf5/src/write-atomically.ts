import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, truncateSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadEngine } from './engine';
import { Hdf5DiskFullError, Hdf5NotFoundError, Hdf5WriteError } from './errors';
import { openHdf5File } from './read-file';
import { Hdf5Writer } from './write-file';

/** Settings of {@link writeAtomically}. */
export interface WriteAtomicallyOptions {
  /** Free bytes that the disk must have before anything is written; default 0. */
  readonly minimumFreeBytes?: number;
}

/**
 * Writes an HDF5 file so that a reader sees either the old file, or none, or the complete new one, whatever happens in between.
 *
 * The file grows under the name `<path>.tmp` (a leftover of a killed writer is replaced), is closed, reopened and compared with what was
 * meant to be written, forced to the disk and renamed. If anything fails, the temporary file is removed and the error passed on.
 *
 * Run writers in a worker thread: calls block, and after a failed write the HDF5 engine of the thread refuses all further work
 * (hdf5-poisoned), so that the worker has to be ended. One path must have one writer at a time; a second one is noticed and fails.
 * @param path the file to make; its folder must exist.
 * @param write fills the file; it may be asynchronous.
 * @returns what `write` returned.
 * @throws hdf5-not-found (folder), hdf5-disk-full, hdf5-write, hdf5-argument, hdf5-poisoned, and whatever `write` throws
 * @example
 * await writeAtomically('emg.h5', (file) => {
 *   const emg = file.growingDataset('/emg', { type: 'float32', rowShape: [2], chunkRows: 8192 });
 *   emg.append(Float32Array.of(0.1, 0.2, 0.3, 0.4));
 *   file.attribute('/emg', 'rate_hz', 1000);
 * });
 */
export async function writeAtomically<T>(
  path: string,
  write: (file: Hdf5Writer) => T | Promise<T>,
  options: WriteAtomicallyOptions = {},
): Promise<T> {
  const target = resolve(path);
  const folder = dirname(target);
  const temporary = `${target}.tmp`;
  const engine = await loadEngine();
  const inode = onDisk(path, () => {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < (options.minimumFreeBytes ?? 0)) {
      throw new Hdf5DiskFullError(
        `expected ${options.minimumFreeBytes} free bytes in ${folder}, found ${bavail * bsize}`,
        { file: path },
      );
    }
    rmSync(temporary, { force: true });
    closeSync(openSync(temporary, 'wx'));
    return statSync(temporary).ino;
  });
  let writer: Hdf5Writer | undefined;
  try {
    const id = engine.write({ file: path }, (module) => module.open(temporary, module.H5F_ACC_TRUNC, false, -1, -1));
    writer = new Hdf5Writer(engine, id, path);
    const result = await write(writer);
    writer.finish();
    const written = await openHdf5File(temporary);
    try {
      writer.check(written);
    } finally {
      written.close();
    }
    onDisk(path, () => {
      syncToDisk(temporary, 'r+');
      if (statSync(temporary).ino !== inode) {
        throw new Hdf5WriteError(`expected to be the only writer, found that ${temporary} was replaced by another`, {
          file: path,
        });
      }
      renameSync(temporary, target);
      syncToDisk(folder, 'r');
    });
    return result;
  } catch (error) {
    writer?.abandon();
    discard(temporary, inode);
    throw error;
  }
}

/** Removes the temporary file, unless another writer's stands there. Emptied first: a poisoned engine holds it open, and with it the space. */
function discard(temporary: string, inode: number): void {
  try {
    if (statSync(temporary).ino !== inode) return;
    truncateSync(temporary);
    rmSync(temporary);
  } catch {
    // The reason why writing failed matters more than why the leftover could not be removed; the next writer replaces it.
  }
}

function syncToDisk(path: string, flags: 'r' | 'r+'): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Turns failures of the file system into this library's errors. */
function onDisk<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message = `the file system refused: ${(error as Error).message}`;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Hdf5DiskFullError(message, { file }, error);
    if (code === 'ENOENT') throw new Hdf5NotFoundError(message, { file }, error);
    if (code !== undefined) throw new Hdf5WriteError(message, { file }, error);
    throw error;
  }
}
