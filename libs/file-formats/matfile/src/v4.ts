import type { ByteSource } from './byte-source';
import type { Container, DeferredArrays, MatVariable } from './container';
import { MatCorruptError, MatPathError, MatUnsupportedError, type MatPlace } from './errors';
import { asDoubles, numbersFromBytes, type NumbersConstructor } from './numeric-classes';
import { checkBytes, type ReadContext } from './options';
import { followSteps, type PathStep } from './path';
import { sparseFromTriples } from './sparse';
import { charArray, unitsFromCodes } from './text';
import type { MatNumbers, MatValue } from './values';
import { withUniqueNames } from './unique-names';
import { nameFromBytes } from './v5/matrix-header';

const RECORD_HEADER_BYTES = 20;

/** Storage types by the tens digit of a record's type. */
const STORAGE: readonly NumbersConstructor[] = [
  Float64Array,
  Float32Array,
  Int32Array,
  Int16Array,
  Uint16Array,
  Uint8Array,
];
const FLOAT_FORMATS = ['IEEE little-endian', 'IEEE big-endian', 'VAX D', 'VAX G', 'Cray'];
const CONTENT = ['double', 'char', 'sparse'] as const;

interface StoredMatrix extends MatVariable {
  readonly offset: number;
  readonly dataOffset: number;
  readonly rows: number;
  readonly columns: number;
  readonly content: (typeof CONTENT)[number];
  readonly Storage: NumbersConstructor;
  readonly littleEndian: boolean;
}

/** Opens a MAT file of version 4. */
export async function openV4(source: ByteSource, context: ReadContext): Promise<Container> {
  const variables: StoredMatrix[] = [];
  for (let offset = 0; offset < source.byteLength;) {
    const matrix = await readRecord(source, offset);
    if (offset + matrix.storedBytes > source.byteLength) {
      context.warn('the file ends inside this matrix', { file: source.label, variable: matrix.name, offset });
    }
    variables.push(matrix);
    offset += matrix.storedBytes;
  }
  return new V4Container(source, context, withUniqueNames(variables, context));
}

async function readRecord(source: ByteSource, offset: number): Promise<StoredMatrix> {
  const place: MatPlace = { file: source.label, offset };
  const bytes = await source.read(offset, RECORD_HEADER_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const native = view.getInt32(0, true);
  const littleEndian = native >= 0 && native <= 5000;
  const word = (index: number): number => view.getInt32(4 * index, littleEndian);
  const type = word(0);
  const digit = (power: number): number => Math.floor(type / power) % 10;
  const [format, reserved, storage, content] = [digit(1000), digit(100), digit(10), digit(1)];
  const [rows, columns, imaginary, nameBytes] = [1, 2, 3, 4].map(word);
  const plausible = type >= 0 && type <= 5000 && reserved === 0 && rows >= 0 && columns >= 0 && nameBytes >= 1;
  const nameFits = offset + RECORD_HEADER_BYTES + nameBytes <= source.byteLength;
  const Storage = STORAGE[storage];
  const kind = CONTENT[content];
  if (!plausible || !nameFits || imaginary < 0 || imaginary > 1 || Storage === undefined || kind === undefined) {
    throw new MatCorruptError(
      `no MAT v4 record: type ${type}, ${rows} x ${columns}, imaginary ${imaginary}, name of ${nameBytes} bytes`,
      place,
    );
  }
  if (format > 1) {
    throw new MatUnsupportedError(
      `numbers in ${FLOAT_FORMATS[format] ?? `unknown format ${format}`} aren't read`,
      place,
    );
  }
  const dataOffset = offset + RECORD_HEADER_BYTES + nameBytes;
  const dataBytes = rows * columns * Storage.BYTES_PER_ELEMENT * (1 + imaginary);
  if (!Number.isSafeInteger(dataBytes)) throw new MatCorruptError(`an impossible size of ${rows} x ${columns}`, place);
  return {
    name: nameFromBytes(await source.read(offset + RECORD_HEADER_BYTES, nameBytes)),
    className: kind === 'sparse' ? 'double' : kind,
    // A sparse matrix states its own size in its last entry.
    dims: kind === 'sparse' ? null : [rows, columns],
    isComplex: imaginary === 1 || (kind === 'sparse' && columns === 4),
    isSparse: kind === 'sparse',
    isGlobal: false,
    storedBytes: dataOffset - offset + dataBytes,
    offset,
    dataOffset,
    rows,
    columns,
    content: kind,
    Storage,
    littleEndian: format === 1 ? false : littleEndian,
  };
}

class V4Container implements Container {
  readonly version = 'v4';
  readonly headerText = '';

  constructor(
    private readonly source: ByteSource,
    private readonly context: ReadContext,
    readonly variables: readonly StoredMatrix[],
  ) {}

  async read(name: string, steps: readonly PathStep[], path: string): Promise<MatValue> {
    const matrix = this.find(name, path);
    const place = this.place(matrix);
    checkBytes(this.context, matrix.rows * matrix.columns * 8 * (matrix.isComplex ? 2 : 1), 'a matrix', place);
    const count = matrix.rows * matrix.columns;
    const part = (index: number): Promise<MatNumbers> => this.elements(matrix, index * count, count);
    const real = await part(0);
    return followSteps(await this.value(matrix, real, part, place), steps, path);
  }

  async readDeferred(
    name: string,
    steps: readonly PathStep[],
    path: string,
  ): Promise<{ value: MatValue; deferred: DeferredArrays }> {
    const matrix = this.find(name, path);
    if (matrix.content !== 'double' || steps.length > 0) {
      return { value: await this.read(name, steps, path), deferred: { has: () => false, async *blocks() {} } };
    }
    const placeholder = new Float64Array(0);
    const imaginary = matrix.isComplex ? placeholder : null;
    const dims = [matrix.rows, matrix.columns];
    const value: MatValue = { kind: 'numeric', className: 'double', dims, values: placeholder, imaginary };
    const elements = (start: number, length: number): Promise<MatNumbers> => this.elements(matrix, start, length);
    return {
      value,
      deferred: {
        has: (candidate) => candidate === placeholder,
        async *blocks(_placeholders, blockElements) {
          const count = matrix.rows * matrix.columns;
          for (const part of matrix.isComplex ? (['real', 'imaginary'] as const) : (['real'] as const)) {
            const first = part === 'real' ? 0 : count;
            for (let offset = 0; offset < count; offset += blockElements) {
              const values = asDoubles(await elements(first + offset, Math.min(blockElements, count - offset)));
              yield { placeholder, block: { part, offset, values } };
            }
          }
        },
      },
    };
  }

  async close(): Promise<void> {
    await this.source.close();
  }

  private find(name: string, path: string): StoredMatrix {
    const matrix = this.variables.find((candidate) => candidate.name === name);
    if (matrix !== undefined) return matrix;
    const names = this.variables.map((candidate) => candidate.name).join(', ');
    throw new MatPathError(`no variable ${name}; the file has ${names === '' ? 'none' : names}`, path, {
      file: this.source.label,
    });
  }

  private place({ name, offset }: StoredMatrix): MatPlace {
    return { file: this.source.label, variable: name, offset };
  }

  private async elements(matrix: StoredMatrix, start: number, count: number): Promise<MatNumbers> {
    const { Storage, dataOffset, littleEndian } = matrix;
    const size = Storage.BYTES_PER_ELEMENT;
    return numbersFromBytes(await this.source.read(dataOffset + start * size, count * size), Storage, littleEndian);
  }

  private async value(
    matrix: StoredMatrix,
    real: MatNumbers,
    part: (index: number) => Promise<MatNumbers>,
    place: MatPlace,
  ): Promise<MatValue> {
    const { rows, columns, content } = matrix;
    if (content === 'sparse') return this.sparse(matrix, asDoubles(real), place);
    if (content === 'char') {
      return charArray(unitsFromCodes(real, place), 'utf-16', [rows, columns], this.context, place);
    }
    const imaginary = matrix.isComplex ? asDoubles(await part(1)) : null;
    return { kind: 'numeric', className: 'double', dims: [rows, columns], values: asDoubles(real), imaginary };
  }

  /** Rows of (row, column, value[, imaginary]) from 1; the last row holds the dimensions. */
  private sparse({ rows, columns }: StoredMatrix, table: Float64Array, place: MatPlace): MatValue {
    if (rows < 1 || columns < 3 || columns > 4) {
      throw new MatCorruptError(`a sparse matrix stored as ${rows} x ${columns}, expected 3 or 4 columns`, place);
    }
    const count = rows - 1;
    const column = (index: number): Float64Array => table.subarray(index * rows, index * rows + count);
    const dims = [table[count], table[rows + count]] as const;
    if (!dims.every((length) => Number.isInteger(length) && length >= 0 && length < 2 ** 32)) {
      throw new MatCorruptError(`a sparse matrix of ${dims.join(' x ')}`, place);
    }
    checkBytes(this.context, (dims[1] + 1) * 4, 'the columns of a sparse matrix', place);
    const fromZero = (indices: Float64Array): Float64Array => indices.map((index) => index - 1);
    const imaginary = columns === 4 ? column(3) : null;
    return sparseFromTriples(dims, fromZero(column(0)), fromZero(column(1)), column(2), imaginary, place);
  }
}
