import { MatValueError } from '../errors';
import { unitsFromText } from '../text';
import {
  elementCount,
  type MatDims,
  type MatNumbers,
  type MatNumericClass,
  type MatSparse,
  type MatStruct,
  type MatValue,
} from '../values';
import { MI } from '../v5/elements';
import { MX } from '../v5/matrix-header';
import type { ObjectStore } from './subsystem';

/** Bytes to be written one after the other; large arrays stay views of what the caller gave. */
export type Chunks = Uint8Array[];

const CLASS_CODE: Readonly<Record<MatNumericClass, readonly [classCode: number, type: number]>> = {
  double: [6, MI.double],
  single: [7, MI.single],
  int8: [8, MI.int8],
  uint8: [9, MI.uint8],
  int16: [10, MI.int16],
  uint16: [11, MI.uint16],
  int32: [12, MI.int32],
  uint32: [13, MI.uint32],
  int64: [14, MI.int64],
  uint64: [15, MI.uint64],
};

const LOGICAL_FLAG = 0x0200;
const COMPLEX_FLAG = 0x0800;
const MAX_NAME_BYTES = 63;
const MAX_ELEMENT_BYTES = 2 ** 32 - 1;

export function byteLength(chunks: Chunks): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

/** One element: tag, data, padding to 8 bytes. @throws mat-value when it is too large for the format. */
export function element(type: number, data: Chunks): Chunks {
  const length = byteLength(data);
  if (length > MAX_ELEMENT_BYTES)
    throw new MatValueError(`an array of ${length} bytes is too large for MAT v5, write v7.3`);
  const padding = (8 - (length % 8)) % 8;
  return [...tag(type, length), ...data, ...(padding === 0 ? [] : [new Uint8Array(padding)])];
}

function tag(type: number, length: number): Chunks {
  return [bytesOf(Uint32Array.of(type, length))];
}

/** The bytes of numbers; MAT files are written little-endian, the order of every machine Node runs on. */
function bytesOf(numbers: MatNumbers): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function numbersElement(type: number, numbers: MatNumbers): Chunks {
  return element(type, [bytesOf(numbers)]);
}

function nameElement(name: string): Chunks {
  const bytes = Buffer.from(name, 'utf8');
  if (bytes.length > MAX_NAME_BYTES || name.includes('\0')) {
    throw new MatValueError(`the name ${JSON.stringify(name)} has more than ${MAX_NAME_BYTES} bytes or a NUL`);
  }
  return element(MI.int8, [bytes]);
}

function flags(classCode: number, flagBits = 0, storedCount = 0): Chunks {
  return numbersElement(MI.uint32, Uint32Array.of(classCode | flagBits, storedCount));
}

function head(classCode: number, dims: MatDims, name: string, flagBits = 0, storedCount = 0): Chunks {
  const dimsElement = numbersElement(MI.int32, Int32Array.from(dims, checkedLength));
  return [...flags(classCode, flagBits, storedCount), ...dimsElement, ...nameElement(name)];
}

function checkedLength(length: number): number {
  if (length >= 2 ** 31) throw new MatValueError(`a dimension of ${length} is too large for MAT v5, write v7.3`);
  return length;
}

/** A matrix element with all that it holds; objects go to the store and leave a reference. */
export function matrixElement(value: MatValue, name: string, store: ObjectStore): Chunks {
  return element(MI.matrix, contents(value, name, store));
}

function contents(value: MatValue, name: string, store: ObjectStore): Chunks {
  switch (value.kind) {
    case 'numeric': {
      const [classCode, type] = CLASS_CODE[value.className];
      const { values, imaginary, dims } = value;
      const parts = imaginary === null ? [values] : [values, imaginary];
      return [
        ...head(classCode, dims, name, imaginary === null ? 0 : COMPLEX_FLAG),
        ...parts.flatMap((part) => numbersElement(type, part)),
      ];
    }
    case 'logical':
      return [...head(CLASS_CODE.uint8[0], value.dims, name, LOGICAL_FLAG), ...numbersElement(MI.uint8, value.values)];
    case 'char':
      return [...head(MX.char, value.dims, name), ...numbersElement(MI.utf16, unitsFromText(value.text))];
    case 'cell':
      return [...head(MX.cell, value.dims, name), ...value.cells.flatMap((cell) => matrixElement(cell, '', store))];
    case 'struct':
      return structContents(name, value.dims, [...value.fields.keys()], structValues(value, store));
    case 'sparse':
      return sparse(value, name);
    default: {
      const object = store.add(value);
      if (object === null) throw new MatValueError(`a value of kind ${value.kind} can't be written`);
      return opaque(name, object.className, matrixElement(object.reference, '', store));
    }
  }
}

/** An object of the MCOS type system: what stands for its data comes as one more matrix element. */
export function opaque(name: string, className: string, metadata: Chunks): Chunks {
  return [...flags(MX.opaque), ...nameElement(name), ...nameElement('MCOS'), ...nameElement(className), ...metadata];
}

/**
 * The contents of a struct array.
 * @param values The values of its elements one after the other, field within element, each a matrix element.
 */
export function structContents(name: string, dims: MatDims, fieldNames: readonly string[], values: Chunks): Chunks {
  const names = fieldNames.map((fieldName) => Buffer.from(fieldName, 'utf8'));
  const longest = Math.max(0, ...names.map((bytes) => bytes.length));
  if (longest > MAX_NAME_BYTES || names.some((bytes) => bytes.includes(0))) {
    throw new MatValueError(`a field name has more than ${MAX_NAME_BYTES} bytes or a NUL`);
  }
  const width = longest < 32 ? 32 : 64;
  const table = new Uint8Array(names.length * width);
  names.forEach((bytes, i) => table.set(bytes, i * width));
  // The length of names is a small element: its count in the upper half of the type.
  const widthElement = bytesOf(Uint32Array.of((4 << 16) | MI.int32, width));
  return [...head(MX.struct, dims, name), widthElement, ...element(MI.int8, [table]), ...values];
}

function structValues(struct: MatStruct, store: ObjectStore): Chunks {
  const count = elementCount(struct.dims);
  const columns = [...struct.fields.values()];
  const wrong = columns.find((values) => values.length !== count);
  if (wrong)
    throw new MatValueError(`a struct array of ${struct.dims.join(' x ')} has a field with ${wrong.length} values`);
  if (columns.length === 0) return [];
  return Array.from({ length: count }, (_, i) =>
    columns.flatMap((column) => matrixElement(column[i], '', store)),
  ).flat();
}

function sparse({ dims, logical, rowIndices, columnPointers, values, imaginary }: MatSparse, name: string): Chunks {
  const flagBits = (logical ? LOGICAL_FLAG : 0) | (imaginary === null ? 0 : COMPLEX_FLAG);
  return [
    ...head(MX.sparse, dims, name, flagBits, Math.max(1, values.length)),
    ...numbersElement(MI.int32, Int32Array.from(rowIndices)),
    ...numbersElement(MI.int32, Int32Array.from(columnPointers)),
    ...numbersElement(MI.double, values),
    ...(imaginary === null ? [] : numbersElement(MI.double, imaginary)),
  ];
}
