import { Readable, pipeline } from 'node:stream';
import { constants, createInflate, inflate, inflateSync, type ZlibOptions } from 'node:zlib';
import type { ByteSource } from './byte-source';
import { MatCorruptError, type MatPlace } from './errors';

/** Larger than Node's default of 16 KiB, which costs about half the speed. */
export const BLOCK_BYTES = 2 ** 18;

/** How far inflation may run ahead of its consumer, so that both work at the same time. */
const AHEAD_BYTES = 8 * BLOCK_BYTES;

/** Deflate can't shrink by more than this; whoever claims more is lying about sizes. */
const MAX_RATIO = 1032;

/** Room for the header of a struct with a million fields; beyond, a few kilobytes are meant to fill the memory. */
const MAX_PREFIX_BYTES = 2 ** 26;

function inflateError(cause: Error, place: MatPlace): MatCorruptError {
  return new MatCorruptError(`damaged compressed data: ${cause.message}`, place, cause);
}

/** The first bytes that a compressed prefix yields, as far as it goes. @throws mat-corrupt. */
export function inflatePrefix(compressed: Uint8Array, place: MatPlace): Uint8Array {
  try {
    return inflateSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_PREFIX_BYTES });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new MatCorruptError(`an array header of more than ${MAX_PREFIX_BYTES} bytes`, place, cause);
    }
    throw inflateError(cause as Error, place);
  }
}

/** @throws mat-corrupt when so few compressed bytes can't hold that many. */
export function checkRatio(compressedBytes: number, inflatedBytes: number, place: MatPlace): void {
  if (inflatedBytes > (compressedBytes + 1) * MAX_RATIO) {
    throw new MatCorruptError(`${compressedBytes} compressed bytes can't hold the ${inflatedBytes} they claim`, place);
  }
}

/**
 * Inflates on the thread pool straight into one buffer of the size that the element's tag states.
 * @throws mat-corrupt when the data are damaged, or hold more or fewer bytes.
 */
export async function inflateExactly(compressed: Uint8Array, byteLength: number, place: MatPlace): Promise<Uint8Array> {
  checkRatio(compressed.length, byteLength, place);
  // A chunk of the whole size makes zlib fill one buffer without copying; the slack lets it notice the end of the stream.
  const options: ZlibOptions = { chunkSize: Math.max(byteLength + 64, 64), maxOutputLength: byteLength + 8 };
  const bytes = await new Promise<Uint8Array>((resolve, reject) => {
    inflate(compressed, options, (cause, result) => {
      if (cause === null) resolve(result);
      else reject(inflateError(cause, place));
    });
  });
  if (bytes.length < byteLength) {
    throw new MatCorruptError(`${byteLength} bytes were claimed, ${bytes.length} came out`, place);
  }
  return bytes.subarray(0, byteLength);
}

/** Inflates a stretch of a file block by block, in bounded memory. @throws mat-corrupt. */
export async function* inflateBlocks(
  source: ByteSource,
  offset: number,
  byteLength: number,
  place: MatPlace,
): AsyncGenerator<Uint8Array> {
  async function* compressedBlocks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < byteLength; at += BLOCK_BYTES) {
      yield await source.read(offset + at, Math.min(BLOCK_BYTES, byteLength - at), place);
    }
  }
  const options = { chunkSize: BLOCK_BYTES, highWaterMark: AHEAD_BYTES };
  const inflated = createInflate(options);
  const compressed = Readable.from(compressedBlocks(), { objectMode: false, highWaterMark: BLOCK_BYTES });
  pipeline(compressed, inflated, () => {});
  try {
    for await (const block of inflated) yield block as Uint8Array;
  } catch (cause) {
    if (cause instanceof MatCorruptError) throw cause;
    throw inflateError(cause as Error, place);
  } finally {
    inflated.destroy();
    compressed.destroy();
  }
}
