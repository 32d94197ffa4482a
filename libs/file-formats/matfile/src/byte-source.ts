import { open, type FileHandle } from 'node:fs/promises';
import { MatAccessError, MatCorruptError, type MatPlace } from './errors';

/** Random access to the bytes of a file, on disk or in memory. */
export interface ByteSource {
  /** For messages. */
  readonly label: string;
  readonly byteLength: number;
  /** A fresh copy of the bytes, exactly as many as asked for. @throws mat-corrupt when the file ends first. */
  read(offset: number, byteLength: number, place?: MatPlace): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** One operating system call reads less than 2 GiB. */
const MAX_READ_BYTES = 2 ** 30;

/** Opens a path, or wraps bytes. @throws mat-access when the file can't be opened. */
export async function openSource(source: string | Uint8Array): Promise<ByteSource> {
  if (typeof source !== 'string') return new MemorySource(source);
  let handle: FileHandle | undefined;
  try {
    handle = await open(source, 'r');
    return new FileSource(source, handle, (await handle.stat()).size);
  } catch (cause) {
    await handle?.close();
    throw new MatAccessError(`can't open: ${(cause as Error).message}`, { file: source }, cause);
  }
}

function checkRange(source: ByteSource, offset: number, byteLength: number, place: MatPlace): void {
  if (offset + byteLength > source.byteLength) {
    const left = Math.max(0, source.byteLength - offset);
    throw new MatCorruptError(`the file ends ${left} bytes on, ${byteLength} were expected`, {
      file: source.label,
      offset,
      ...place,
    });
  }
}

class MemorySource implements ByteSource {
  readonly label = '(memory)';

  constructor(private readonly bytes: Uint8Array) {}

  get byteLength(): number {
    return this.bytes.length;
  }

  async read(offset: number, byteLength: number, place: MatPlace = {}): Promise<Uint8Array> {
    checkRange(this, offset, byteLength, place);
    return Uint8Array.prototype.slice.call(this.bytes, offset, offset + byteLength);
  }

  async close(): Promise<void> {}
}

class FileSource implements ByteSource {
  constructor(
    readonly label: string,
    private readonly handle: FileHandle,
    readonly byteLength: number,
  ) {}

  async read(offset: number, byteLength: number, place: MatPlace = {}): Promise<Uint8Array> {
    checkRange(this, offset, byteLength, place);
    const bytes = Buffer.allocUnsafe(byteLength);
    let done = 0;
    while (done < byteLength) {
      const length = Math.min(byteLength - done, MAX_READ_BYTES);
      const { bytesRead } = await this.handle.read(bytes, done, length, offset + done).catch((cause: Error) => {
        throw new MatAccessError(`can't read: ${cause.message}`, { file: this.label, offset }, cause);
      });
      if (bytesRead === 0) {
        throw new MatCorruptError('the file became shorter while it was read', { file: this.label, offset });
      }
      done += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
