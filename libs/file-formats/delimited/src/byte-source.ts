/** A path of a file, its bytes, or bytes in chunks of any size. */
export type ByteSource = string | URL | Uint8Array | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const FILE_CHUNK_BYTES = 1 << 20;

/** The chunks of a source; those of a file share two buffers, so a chunk is valid until the next but one is asked for. */
export function chunksOf(source: ByteSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (source instanceof Uint8Array) return [source];
  return typeof source === 'string' || source instanceof URL ? fileChunks(source) : source;
}

async function* fileChunks(path: string | URL): AsyncGenerator<Uint8Array> {
  const { open } = await import('node:fs/promises');
  const file = await open(path, 'r');
  let reading: Promise<{ bytesRead: number }> | null = null;
  try {
    const buffers = [new Uint8Array(FILE_CHUNK_BYTES), new Uint8Array(FILE_CHUNK_BYTES)];
    reading = file.read(buffers[0], 0, FILE_CHUNK_BYTES);
    for (let current = 0; ; current ^= 1) {
      const { bytesRead } = await reading;
      reading = null;
      if (bytesRead === 0) return;
      // The next chunk is read while this one is parsed.
      reading = file.read(buffers[current ^ 1], 0, FILE_CHUNK_BYTES);
      yield buffers[current].subarray(0, bytesRead);
    }
  } finally {
    await reading?.catch(() => undefined);
    await file.close();
  }
}
