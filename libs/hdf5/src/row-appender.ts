import { checksumOf } from './checksum';
import { type Hdf5ArrayOf, type Hdf5NumberType, arrayConstructors, bytesOf, numberBytes } from './number-type';

/** Bytes that a growing dataset collects before it writes them, in whole chunks. */
const BUFFER_BYTES = 8 * 2 ** 20;

/** Where an appender sends its rows. */
export interface RowSink {
  /** Writes whole rows at a row index; the dataset already has room for them. */
  writeRows(firstRow: number, rows: number, bytes: Uint8Array): void;
  /** Refuses rows that can not be taken. */
  refuse(message: string): never;
}

/**
 * Rows for a dataset that grows along its first axis. Rows are collected and written as whole chunks: a chunk touched twice is read,
 * inflated and deflated twice, which made unaligned appends 7 to 9 times slower.
 */
export class RowAppender<T extends Hdf5NumberType> {
  readonly #sink: RowSink;
  readonly #rowLength: number;
  readonly #rowBytes: number;
  readonly #buffer: Hdf5ArrayOf[T];
  #buffered = 0;
  #written = 0;
  #checksum = 0;

  /** Made by `Hdf5Writer.growingDataset`. */
  constructor(sink: RowSink, type: T, rowLength: number, chunkRows: number) {
    this.#sink = sink;
    this.#rowLength = rowLength;
    this.#rowBytes = rowLength * numberBytes(type);
    const chunksAtOnce = Math.max(1, Math.floor(BUFFER_BYTES / (chunkRows * this.#rowBytes)));
    this.#buffer = new arrayConstructors[type](chunksAtOnce * chunkRows * rowLength);
  }

  /** Rows appended so far. */
  get rows(): number {
    return this.#written + this.#buffered / this.#rowLength;
  }

  /** CRC-32 of all values appended so far, as `datasetChecksum` gives it for the finished file. */
  get checksum(): number {
    return this.#checksum;
  }

  /**
   * Appends rows; the array is copied and may be used again.
   * @param values one or more whole rows, flat in C order.
   * @throws hdf5-argument (no whole rows), hdf5-disk-full, hdf5-write, hdf5-poisoned
   */
  append(values: Hdf5ArrayOf[T]): void {
    if (values.constructor !== this.#buffer.constructor) {
      this.#sink.refuse(`expected rows as ${this.#buffer.constructor.name}, found ${values.constructor.name}`);
    }
    if (values.length % this.#rowLength !== 0) {
      this.#sink.refuse(`expected whole rows of ${this.#rowLength} values, found ${values.length} values`);
    }
    this.#checksum = checksumOf(values, this.#checksum);
    for (let taken = 0; taken < values.length;) {
      const end = Math.min(values.length, taken + this.#buffer.length - this.#buffered);
      this.#buffer.set(values.subarray(taken, end) as never, this.#buffered);
      this.#buffered += end - taken;
      taken = end;
      if (this.#buffered === this.#buffer.length) this.flush();
    }
  }

  /** Writes what is buffered. The writer calls it at the end; calling it earlier costs speed. */
  flush(): void {
    if (this.#buffered === 0) return;
    const rows = this.#buffered / this.#rowLength;
    this.#sink.writeRows(this.#written, rows, bytesOf(this.#buffer).subarray(0, rows * this.#rowBytes));
    this.#written += rows;
    this.#buffered = 0;
  }
}
