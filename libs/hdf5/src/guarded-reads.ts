import { readSync } from 'node:fs';
import { endlessHeap } from './endless-heap';
import { readerOf } from './raw-rows';

/** The part of Emscripten's file system through which the engine reads. */
export interface EngineFileSystem {
  read(stream: { nfd: number }, buffer: Uint8Array, offset: number, length: number, position?: number): number;
  readonly ErrnoError: new (code: number) => Error;
}

/** Emscripten's number of the error "input/output error". */
const EIO = 29;

/** HDF5 reads metadata in stretches that start with what it looks for, or of at most this many bytes. */
const SEARCHED_BYTES = 4096;

const SIGNATURES = ['GCOL', 'HEAP'];
const SIGNATURE_BYTES = 4;

/**
 * Lets every read of the engine fail that brings a heap from which HDF5 would not come back. It happens here because only the engine knows what
 * of a file it will follow, and because a call of WebAssembly can't be stopped.
 * @param refuse is told why, since HDF5 will only speak of an input/output error.
 */
export function guardReads(fileSystem: EngineFileSystem, refuse: (reason: string) => void): void {
  const readPlainly = fileSystem.read;
  fileSystem.read = (stream, buffer, offset, length, position) => {
    const count = readPlainly(stream, buffer, offset, length, position);
    const reason = position === undefined ? null : endlessHeapWithin(stream.nfd, position, count);
    if (reason === null) return count;
    refuse(reason);
    throw new fileSystem.ErrnoError(EIO);
  };
}

function endlessHeapWithin(descriptor: number, position: number, count: number): string | null {
  // A signature may have been cut in two by the read before this one.
  const start = Math.max(0, position - SIGNATURE_BYTES + 1);
  const stretch = Buffer.allocUnsafe(position - start + Math.min(count, SEARCHED_BYTES));
  const found = stretch.subarray(0, readSync(descriptor, stretch, 0, stretch.length, start));
  for (const signature of SIGNATURES) {
    for (let at = found.indexOf(signature); at >= 0; at = found.indexOf(signature, at + 1)) {
      const reason = endlessHeap(readerOf(descriptor), start + at);
      if (reason !== null) return reason;
    }
  }
  return null;
}
