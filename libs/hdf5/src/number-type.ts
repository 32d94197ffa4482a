import type { Hdf5Numbers } from './decode';

/** The number types that this library writes, always little-endian. */
export type Hdf5NumberType =
  'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64';

/** Typed array of each number type. */
export interface Hdf5ArrayOf {
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** Typed array constructor of each number type. */
export const arrayConstructors: { readonly [T in Hdf5NumberType]: new (length: number) => Hdf5ArrayOf[T] } = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Number type of a typed array; undefined for anything else, Uint8ClampedArray and Buffer included. */
export function numberTypeOf(values: Hdf5Numbers): Hdf5NumberType | undefined {
  const types = Object.keys(arrayConstructors) as Hdf5NumberType[];
  return types.find((type) => values.constructor === arrayConstructors[type]);
}

/** Bytes of one number. */
export function numberBytes(type: Hdf5NumberType): number {
  return Number(/\d+$/.exec(type)![0]) / 8;
}

/** The bytes under a typed array, without copying. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
