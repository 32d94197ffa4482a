import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { writeAtomically, type Hdf5Writer } from '@emgfm/hdf5';
import { MatAccessError, MatUnsupportedError, MatValueError } from '../errors';
import { unitsFromText } from '../text';
import { asMatError } from '../v73/objects';
import { elementCount, type MatDims, type MatNumbers, type MatSparse, type MatStruct, type MatValue } from '../values';
import { toMatValue, type MatInput } from './construct';

/** MATLAB keeps its header in front of the HDF5 data. */
const USER_BLOCK_BYTES = 512;

/**
 * Writes a MAT v7.3 file: numbers, logicals, chars, cells, structs and real sparse matrices.
 * @param header The 128 bytes that MAT files start with.
 * @throws mat-unsupported (objects, complex numbers), mat-value, mat-access
 */
export async function writeV73(
  path: string,
  variables: Readonly<Record<string, MatInput>>,
  header: Uint8Array,
): Promise<void> {
  const hdf5Path = `${path}.hdf5`;
  const finished = `${path}.part`;
  try {
    await writeAtomically(hdf5Path, (file) => {
      const writer = new V73Writer(file);
      for (const [name, input] of Object.entries(variables)) writer.write(`/${name}`, toMatValue(input));
    });
    const userBlock = new Uint8Array(USER_BLOCK_BYTES);
    userBlock.set(header);
    await writeFile(finished, userBlock);
    await pipeline(createReadStream(hdf5Path), createWriteStream(finished, { flags: 'a' }));
    await rename(finished, path);
  } catch (error) {
    const known = asMatError(error, { file: path });
    if (known === error && (error as NodeJS.ErrnoException).code !== undefined) {
      throw new MatAccessError(`can't write: ${(error as Error).message}`, { file: path }, error);
    }
    throw known;
  } finally {
    await Promise.all([hdf5Path, finished].map((left) => rm(left, { force: true })));
  }
}

class V73Writer {
  private references = 0;

  constructor(private readonly file: Hdf5Writer) {}

  write(object: string, value: MatValue): void {
    switch (value.kind) {
      case 'numeric':
        if (value.imaginary !== null)
          throw new MatUnsupportedError("complex numbers can't be written to v7.3", { variable: object });
        return this.numbers(object, value.className, value.dims, value.values);
      case 'logical':
        return this.numbers(object, 'logical', value.dims, value.values, 1);
      case 'char':
        return this.numbers(object, 'char', value.dims, unitsFromText(value.text), 2);
      case 'cell':
        return this.cell(object, value.dims, value.cells);
      case 'struct':
        return this.struct(object, value);
      case 'sparse':
        return this.sparse(object, value);
      default:
        throw new MatUnsupportedError(`values of kind ${value.kind} can't be written to v7.3`, { variable: object });
    }
  }

  private numbers(object: string, className: string, dims: MatDims, values: MatNumbers, intDecode?: number): void {
    if (values.length === 0) this.empty(object, dims);
    else this.file.dataset(object, values, { shape: [...dims].reverse() });
    this.file.attribute(object, 'MATLAB_class', className);
    if (intDecode !== undefined) this.file.attribute(object, 'MATLAB_int_decode', Int32Array.of(intDecode), []);
  }

  /** An empty value's dataset holds its dimensions. */
  private empty(object: string, dims: MatDims): void {
    this.file.dataset(object, BigUint64Array.from(dims, BigInt));
    this.file.attribute(object, 'MATLAB_empty', Uint8Array.of(1), []);
  }

  private cell(object: string, dims: MatDims, cells: readonly MatValue[]): void {
    if (cells.length === 0) this.empty(object, dims);
    else this.file.references(object, this.targets(cells), [...dims].reverse());
    this.file.attribute(object, 'MATLAB_class', 'cell');
  }

  /** Writes values where references can point to them. */
  private targets(values: readonly MatValue[]): string[] {
    return values.map((value) => {
      const target = `/#refs#/r${this.references++}`;
      this.write(target, value);
      return target;
    });
  }

  private struct(object: string, { dims, fields }: MatStruct): void {
    const names = [...fields.keys()];
    const slashed = names.find((name) => name.includes('/') || name === '' || name === '.');
    if (slashed !== undefined)
      throw new MatValueError(`HDF5 can't have a member named ${JSON.stringify(slashed)}`, { variable: object });
    const count = elementCount(dims);
    if (count === 0) this.empty(object, dims);
    else this.file.group(object);
    for (const [name, values] of fields) {
      if (values.length !== count)
        throw new MatValueError(`field ${name} has ${values.length} values for ${count} elements`, {
          variable: object,
        });
      if (count === 1) this.write(`${object}/${name}`, values[0]);
      else if (count > 1) this.file.references(`${object}/${name}`, this.targets(values), [...dims].reverse());
    }
    if (count > 1 && names.length === 0)
      throw new MatValueError('v7.3 has no struct arrays without fields', { variable: object });
    this.file.attribute(object, 'MATLAB_class', 'struct');
    if (names.length > 0) this.file.attribute(object, 'MATLAB_fields', names);
  }

  private sparse(object: string, { dims, logical, rowIndices, columnPointers, values, imaginary }: MatSparse): void {
    if (imaginary !== null)
      throw new MatUnsupportedError("complex numbers can't be written to v7.3", { variable: object });
    this.file.group(object);
    this.file.dataset(`${object}/jc`, BigUint64Array.from(columnPointers, BigInt));
    if (values.length > 0) {
      this.file.dataset(`${object}/ir`, BigUint64Array.from(rowIndices, BigInt));
      this.file.dataset(`${object}/data`, logical ? Uint8Array.from(values) : values);
    }
    this.file.attribute(object, 'MATLAB_class', logical ? 'logical' : 'double');
    this.file.attribute(object, 'MATLAB_sparse', BigUint64Array.of(BigInt(dims[0])), []);
  }
}
