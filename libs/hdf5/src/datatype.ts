import type { H5Metadata } from './engine';

/** How the elements of a dataset or attribute are stored. */
export type Hdf5Type =
  | { readonly kind: 'integer'; readonly bytes: number; readonly signed: boolean; readonly littleEndian: boolean }
  | { readonly kind: 'float'; readonly bytes: number; readonly littleEndian: boolean }
  | { readonly kind: 'bitfield'; readonly bytes: number; readonly littleEndian: boolean }
  | { readonly kind: 'enum'; readonly base: Hdf5Type; readonly members: Readonly<Record<string, number>> }
  | { readonly kind: 'string'; readonly bytes: number | 'variable'; readonly spacePadded: boolean }
  | { readonly kind: 'compound'; readonly bytes: number; readonly members: readonly Hdf5Member[] }
  | { readonly kind: 'array'; readonly base: Hdf5Type; readonly shape: readonly number[] }
  | { readonly kind: 'sequence'; readonly base: Hdf5Type }
  | { readonly kind: 'reference'; readonly target: 'object' | 'region'; readonly bytes: number }
  | { readonly kind: 'opaque'; readonly bytes: number };

/** One member of a compound type. */
export interface Hdf5Member {
  readonly name: string;
  /** Byte offset inside the element. */
  readonly offset: number;
  readonly type: Hdf5Type;
}

/** The part of h5wasm's metadata that describes an element type; nested types carry nothing else. */
export type ElementMetadata = Pick<H5Metadata, 'type' | 'size' | 'signed' | 'littleEndian' | 'vlen'> &
  Partial<H5Metadata>;

/** HDF5's type classes by number (H5T_class_t). */
const classNames = [
  'integer',
  'float',
  'time',
  'string',
  'bitfield',
  'opaque',
  'compound',
  'reference',
  'enum',
  'sequence',
  'array',
] as const;

/** HDF5's padding code of strings that are filled up with blanks (H5T_STR_SPACEPAD). */
const SPACE_PADDED = 2;

/** Translates h5wasm's description of a type; undefined for a class that HDF5 has but nobody here can read (time, complex). */
export function describeType(metadata: ElementMetadata): Hdf5Type | undefined {
  const { size: bytes, signed, littleEndian } = metadata;
  switch (classNames[metadata.type]) {
    case 'integer':
      return { kind: 'integer', bytes, signed, littleEndian };
    case 'float':
      return { kind: 'float', bytes, littleEndian };
    case 'bitfield':
      return { kind: 'bitfield', bytes, littleEndian };
    case 'enum':
      return {
        kind: 'enum',
        base: { kind: 'integer', bytes, signed, littleEndian },
        members: metadata.enum_type!.members,
      };
    case 'string':
      return {
        kind: 'string',
        bytes: metadata.vlen ? 'variable' : bytes,
        spacePadded: metadata.strpad === SPACE_PADDED,
      };
    case 'reference':
      return { kind: 'reference', target: metadata.ref_type === 'object' ? 'object' : 'region', bytes };
    case 'opaque':
      return { kind: 'opaque', bytes };
    case 'array': {
      const base = describeType(metadata.array_type!);
      return base && { kind: 'array', base, shape: metadata.array_type!.shape! };
    }
    case 'sequence': {
      const base = describeType(metadata.vlen_type!);
      return base && { kind: 'sequence', base };
    }
    case 'compound': {
      const members: Hdf5Member[] = [];
      for (const member of metadata.compound_type!.members) {
        const type = describeType(member);
        if (type === undefined) return undefined;
        members.push({ name: member.name, offset: member.offset, type });
      }
      return { kind: 'compound', bytes, members };
    }
    default:
      return undefined;
  }
}

/** Bytes of one element in memory; variable parts count as the pointers (4 bytes, 32-bit WebAssembly) that stand for them. */
export function elementBytes(type: Hdf5Type): number {
  switch (type.kind) {
    case 'string':
      return type.bytes === 'variable' ? 4 : type.bytes;
    case 'sequence':
      return 8;
    case 'array':
      return elementBytes(type.base) * elementCount(type.shape);
    case 'enum':
      return elementBytes(type.base);
    default:
      return type.bytes;
  }
}

/** Number of elements of a shape; 1 for a scalar, 0 for an empty (null) dataspace. */
export function elementCount(shape: readonly number[] | null): number {
  return shape === null ? 0 : shape.reduce((product, length) => product * length, 1);
}

/** The types that a type is made of, itself included. */
function* parts(type: Hdf5Type): Generator<Hdf5Type> {
  yield type;
  if (type.kind === 'compound') for (const member of type.members) yield* parts(member.type);
  else if (type.kind === 'array' || type.kind === 'sequence') yield* parts(type.base);
}

/** True if reading such elements makes HDF5 allocate memory that has to be given back. */
export function hasVariableParts(type: Hdf5Type): boolean {
  for (const part of parts(type))
    if (part.kind === 'sequence' || (part.kind === 'string' && part.bytes === 'variable')) return true;
  return false;
}

/**
 * The byte orders of the numbers inside a type. HDF5 turns a uniformly big-endian type around while reading, but leaves a mixed compound
 * as it is, and can not turn enumerations.
 */
export function byteOrder(type: Hdf5Type): 'little' | 'big' | 'mixed' {
  const orders = new Set<boolean>();
  for (const part of parts(type)) {
    const number = part.kind === 'enum' ? part.base : part;
    if (number.kind === 'integer' || number.kind === 'float' || number.kind === 'bitfield')
      orders.add(number.littleEndian);
  }
  if (orders.size === 2) return 'mixed';
  return orders.has(false) ? 'big' : 'little';
}

/** Why elements of a type can not be read, in words; undefined if they can. */
export function unreadable(type: Hdf5Type): string | undefined {
  const order = byteOrder(type);
  for (const part of parts(type)) {
    if (part.kind === 'float' && ![2, 4, 8].includes(part.bytes)) return `a ${part.bytes * 8}-bit float`;
    if ((part.kind === 'integer' || part.kind === 'bitfield') && ![1, 2, 4, 8].includes(part.bytes))
      return `a ${part.bytes}-byte ${part.kind}`;
    if (part.kind === 'enum' && order === 'big') return 'a big-endian enumeration';
  }
  return undefined;
}

/** A type in words, for messages. */
export function typeName(type: Hdf5Type): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? 'int' : 'uint'}${type.bytes * 8}`;
    case 'float':
    case 'bitfield':
      return `${type.kind}${type.bytes * 8}`;
    case 'string':
      return type.bytes === 'variable' ? 'variable-length string' : `${type.bytes}-byte string`;
    case 'compound':
      return `compound {${type.members.map((member) => member.name).join(', ')}}`;
    case 'array':
      return `array [${type.shape.join(', ')}] of ${typeName(type.base)}`;
    case 'sequence':
      return `variable-length ${typeName(type.base)}`;
    case 'enum':
      return `enumeration of ${typeName(type.base)}`;
    case 'reference':
      return `${type.target} reference`;
    case 'opaque':
      return `opaque ${type.bytes} bytes`;
  }
}
