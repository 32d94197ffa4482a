import { MatCorruptError, type MatPlace } from '../errors';
import { numbersFromBytes, type NumbersConstructor } from '../numeric-classes';
import type { MatNumbers } from '../values';

/** Data types of MAT v5 elements. */
export const MI = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  single: 7,
  double: 9,
  int64: 12,
  uint64: 13,
  matrix: 14,
  compressed: 15,
  utf8: 16,
  utf16: 17,
  utf32: 18,
} as const;

const NUMBERS_OF_TYPE = new Map<number, NumbersConstructor>([
  [MI.int8, Int8Array],
  [MI.uint8, Uint8Array],
  [MI.int16, Int16Array],
  [MI.uint16, Uint16Array],
  [MI.int32, Int32Array],
  [MI.uint32, Uint32Array],
  [MI.single, Float32Array],
  [MI.double, Float64Array],
  [MI.int64, BigInt64Array],
  [MI.uint64, BigUint64Array],
  [MI.utf8, Uint8Array],
  [MI.utf16, Uint16Array],
  [MI.utf32, Uint32Array],
]);

/** A stretch of a MAT v5 stream in memory; it may be only the beginning of what the element tags speak of. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly place: MatPlace;
}

export function spanOf(bytes: Uint8Array, littleEndian: boolean, place: MatPlace): Span {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, littleEndian, place };
}

/** Thrown when a span ends before what was to be parsed; inside the library a reason to fetch more, else damage. */
export class SpanTooShort extends MatCorruptError {
  constructor(place: MatPlace) {
    super('the data end inside an element', place);
  }
}

/** Where one element's data lie in a span. */
export interface Element {
  readonly type: number;
  /** First data byte. */
  readonly start: number;
  /** Byte after the data. */
  readonly end: number;
  /** Where the next element starts. */
  readonly next: number;
}

export const TAG_BYTES = 8;

/**
 * Reads the tag at a position of an enclosing element that ends at `limit`.
 * @throws mat-corrupt when the element doesn't fit into what encloses it.
 */
export function readTag(span: Span, at: number, limit: number): Element {
  if (at + TAG_BYTES > limit) {
    throw new MatCorruptError(`an element tag needs 8 bytes, ${Math.max(0, limit - at)} are left`, span.place);
  }
  if (at + TAG_BYTES > span.bytes.length) throw new SpanTooShort(span.place);
  const first = span.view.getUint32(at, span.littleEndian);
  const smallCount = first >>> 16;
  if (smallCount !== 0) {
    if (smallCount > 4)
      throw new MatCorruptError(`a small element claims ${smallCount} bytes, at most 4 fit`, span.place);
    return { type: first & 0xffff, start: at + 4, end: at + 4 + smallCount, next: at + TAG_BYTES };
  }
  const start = at + TAG_BYTES;
  const end = start + span.view.getUint32(at + 4, span.littleEndian);
  if (end > limit) {
    throw new MatCorruptError(
      `an element of ${end - start} bytes doesn't fit into the ${limit - start} left`,
      span.place,
    );
  }
  // Writers may leave out the padding of the last element in an enclosing one.
  const next = first === MI.compressed ? end : Math.min(limit, start + Math.ceil((end - start) / 8) * 8);
  return { type: first, start, end, next };
}

/** An element's bytes. @throws SpanTooShort when the span doesn't reach that far. */
export function elementBytes(span: Span, element: Element): Uint8Array {
  if (element.end > span.bytes.length) throw new SpanTooShort(span.place);
  return span.bytes.subarray(element.start, element.end);
}

/** The typed array constructor of an element type. @throws mat-corrupt when it holds no numbers. */
export function numbersOfType(type: number, place: MatPlace): NumbersConstructor {
  const Type = NUMBERS_OF_TYPE.get(type);
  if (Type === undefined) throw new MatCorruptError(`expected an element of numbers, found data type ${type}`, place);
  return Type;
}

/** An element's numbers, in the type they are stored in. @throws mat-corrupt when it holds no whole numbers. */
export function elementNumbers(span: Span, element: Element): MatNumbers {
  const Type = numbersOfType(element.type, span.place);
  const bytes = elementBytes(span, element);
  if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) {
    throw new MatCorruptError(
      `${bytes.length} bytes are no whole number of ${Type.BYTES_PER_ELEMENT}-byte values`,
      span.place,
    );
  }
  return numbersFromBytes(bytes, Type, span.littleEndian);
}
