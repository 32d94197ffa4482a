import { type Hdf5Type, elementBytes, elementCount } from './datatype';

/** Number arrays as HDF5 stores them; 64-bit integers come as BigInt arrays, 16-bit floats as Float32Array. */
export type Hdf5Numbers =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** A pointer to another object of the same file; turn it into a path with `Hdf5File.dereference`. */
export interface Hdf5Reference {
  readonly target: 'object' | 'region';
  readonly bytes: Uint8Array;
}

/**
 * Decoded elements, flat and in C order: numbers (also of enumerations), strings, references, one array per element of a
 * variable-length sequence, raw bytes per opaque element, or one entry per member of a compound.
 */
export type Hdf5Values =
  Hdf5Numbers | readonly string[] | readonly Hdf5Reference[] | readonly Hdf5Values[] | Hdf5Columns;

/** The members of compound elements as columns of equal length. */
export interface Hdf5Columns {
  readonly columns: ReadonlyMap<string, Hdf5Values>;
}

/** Memory of the HDF5 engine, where the variable-length parts of a read wait. */
export type Heap = () => Uint8Array;

/**
 * Decodes elements as HDF5 left them in memory.
 * @param bytes `count` elements one after the other, a copy of the engine's memory; a number array may go on using it.
 * @param swapBig whether big-endian numbers are still big-endian (HDF5 leaves compounds of mixed byte order alone).
 */
export function decodeElements(
  bytes: Uint8Array,
  type: Hdf5Type,
  count: number,
  heap: Heap,
  swapBig: boolean,
): Hdf5Values {
  const size = elementBytes(type);
  switch (type.kind) {
    case 'enum':
      return decodeElements(bytes, type.base, count, heap, swapBig);
    case 'array':
      return decodeElements(bytes, type.base, count * elementCount(type.shape), heap, swapBig);
    case 'integer':
    case 'float':
    case 'bitfield':
      return decodeNumbers(swapBig && !type.littleEndian ? byteSwapped(bytes, size) : bytes, type, count);
    case 'string':
      return mapElements(count, size, (offset) => {
        if (type.bytes === 'variable') return decodeText(stringAt(heap(), pointerAt(bytes, offset)), false);
        return decodeText(bytes.subarray(offset, offset + size), type.spacePadded);
      });
    case 'reference':
      return mapElements(count, size, (offset) => ({ target: type.target, bytes: bytes.slice(offset, offset + size) }));
    case 'opaque':
      return mapElements(count, size, (offset) => bytes.slice(offset, offset + size));
    case 'sequence':
      return mapElements(count, size, (offset) => {
        const length = pointerAt(bytes, offset);
        const start = pointerAt(bytes, offset + 4);
        return decodeElements(
          heap().slice(start, start + length * elementBytes(type.base)),
          type.base,
          length,
          heap,
          swapBig,
        );
      });
    case 'compound': {
      const columns = new Map<string, Hdf5Values>();
      for (const member of type.members) {
        const column = gather(bytes, count, size, member.offset, elementBytes(member.type));
        columns.set(member.name, decodeElements(column, member.type, count, heap, swapBig));
      }
      return { columns };
    }
  }
}

function mapElements<T>(count: number, size: number, decode: (offset: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => decode(index * size));
}

/** Copies one member out of packed elements. */
function gather(bytes: Uint8Array, count: number, stride: number, offset: number, size: number): Uint8Array {
  const column = new Uint8Array(count * size);
  for (let index = 0; index < count; index += 1) {
    for (let byte = 0; byte < size; byte += 1) column[index * size + byte] = bytes[index * stride + offset + byte];
  }
  return column;
}

function byteSwapped(bytes: Uint8Array, size: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length);
  for (let start = 0; start < bytes.length; start += size) {
    for (let byte = 0; byte < size; byte += 1) swapped[start + byte] = bytes[start + size - 1 - byte];
  }
  return swapped;
}

/** Typed array constructor of a number type; 16-bit floats have none of their own in Node 20. */
function numbersOf(
  type: Hdf5Type,
): (new (buffer: ArrayBuffer, byteOffset: number, length: number) => Hdf5Numbers) | undefined {
  if (type.kind === 'enum') return numbersOf(type.base);
  if (type.kind === 'float') return { 4: Float32Array, 8: Float64Array }[type.bytes];
  if (type.kind === 'integer' && type.signed)
    return { 1: Int8Array, 2: Int16Array, 4: Int32Array, 8: BigInt64Array }[type.bytes];
  if (type.kind === 'integer' || type.kind === 'bitfield')
    return { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: BigUint64Array }[type.bytes];
  return undefined;
}

function decodeNumbers(bytes: Uint8Array, type: Hdf5Type, count: number): Hdf5Numbers {
  const aligned = bytes.byteOffset % elementBytes(type) === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset } = aligned as Uint8Array<ArrayBuffer>;
  const Numbers = numbersOf(type);
  if (Numbers !== undefined) return new Numbers(buffer, byteOffset, count);
  return Float32Array.from(new Uint16Array(buffer, byteOffset, count), halfToSingle);
}

/** IEEE 754 binary16 to a number (exact). */
function halfToSingle(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function pointerAt(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24)) >>> 0;
}

function stringAt(memory: Uint8Array, start: number): Uint8Array {
  // HDF5 gives a null pointer for a string that was never written.
  return start === 0 ? new Uint8Array(0) : memory.subarray(start, memory.indexOf(0, start));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('latin1');

/** Text up to the first NUL. Files that call UTF-8 ASCII, or hold Latin-1, are common, so the declared character set is not asked. */
function decodeText(bytes: Uint8Array, spacePadded: boolean): string {
  const end = bytes.indexOf(0);
  const text = bytes.slice(0, end < 0 ? bytes.length : end);
  let decoded: string;
  try {
    decoded = utf8.decode(text);
  } catch {
    decoded = latin1.decode(text);
  }
  return spacePadded ? decoded.replace(/ +$/, '') : decoded;
}
