import { MatCorruptError, type MatPlace } from './errors';
import type { MatNumbers, MatNumericClass } from './values';

/** A constructor of one of the typed arrays that hold numbers. */
export interface NumbersConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): MatNumbers;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): MatNumbers;
}

/** The typed array of each numeric class. */
export const NUMBERS_OF_CLASS: Readonly<Record<MatNumericClass, NumbersConstructor>> = {
  double: Float64Array,
  single: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
};

/** Every numeric class. */
export const NUMERIC_CLASSES: ReadonlySet<MatNumericClass> = new Set(
  Object.keys(NUMBERS_OF_CLASS) as MatNumericClass[],
);

/** Classes that objects hold data in and nothing else: texts, codes and references to objects are unsigned. */
export const DATA_CLASSES_OF_OBJECTS: ReadonlySet<MatNumericClass> = new Set([
  'double',
  'single',
  'int8',
  'int16',
  'int32',
  'int64',
]);

/** Whether a name is that of a numeric class. */
export function isNumericClass(name: string): name is MatNumericClass {
  return Object.hasOwn(NUMBERS_OF_CLASS, name);
}

/** The class whose typed array this is. */
export function classOfNumbers(values: MatNumbers): MatNumericClass {
  const found = Object.entries(NUMBERS_OF_CLASS).find(([, constructor]) => values instanceof constructor);
  return found?.[0] as MatNumericClass;
}

/** Numbers as doubles; the same array when they already are. 64-bit integers beyond 2^53 lose their last digits. */
export function asDoubles(values: MatNumbers): Float64Array {
  if (values instanceof Float64Array) return values;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return Float64Array.from(values, Number);
  return new Float64Array(values);
}

/**
 * Numbers in the typed array of a class, whatever narrower type a writer chose to store them in.
 * @throws mat-corrupt when an integer class was stored with values it can't hold.
 */
export function asClass(values: MatNumbers, className: MatNumericClass, place: MatPlace): MatNumbers {
  const Target = NUMBERS_OF_CLASS[className];
  if (values instanceof Target) return values;
  if (className === 'double') return asDoubles(values);
  const result = new Target(values.length);
  const wide = result instanceof BigInt64Array || result instanceof BigUint64Array;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (wide && typeof value === 'number' && !Number.isInteger(value)) throw notHeld(value, className, i, place);
    result[i] = wide ? BigInt(value) : Number(value);
    const held = Number(result[i]) === Number(value) || className === 'single';
    if (!held) throw notHeld(value, className, i, place);
  }
  return result;
}

function notHeld(value: number | bigint, className: string, index: number, place: MatPlace): MatCorruptError {
  return new MatCorruptError(`element ${index} of an array of class ${className} is stored as ${value}`, place);
}

/** Reverses the bytes of each number in place. */
export function swapBytes(numbers: MatNumbers): void {
  const bytes = Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  if (numbers.BYTES_PER_ELEMENT === 8) bytes.swap64();
  else if (numbers.BYTES_PER_ELEMENT === 4) bytes.swap32();
  else if (numbers.BYTES_PER_ELEMENT === 2) bytes.swap16();
}

/**
 * Bytes of a file as numbers of this machine's (little-endian) order. The result is a view only where it is at least half
 * of its buffer, so that keeping a small array never keeps a large one in memory.
 * @param bytes Whole numbers; the result may share their memory.
 */
export function numbersFromBytes(bytes: Uint8Array, Type: NumbersConstructor, littleEndian: boolean): MatNumbers {
  const length = Math.floor(bytes.byteLength / Type.BYTES_PER_ELEMENT);
  const share = littleEndian && bytes.byteLength * 2 >= bytes.buffer.byteLength;
  const aligned = bytes.byteOffset % Type.BYTES_PER_ELEMENT === 0;
  if (share && aligned) return new Type(bytes.buffer, bytes.byteOffset, length);
  const own = new Type(length);
  new Uint8Array(own.buffer).set(bytes.subarray(0, own.byteLength));
  if (!littleEndian) swapBytes(own);
  return own;
}
