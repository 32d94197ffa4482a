import type { C3dByteOrder } from './byte-order';
import type { C3dHeader, C3dHeaderEvent } from './recording';
import type { ScalarReader } from './scalar-reader';
import { ScalarReader as Reader } from './scalar-reader';

/** Bytes of the header section. */
export const HEADER_BYTES = 512;
/** Size of the blocks in which the file counts. */
export const BLOCK_BYTES = 512;
/** Word that marks optional header sections as present. */
const PRESENT = 12345;
const MOST_EVENTS = 18;

/** File offset of a block, which the file numbers from 1. */
export function blockOffset(leadingBytes: number, block: number): number {
  return leadingBytes + (block - 1) * BLOCK_BYTES;
}

/** The header section in `bytes`, which lies behind `leadingBytes`. */
export function parseHeader(
  bytes: Uint8Array,
  leadingBytes: number,
  parameterBlock: number,
  order: C3dByteOrder,
): C3dHeader {
  const reader = new Reader(bytes, 0, order);
  const word = (number: number): number => reader.uint16((number - 1) * 2);
  return {
    leadingBytes,
    parameterBlock,
    pointCount: word(2),
    analogValuesPerFrame: word(3),
    firstFrame: word(4),
    lastFrame: word(5),
    maxInterpolationGapFrames: word(6),
    scale: reader.float32(12),
    dataBlock: word(9),
    analogSamplesPerFrame: word(10),
    pointRateHz: reader.float32(20),
    labelRangeBlock: word(148) === PRESENT ? word(149) : null,
    events: word(150) === PRESENT ? parseHeaderEvents(reader, word(151)) : [],
  };
}

function parseHeaderEvents(reader: ScalarReader, count: number): C3dHeaderEvent[] {
  return Array.from({ length: Math.min(count, MOST_EVENTS) }, (_, i) => ({
    label: reader.text(396 + i * 4, 4).trim(),
    captureTimeS: reader.float32(304 + i * 4),
    displayFlag: reader.uint8(376 + i),
  }));
}

/**
 * The byte order in which a header makes most sense, for files whose processor byte names no machine; Intel where nothing speaks for
 * another one.
 */
export function plausibleByteOrder(bytes: Uint8Array, parameterBlock: number, fileBytes: number): C3dByteOrder {
  const orders: C3dByteOrder[] = ['intel', 'dec', 'sgi'];
  const scores = orders.map((order) => {
    const header = parseHeader(bytes, 0, parameterBlock, order);
    const magnitude = Math.abs(header.scale);
    return [
      header.pointRateHz >= 1 && header.pointRateHz <= 1e5,
      magnitude >= 1e-6 && magnitude <= 1e4,
      header.firstFrame <= header.lastFrame,
      header.dataBlock >= 2 && blockOffset(0, header.dataBlock) <= fileBytes,
      header.analogSamplesPerFrame <= 1000,
    ].filter(Boolean).length;
  });
  return orders[scores.indexOf(Math.max(...scores))];
}
