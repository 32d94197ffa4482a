import type { FileHandle } from 'node:fs/promises';
import { decodeFrames, emptyFrames } from './decode-frames';
import { decodeRotations, rotationBytes } from './decode-rotations';
import { describeC3d } from './describe';
import { C3dFileError, C3dOptionError, isC3dError } from './errors';
import type { C3dDescription, C3dFrames, C3dRecording, C3dRotations } from './recording';

/** Raw bytes that one read fetches: large enough for a disk, small beside the decoded arrays. */
const READ_BYTES = 1 << 21;

/** Which frames to stream. */
export interface C3dFrameOptions {
  /** Frames per block; default as many as hold 2 MiB of the file. */
  readonly blockFrames?: number;
  /** Index of the first frame, from 0; default 0. */
  readonly startFrameIndex?: number;
  /** Index behind the last frame; default all frames. */
  readonly endFrameIndex?: number;
  /** Ends the iteration with the signal's own reason. */
  readonly signal?: AbortSignal;
}

/** A described file on disk whose frames are read on demand; it keeps no file open between reads and need not be closed. */
export interface C3dFile extends C3dDescription {
  /**
   * Streams the frames in blocks; each block's arrays are new and the caller's own.
   *
   * @throws {@link C3dOptionError} `option`, {@link C3dFileError} `file` (also when the file has shrunk since), the signal's reason
   */
  frames(options?: C3dFrameOptions): AsyncGenerator<C3dFrames, void, undefined>;
  /** Reads the rotation section; null where the file has none. */
  readRotations(): Promise<C3dRotations | null>;
  /** Reads all frames and rotations. */
  readAll(options?: Pick<C3dFrameOptions, 'signal'>): Promise<C3dRecording>;
}

/**
 * Opens a C3D file and describes it without reading its frames.
 *
 * @param path - path of the file
 * @returns the description, and functions that read the frames
 * @throws {@link C3dFileError} `file`, and all that {@link describeC3dBytes} throws
 * @example
 * const file = await openC3d('walk.c3d');
 * for await (const block of file.frames({ blockFrames: 1000 })) console.log(block.startFrameIndex, analogAt(block, 0)[0]);
 */
export async function openC3d(path: string): Promise<C3dFile> {
  const description = await withFile(path, async (handle) => {
    const { size } = await handle.stat();
    const requests = describeC3d(path, size);
    let step = requests.next();
    while (!step.done) {
      const bytes = new Uint8Array(step.value.length);
      await fill(handle, path, bytes, step.value.offset);
      step = requests.next(bytes);
    }
    return step.value;
  });
  return {
    ...description,
    frames: (options = {}) => streamFrames(description, options),
    readRotations: () => readRotations(description),
    readAll: (options = {}) => readAll(description, options),
  };
}

/**
 * Reads a whole C3D file from disk, in small pieces, so that the file itself is never held in memory.
 *
 * @param path - path of the file
 * @param options - a signal that ends the reading
 * @returns the description and all frames, as {@link readC3d}
 * @throws {@link C3dFileError} `file`, and all that {@link readC3d} throws
 */
export async function readC3dFile(path: string, options: Pick<C3dFrameOptions, 'signal'> = {}): Promise<C3dRecording> {
  return (await openC3d(path)).readAll(options);
}

async function* streamFrames(
  description: C3dDescription,
  options: C3dFrameOptions,
): AsyncGenerator<C3dFrames, void, undefined> {
  const { frameBytes, dataOffset } = description.layout;
  const { startFrameIndex = 0, endFrameIndex = description.frameCount, signal } = options;
  const blockFrames = options.blockFrames ?? framesPerRead(frameBytes);
  checkWhole(description, 'blockFrames', blockFrames, 1, Infinity);
  checkWhole(description, 'startFrameIndex', startFrameIndex, 0, description.frameCount);
  checkWhole(description, 'endFrameIndex', endFrameIndex, startFrameIndex, description.frameCount);
  if (startFrameIndex === endFrameIndex) return;
  const bytes = new Uint8Array(Math.min(blockFrames, endFrameIndex - startFrameIndex) * frameBytes);
  const handle = await open(description.source);
  try {
    for (let start = startFrameIndex; start < endFrameIndex; start += blockFrames) {
      signal?.throwIfAborted();
      const count = Math.min(blockFrames, endFrameIndex - start);
      await fill(handle, description.source, bytes.subarray(0, count * frameBytes), dataOffset + start * frameBytes);
      const frames = emptyFrames(description, start, count);
      decodeFrames(description, bytes, 0, count, frames, 0);
      yield frames;
    }
  } finally {
    await handle.close();
  }
}

async function readAll(
  description: C3dDescription,
  { signal }: Pick<C3dFrameOptions, 'signal'>,
): Promise<C3dRecording> {
  const { frameCount, layout } = description;
  const frames = emptyFrames(description, 0, frameCount);
  const step = framesPerRead(layout.frameBytes);
  const bytes = new Uint8Array(Math.min(step, frameCount) * layout.frameBytes);
  await withFile(description.source, async (handle) => {
    for (let start = 0; start < frameCount; start += step) {
      signal?.throwIfAborted();
      const count = Math.min(step, frameCount - start);
      const offset = layout.dataOffset + start * layout.frameBytes;
      await fill(handle, description.source, bytes.subarray(0, count * layout.frameBytes), offset);
      decodeFrames(description, bytes, 0, count, frames, start);
    }
  });
  return { ...description, ...frames, rotations: await readRotations(description) };
}

async function readRotations({ source, rotation, layout }: C3dDescription): Promise<C3dRotations | null> {
  if (!rotation) return null;
  const bytes = new Uint8Array(rotationBytes(rotation));
  await withFile(source, (handle) => fill(handle, source, bytes, rotation.byteOffset));
  return decodeRotations(rotation, bytes, 0, layout.byteOrder);
}

function framesPerRead(frameBytes: number): number {
  return Math.max(1, Math.floor(READ_BYTES / Math.max(1, frameBytes)));
}

function checkWhole({ source }: C3dDescription, option: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new C3dOptionError(source, option, `a whole number from ${least} to ${most}`, value);
}

/** `node:fs` is loaded on first use, so that the rest of the library also runs where there is none. */
async function open(path: string): Promise<FileHandle> {
  try {
    const fs = await import('node:fs/promises');
    return await fs.open(path, 'r');
  } catch (cause) {
    throw fileError(path, 'cannot be opened', cause);
  }
}

async function withFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(path);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function fill(handle: FileHandle, path: string, bytes: Uint8Array, position: number): Promise<void> {
  for (let filled = 0; filled < bytes.length;) {
    const { bytesRead } = await handle
      .read(bytes, filled, bytes.length - filled, position + filled)
      .catch((cause: unknown) => Promise.reject(fileError(path, `cannot be read at byte ${position + filled}`, cause)));
    if (bytesRead === 0) throw new C3dFileError(path, `the file has shrunk: no bytes at ${position + filled} any more`);
    filled += bytesRead;
  }
}

function fileError(path: string, problem: string, cause: unknown): Error {
  if (isC3dError(cause)) return cause;
  return new C3dFileError(path, `${problem}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
}
