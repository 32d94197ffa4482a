import type { ReadAt } from './raw-rows';

/** Where HDF5 may put the superblock is checked up to here; beyond, no writer has been seen. */
const LAST_SUPERBLOCK = 2 ** 20;

/** What the superblock says about all addresses and lengths of a file. */
interface Geometry {
  /** Offset of the superblock, from which addresses count. */
  readonly base: number;
  readonly addressBytes: number;
  readonly lengthBytes: number;
}

/**
 * Why HDF5 2.0 would never come back from reading the heap at an offset of a file, or null: it follows the objects of a global heap and the free
 * list of a local heap (HDF5 file format specification, sections III.E and III.D) without noticing that it gets nowhere. Damage that
 * HDF5 notices itself is left to it.
 * @param offset where a signature "GCOL" or "HEAP" was found; other bytes give null.
 */
export function endlessHeap(read: ReadAt, offset: number): string | null {
  try {
    const start = read(offset, 8);
    const signature = start.getUint32(0);
    if (signature === 0x47434f4c && start.getUint32(4) === 0x01000000) return endlessGlobalHeap(read, offset);
    if (signature === 0x48454150 && start.getUint32(4) === 0) return endlessLocalHeap(read, offset);
    return null;
  } catch (error) {
    // A heap that the file is too short for is one of the things that HDF5 notices.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const OBJECT_HEADER_BYTES = 16;

function endlessGlobalHeap(read: ReadAt, offset: number): string | null {
  const size = read(offset, 12).getUint32(8, true);
  const heap = read(offset, size);
  let at = 16;
  while (at + OBJECT_HEADER_BYTES <= size) {
    const isFreeSpace = heap.getUint16(at, true) === 0;
    const objectBytes = heap.getUint32(at + 8, true);
    if (isFreeSpace && objectBytes === 0) return `free space of 0 bytes in the global heap at byte ${offset}`;
    at += isFreeSpace ? objectBytes : OBJECT_HEADER_BYTES + Math.ceil(objectBytes / 8) * 8;
  }
  return null;
}

/** What stands in place of the offset of a next free block where there is none. */
const NO_FREE_BLOCK = 1;

function endlessLocalHeap(read: ReadAt, offset: number): string | null {
  const geometry = geometryOf(read);
  if (geometry === null) return null;
  const { base, addressBytes, lengthBytes } = geometry;
  const prefix = read(offset + 8, 2 * lengthBytes + addressBytes);
  const size = unsigned(prefix, 0, lengthBytes);
  const segment = read(base + unsigned(prefix, 2 * lengthBytes, addressBytes), size);
  const blockBytes = 2 * lengthBytes;
  let free = unsigned(prefix, lengthBytes, lengthBytes);
  for (let left = size / blockBytes; free !== NO_FREE_BLOCK && free + blockBytes <= size; left -= 1) {
    if (left <= 0) return `a free list without end in the local heap at byte ${offset}`;
    free = unsigned(segment, free, lengthBytes);
  }
  return null;
}

function geometryOf(read: ReadAt): Geometry | null {
  for (let base = 0; base <= LAST_SUPERBLOCK; base = base === 0 ? 512 : 2 * base) {
    const superblock = read(base, 16);
    if (superblock.getUint32(0) !== 0x89484446) continue;
    const sizesAt = superblock.getUint8(8) <= 1 ? 13 : 9;
    return { base, addressBytes: superblock.getUint8(sizesAt), lengthBytes: superblock.getUint8(sizesAt + 1) };
  }
  return null;
}

/** A little-endian number; exact up to 2^53, which no offset of a real file passes. */
function unsigned(view: DataView, at: number, bytes: number): number {
  let value = 0;
  for (let byte = bytes - 1; byte >= 0; byte -= 1) value = value * 256 + view.getUint8(at + byte);
  return value;
}
