import { readSync } from 'node:fs';

/** Reads bytes at an offset of the file; throws where the file ends before. */
export type ReadAt = (offset: number, length: number) => DataView;

/** Reader of one file by its descriptor. */
export function readerOf(descriptor: number): ReadAt {
  return (offset, length) => {
    const bytes = new Uint8Array(length);
    readExactly(descriptor, bytes, 0, length, offset);
    return new DataView(bytes.buffer);
  };
}

/** Where rows of an uncompressed dataset lie in the file. */
export interface RowLocation {
  /** Rows per stored piece; a contiguous dataset is one piece. */
  readonly pieceRows: number;
  /** Byte offset of each piece; NaN where it was never written. */
  readonly offsets: Float64Array;
}

/** What the caller knows of the dataset. */
export interface RowLayout {
  readonly shape: readonly number[];
  readonly chunks: readonly number[] | null;
  readonly elementBytes: number;
}

/** Blocks that an object header may be scattered over; more are a cycle of a damaged file. */
const MOST_HEADER_BLOCKS = 1000;

/** HDF5's "undefined address". */
const UNDEFINED = 2n ** 64n - 1n;

const LAYOUT_MESSAGE = 0x08;
const CONTINUATION_MESSAGE = 0x10;
const CONTIGUOUS = 1;
const CHUNKED = 2;

/**
 * Finds the rows of an uncompressed dataset whose pieces hold whole rows, from the object header (HDF5 file format specification, sections
 * IV.A.1 and III.A.1), so that rows can be read without HDF5, which reads a whole chunk for each row. Knows data layouts of version 3,
 * contiguous or chunked under a version 1 B-tree, in files without user block; null for everything else.
 * @param headerAddress address of the object header, which is also the object reference.
 */
export function locateRows(read: ReadAt, headerAddress: number, layout: RowLayout): RowLocation | null {
  const { shape, chunks, elementBytes } = layout;
  const message = plainFile(read) ? layoutMessage(read, headerAddress) : null;
  if (message === null || message.getUint8(0) !== 3) return null;
  if (message.getUint8(1) === CONTIGUOUS && chunks === null) {
    const address = message.getBigUint64(2, true);
    return address === UNDEFINED ? null : { pieceRows: shape[0], offsets: Float64Array.of(Number(address)) };
  }
  const wholeRows = chunks !== null && chunks.every((length, axis) => axis === 0 || length === shape[axis]);
  if (message.getUint8(1) !== CHUNKED || !wholeRows) return null;
  const [pieceRows] = chunks;
  const offsets = new Float64Array(Math.ceil(shape[0] / pieceRows)).fill(NaN);
  const pieceBytes = chunks.reduce((product, length) => product * length, elementBytes);
  const root = message.getBigUint64(3, true);
  if (root !== UNDEFINED && !collectChunks(read, Number(root), shape.length, pieceRows, pieceBytes, offsets))
    return null;
  return { pieceRows, offsets };
}

/** True for a file whose superblock stands at offset 0 and uses 8-byte addresses. */
function plainFile(read: ReadAt): boolean {
  const superblock = read(0, 16);
  if (superblock.getUint32(0) !== 0x89484446) return false;
  const version = superblock.getUint8(8);
  return version <= 1 ? superblock.getUint8(13) === 8 : superblock.getUint8(9) === 8;
}

function layoutMessage(read: ReadAt, address: number): DataView | null {
  const isVersion2 = read(address, 4).getUint32(0) === 0x4f484452; // "OHDR"
  return isVersion2 ? layoutInVersion2(read, address) : layoutInVersion1(read, address);
}

function layoutInVersion1(read: ReadAt, address: number): DataView | null {
  const prefix = read(address, 16);
  if (prefix.getUint8(0) !== 1) return null;
  const blocks = [{ offset: address + 16, length: prefix.getUint32(8, true) }];
  for (const { offset, length } of blocks) {
    if (blocks.length > MOST_HEADER_BLOCKS) return null;
    const block = read(offset, length);
    for (let at = 0; at + 8 <= length;) {
      const type = block.getUint16(at, true);
      const size = block.getUint16(at + 2, true);
      if (type === LAYOUT_MESSAGE) return new DataView(block.buffer, at + 8, size);
      if (type === CONTINUATION_MESSAGE) blocks.push(continuation(block, at + 8));
      at += 8 + size;
    }
  }
  return null;
}

function layoutInVersion2(read: ReadAt, address: number): DataView | null {
  const flags = read(address, 6).getUint8(5);
  const sizeBytes = 1 << (flags & 3);
  const sizeAt = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0);
  const sizeField = read(sizeAt, sizeBytes);
  const size = sizeBytes === 8 ? Number(sizeField.getBigUint64(0, true)) : littleEndian(sizeField, sizeBytes);
  const messageHeader = flags & 4 ? 6 : 4;
  const blocks = [{ offset: sizeAt + sizeBytes, length: size }];
  for (const { offset, length } of blocks) {
    if (blocks.length > MOST_HEADER_BLOCKS) return null;
    const block = read(offset, length);
    // What is too short for a message at the end is a gap.
    for (let at = 0; at + messageHeader <= length;) {
      const type = block.getUint8(at);
      const messageSize = block.getUint16(at + 1, true);
      const body = at + messageHeader;
      if (type === LAYOUT_MESSAGE) return new DataView(block.buffer, body, messageSize);
      if (type === CONTINUATION_MESSAGE) {
        const { offset: next, length: nextLength } = continuation(block, body);
        // The signature "OCHK" stands before the messages, a checksum after them.
        blocks.push({ offset: next + 4, length: nextLength - 8 });
      }
      at = body + messageSize;
    }
  }
  return null;
}

function continuation(block: DataView, at: number): { offset: number; length: number } {
  return { offset: Number(block.getBigUint64(at, true)), length: Number(block.getBigUint64(at + 8, true)) };
}

function littleEndian(view: DataView, bytes: number): number {
  let value = 0;
  for (let byte = bytes - 1; byte >= 0; byte -= 1) value = value * 256 + view.getUint8(byte);
  return value;
}

/** Walks the B-tree of chunks; false if it holds anything unexpected. */
function collectChunks(
  read: ReadAt,
  root: number,
  rank: number,
  pieceRows: number,
  pieceBytes: number,
  offsets: Float64Array,
): boolean {
  const keyBytes = 8 + (rank + 1) * 8;
  const nodes = [root];
  for (const node of nodes) {
    const prefix = read(node, 24);
    const isChunkNode = prefix.getUint32(0) === 0x54524545 && prefix.getUint8(4) === 1; // "TREE", of raw data
    // A tree has fewer nodes than chunks and some levels more; anything else is a cycle.
    if (!isChunkNode || nodes.length > offsets.length + 64) return false;
    const entries = prefix.getUint16(6, true);
    const body = read(node + 24, entries * (keyBytes + 8));
    for (let entry = 0; entry < entries; entry += 1) {
      const key = entry * (keyBytes + 8);
      const child = Number(body.getBigUint64(key + keyBytes, true));
      if (prefix.getUint8(5) > 0) nodes.push(child);
      else {
        const row = Number(body.getBigUint64(key + 8, true));
        if (body.getUint32(key, true) !== pieceBytes || row % pieceRows !== 0) return false;
        // A dataset that shrank may keep chunks beyond its end.
        if (row / pieceRows < offsets.length) offsets[row / pieceRows] = child;
      }
    }
  }
  return true;
}

/** Most bytes of one system call. */
const BYTES_PER_CALL = 2 ** 30;

/**
 * Reads whole rows; null if a piece of them was never written (it holds the fill value, which HDF5 knows).
 * @throws RangeError where the file ends before.
 */
export function readRows(
  descriptor: number,
  { pieceRows, offsets }: RowLocation,
  rowBytes: number,
  first: number,
  count: number,
): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(count * rowBytes);
  const rowsPerCall = Math.max(1, Math.floor(BYTES_PER_CALL / rowBytes));
  for (let row = first; row < first + count;) {
    const piece = Math.floor(row / pieceRows);
    const end = Math.min(first + count, (piece + 1) * pieceRows, row + rowsPerCall);
    const offset = offsets[piece] + (row - piece * pieceRows) * rowBytes;
    if (Number.isNaN(offset)) return null;
    readExactly(descriptor, bytes, (row - first) * rowBytes, (end - row) * rowBytes, offset);
    row = end;
  }
  return bytes;
}

function readExactly(descriptor: number, bytes: Uint8Array, at: number, length: number, offset: number): void {
  const found = readSync(descriptor, bytes, at, length, offset);
  if (found !== length)
    throw new RangeError(`expected ${length} bytes at offset ${offset}, found ${found}: the file ends there`);
}
