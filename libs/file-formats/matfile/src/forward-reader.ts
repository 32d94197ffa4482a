import type { ByteSource } from './byte-source';
import { MatCorruptError, type MatPlace } from './errors';
import { BLOCK_BYTES } from './inflate';

/** Bytes in order, of which the unwanted are passed over. */
export interface ForwardReader {
  /** Bytes consumed so far, from where the reader started. */
  readonly position: number;
  /** At least this many of the next bytes, or all that are left, without consuming them. */
  peek(byteLength: number): Promise<Uint8Array>;
  /** The next bytes, consumed. @throws mat-corrupt when fewer are left. */
  take(byteLength: number): Promise<Uint8Array>;
  /** The next bytes in blocks of the reader's own size, consumed. @throws mat-corrupt when fewer are left. */
  blocks(byteLength: number): AsyncGenerator<Uint8Array>;
  /** Passes over bytes. @throws mat-corrupt when fewer are left. */
  skip(byteLength: number): Promise<void>;
  /** Passes over what is left of a stream, so that damage at its end is noticed. @throws mat-corrupt. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

function endedEarly(place: MatPlace, wanted: number): MatCorruptError {
  return new MatCorruptError(`the data end early: ${wanted} more bytes were expected`, place);
}

/** Reads a stretch of a file; passing over costs nothing. */
export class RangeReader implements ForwardReader {
  position = 0;

  constructor(
    private readonly source: ByteSource,
    private readonly start: number,
    private readonly byteLength: number,
    private readonly place: MatPlace,
  ) {}

  async peek(byteLength: number): Promise<Uint8Array> {
    return this.source.read(
      this.start + this.position,
      Math.min(byteLength, this.byteLength - this.position),
      this.place,
    );
  }

  async take(byteLength: number): Promise<Uint8Array> {
    await this.skip(byteLength);
    return this.source.read(this.start + this.position - byteLength, byteLength, this.place);
  }

  async *blocks(byteLength: number): AsyncGenerator<Uint8Array> {
    for (let left = byteLength; left > 0; left -= BLOCK_BYTES) yield await this.take(Math.min(left, BLOCK_BYTES));
  }

  async skip(byteLength: number): Promise<void> {
    if (this.position + byteLength > this.byteLength) throw endedEarly(this.place, byteLength);
    this.position += byteLength;
  }

  async drain(): Promise<void> {}

  async close(): Promise<void> {}
}

/** Reads a stream of blocks, such as inflated data; passing over means dropping blocks. */
export class StreamReader implements ForwardReader {
  position = 0;
  private waiting: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly stream: AsyncGenerator<Uint8Array>,
    private readonly place: MatPlace,
  ) {}

  async peek(byteLength: number): Promise<Uint8Array> {
    while (this.waiting.length < byteLength) {
      const { done, value } = await this.stream.next();
      if (done === true) break;
      this.waiting = this.waiting.length === 0 ? value : Buffer.concat([this.waiting, value]);
    }
    return this.waiting;
  }

  async take(byteLength: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(byteLength);
    let filled = 0;
    for await (const block of this.blocks(byteLength)) {
      bytes.set(block, filled);
      filled += block.length;
    }
    return bytes;
  }

  async *blocks(byteLength: number): AsyncGenerator<Uint8Array> {
    let left = byteLength;
    while (left > 0) {
      if ((await this.peek(1)).length === 0) throw endedEarly(this.place, left);
      const block = this.waiting.subarray(0, left);
      this.waiting = this.waiting.subarray(block.length);
      this.position += block.length;
      left -= block.length;
      yield block;
    }
  }

  async skip(byteLength: number): Promise<void> {
    for await (const block of this.blocks(byteLength)) void block;
  }

  async drain(): Promise<void> {
    for await (const block of this.stream) void block;
  }

  async close(): Promise<void> {
    await this.stream.return(undefined);
  }
}
