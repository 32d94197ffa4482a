import { MatCorruptError } from '../errors';
import type { MatNumericClass } from '../values';
import { elementBytes, elementNumbers, MI, readTag, SpanTooShort, type Element, type Span } from './elements';

/** Array classes of MAT v5. */
export const MX = {
  cell: 1,
  struct: 2,
  object: 3,
  char: 4,
  sparse: 5,
  functionHandle: 16,
  opaque: 17,
} as const;

const NUMERIC_CLASS = new Map<number, MatNumericClass>([
  [6, 'double'],
  [7, 'single'],
  [8, 'int8'],
  [9, 'uint8'],
  [10, 'int16'],
  [11, 'uint16'],
  [12, 'int32'],
  [13, 'uint32'],
  [14, 'int64'],
  [15, 'uint64'],
]);

const OTHER_CLASSES: ReadonlySet<number> = new Set(Object.values(MX));

/** What stands before the contents of a matrix element. */
export interface MatrixHeader {
  readonly classCode: number;
  /** The numeric class, or null for the other kinds. */
  readonly numericClass: MatNumericClass | null;
  readonly isComplex: boolean;
  readonly isLogical: boolean;
  readonly isGlobal: boolean;
  /** Empty for opaque objects, which have none. */
  readonly dims: readonly number[];
  readonly name: string;
  /** Class of an old-style object or of an opaque one; else empty. */
  readonly className: string;
  /** `MCOS`, `java` or `handle` for opaque objects; else empty. */
  readonly typeSystem: string;
  /** Names as stored, duplicates included; empty unless a struct or an old-style object. */
  readonly fieldNames: readonly string[];
  /** Where the contents start in the span. */
  readonly contents: number;
}

/** Strips the NULs that pad names, and only those at the end. */
export function withoutTrailingNuls(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

/** Names are ASCII in MATLAB's own files; other writers put UTF-8 there. */
export function nameFromBytes(bytes: Uint8Array): string {
  // Most matrices are cells or fields, which have no name; a decoder costs more than all else in a short one.
  if (bytes.length === 0) return '';
  return withoutTrailingNuls(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

/**
 * Parses what precedes the contents of a matrix element.
 * @param at Where the matrix element's data start in the span.
 * @param limit Where they end; may lie beyond the span.
 * @throws mat-corrupt when the parts contradict each other; SpanTooShort when the span ends first.
 */
export function readMatrixHeader(span: Span, at: number, limit: number): MatrixHeader {
  const flagsElement = readTag(span, at, limit);
  if (flagsElement.type !== MI.uint32 || flagsElement.end - flagsElement.start !== 8) {
    throw new MatCorruptError(`expected array flags (8 bytes of type 6), found type ${flagsElement.type}`, span.place);
  }
  if (flagsElement.end > span.bytes.length) throw new SpanTooShort(span.place);
  const flags = span.view.getUint32(flagsElement.start, span.littleEndian);
  const classCode = flags & 0xff;
  const numericClass = NUMERIC_CLASS.get(classCode) ?? null;
  if (numericClass === null && !OTHER_CLASSES.has(classCode)) {
    throw new MatCorruptError(`unknown array class ${classCode}`, span.place);
  }
  let next = flagsElement.next;
  const nextElement = (): Element => {
    const element = readTag(span, next, limit);
    next = element.next;
    return element;
  };
  const nextName = (): string => {
    const element = nextElement();
    const isText = element.type === MI.int8 || element.type === MI.uint8 || element.type === MI.utf8;
    if (!isText) throw new MatCorruptError(`expected a name, found data type ${element.type}`, span.place);
    return nameFromBytes(elementBytes(span, element));
  };

  const isOpaque = classCode === MX.opaque;
  const dims = isOpaque ? [] : readDims(span, nextElement());
  const name = nextName();
  const typeSystem = isOpaque ? nextName() : '';
  const className = isOpaque || classCode === MX.object ? nextName() : '';
  const hasFields = classCode === MX.struct || classCode === MX.object;
  const fieldNames = hasFields ? readFieldNames(span, nextElement(), nextElement()) : [];
  return {
    classCode,
    numericClass,
    isComplex: (flags & 0x0800) !== 0,
    isGlobal: (flags & 0x0400) !== 0,
    isLogical: (flags & 0x0200) !== 0,
    dims,
    name,
    className,
    typeSystem,
    fieldNames,
    contents: next,
  };
}

function readDims(span: Span, element: Element): number[] {
  if (element.type !== MI.int32 && element.type !== MI.uint32) {
    throw new MatCorruptError(`expected dimensions (32-bit integers), found data type ${element.type}`, span.place);
  }
  const bytes = elementBytes(span, element);
  if (bytes.length % 4 !== 0) {
    throw new MatCorruptError(`${bytes.length} bytes are no whole number of 4-byte values`, span.place);
  }
  const dims: number[] = [];
  let product = 1;
  for (let at = element.start; at < element.end; at += 4) {
    const length = span.view.getInt32(at, span.littleEndian);
    if (length < 0) throw new MatCorruptError(`negative dimension ${length}`, span.place);
    dims.push(length);
    product *= length;
  }
  while (dims.length < 2) dims.push(1);
  // A product beyond this is no array, and its arithmetic would no longer be exact.
  if (!Number.isSafeInteger(product * 16)) {
    throw new MatCorruptError(`impossible dimensions ${dims.join(' x ')}`, span.place);
  }
  return dims;
}

function readFieldNames(span: Span, lengthElement: Element, namesElement: Element): string[] {
  const lengths = elementNumbers(span, lengthElement);
  const nameBytes = Number(lengths[0] ?? 0);
  const bytes = elementBytes(span, namesElement);
  if (bytes.length === 0) return [];
  if (lengths.length !== 1 || nameBytes < 1 || bytes.length % nameBytes !== 0) {
    throw new MatCorruptError(
      `${bytes.length} bytes of field names don't divide by a name length of ${nameBytes}`,
      span.place,
    );
  }
  return Array.from({ length: bytes.length / nameBytes }, (_, i) => {
    const padded = bytes.subarray(i * nameBytes, (i + 1) * nameBytes);
    const nul = padded.indexOf(0);
    return nameFromBytes(nul < 0 ? padded : padded.subarray(0, nul));
  });
}
