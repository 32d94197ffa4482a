import { crc32 } from 'node:zlib';
import { elementBytes, elementCount } from './datatype';
import type { Hdf5Values } from './decode';
import { bytesOf } from './number-type';
import type { Hdf5File } from './read-file';
import { splitBlock } from './selection';

/** Bytes that are read together. */
const BLOCK_BYTES = 8 * 2 ** 20;

/**
 * CRC-32 of numbers (their little-endian bytes), strings (UTF-8, each ended by NUL) or references, continued from `before`.
 * Chunking and compression do not matter, so equal values give equal sums.
 */
export function checksumOf(values: Hdf5Values, before = 0): number {
  if ('columns' in values) return [...values.columns.values()].reduce((sum, column) => checksumOf(column, sum), before);
  // zlib answers 0 for no bytes, whatever came before.
  if (ArrayBuffer.isView(values)) return values.length === 0 ? before : crc32(bytesOf(values), before);
  let sum = before;
  for (const value of values) {
    if (typeof value === 'string') sum = crc32(`${value}\0`, sum);
    else if ('bytes' in value) sum = checksumOf(value.bytes, sum);
    else sum = checksumOf(value, sum);
  }
  return sum;
}

/**
 * CRC-32 of a dataset's values in C order, read in blocks of at most 8 MiB.
 * @returns an unsigned 32-bit number; 0 for a dataset without elements.
 */
export function datasetChecksum(file: Hdf5File, path: string): number {
  const { shape, type, chunks } = file.header(path);
  if (elementCount(shape) === 0) return 0;
  let sum = 0;
  for (const block of splitBlock(
    { start: shape!.map(() => 0), count: shape! },
    elementBytes(type),
    BLOCK_BYTES,
    chunks,
  )) {
    sum = checksumOf(file.read(path, block).values, sum);
  }
  return sum;
}
