import { checksumOf, datasetChecksum } from './checksum';
import { elementCount } from './datatype';
import type { Hdf5Numbers, Hdf5Reference, Hdf5Values } from './decode';
import type { Engine, H5Module } from './engine';
import { Hdf5ArgumentError, Hdf5ClosedError, Hdf5WriteError } from './errors';
import { type Hdf5NumberType, bytesOf, numberBytes, numberTypeOf } from './number-type';
import { absolutePath, ancestors } from './object-path';
import type { Hdf5File, Hdf5Link } from './read-file';
import { RowAppender } from './row-appender';

/** Most bytes of a dataset that is written in one call; larger ones grow row by row. */
const WHOLE_DATASET_BYTES = 256 * 2 ** 20;

/** HDF5's code of an axis that may grow without end (H5S_UNLIMITED). */
const UNLIMITED = 2n ** 64n - 1n;

/** What an attribute can be: a number is stored as float64, a bigint as int64, a typed array as a 1-D array of its type. */
export type Hdf5AttributeValue = string | readonly string[] | number | bigint | Hdf5Numbers;

/** Layout of a dataset that is written at once. */
export interface Hdf5DatasetOptions {
  /** Axis lengths; default one axis with all values. `[]` makes a scalar. */
  readonly shape?: readonly number[];
  /** Chunk lengths, at most the axis lengths; default none (contiguous). */
  readonly chunks?: readonly number[];
  /** 1 (fast) to 9 (small); default none. Needs chunks; strings can not be compressed. */
  readonly gzipLevel?: number;
}

/** Layout of a dataset that grows along its first axis. */
export interface Hdf5GrowingOptions<T extends Hdf5NumberType> {
  readonly type: T;
  /** Axis lengths after the first; `[]` for a column of numbers. */
  readonly rowShape: readonly number[];
  /** Rows per chunk; a chunk holds whole rows. */
  readonly chunkRows: number;
  /** 1 (fast) to 9 (small); default none. */
  readonly gzipLevel?: number;
}

/** What the finished file must hold. */
interface Promised {
  readonly object: string;
  readonly attribute?: string;
  readonly shape: () => readonly number[];
  readonly checksum: () => number;
}

type ElementCode = Parameters<H5Module['create_attribute']>[4];

/** A file being written; made by `writeAtomically`, which also closes, checks and renames it. Every call blocks its thread. */
export class Hdf5Writer {
  readonly #engine: Engine;
  readonly #id: bigint;
  readonly #groups = new Set(['/']);
  readonly #objects = new Set<string>();
  readonly #promised: Promised[] = [];
  readonly #appenders: { flush(): void }[] = [];
  #open = true;

  /** Use {@link writeAtomically}. */
  constructor(
    engine: Engine,
    id: bigint,
    readonly path: string,
  ) {
    this.#engine = engine;
    this.#id = id;
  }

  /** Creates a group and the groups above it; those that exist stay. */
  group(path: string): void {
    const object = absolutePath(path);
    for (const group of [...ancestors(object), object]) {
      if (this.#groups.has(group)) continue;
      this.#claim(group);
      this.#call(group, (module) => module.create_group(this.#id, group, false));
      this.#groups.add(group);
    }
  }

  /**
   * Writes an attribute of a group or dataset that exists.
   * @param shape axis lengths; default none for a single string or number, else one axis.
   * @throws hdf5-argument (no such object, attribute written twice, NUL or broken surrogate in a string), hdf5-write, hdf5-disk-full
   */
  attribute(
    path: string,
    name: string,
    value: Hdf5AttributeValue,
    shape: readonly number[] = defaultShape(value),
  ): void {
    const object = absolutePath(path);
    const where = `${object}@${name}`;
    if (!this.#groups.has(object) && !this.#objects.has(object))
      this.#refuse('expected the object to be written before its attributes', where);
    this.#claim(where);
    const values = attributeValues(value);
    if (elementCount(shape) !== values.length)
      this.#refuse(
        `expected ${elementCount(shape)} values for the shape [${shape.join(', ')}], found ${values.length}`,
        where,
      );
    const write = (code: ElementCode, bytes: Uint8Array) =>
      this.#withBytes(where, bytes, (module, pointer) =>
        module.create_attribute(this.#id, object, name, pointer, { ...code, ...extent(shape) }),
      );
    if (ArrayBuffer.isView(values)) write(numberCode(this.#numberType(values, where)), bytesOf(values));
    // The call for strings hands HDF5 a null pointer for an empty list, which it refuses.
    else if (values.length === 0) write(textCode, new Uint8Array(0));
    else {
      this.#checkText(values, where);
      const code = { ...textCode, ...extent(shape) };
      this.#call(where, (module) => module.create_vlen_str_attribute(this.#id, object, name, [...values], code));
    }
    const checksum = checksumOf(values);
    this.#promised.push({ object, attribute: name, shape: () => shape, checksum: () => checksum });
  }

  /**
   * Writes a whole dataset of numbers or (variable-length UTF-8) strings; groups above it are created.
   * @param values flat, in C order.
   * @returns the CRC-32 of the values, as `datasetChecksum` gives it for the finished file.
   * @throws hdf5-argument (values do not fit the shape, path taken, more than 256 MiB), hdf5-write, hdf5-disk-full
   */
  dataset(path: string, values: Hdf5Numbers | readonly string[], options: Hdf5DatasetOptions = {}): number {
    const shape = options.shape ?? [values.length];
    const object = this.#newObject(path);
    if (elementCount(shape) !== values.length)
      this.#refuse(
        `expected ${elementCount(shape)} values for the shape [${shape.join(', ')}], found ${values.length}`,
        object,
      );
    const { chunks } = options;
    if (
      chunks !== undefined &&
      (chunks.length !== shape.length || chunks.some((length, axis) => length > shape[axis]))
    ) {
      this.#refuse(`expected chunks within the shape [${shape.join(', ')}], found [${chunks.join(', ')}]`, object);
    }
    if (options.gzipLevel !== undefined && chunks === undefined) this.#refuse('compression needs chunks', object);
    const layout = { ...extent(shape), ...this.#chunking(object, chunks, options.gzipLevel) };
    if (ArrayBuffer.isView(values)) {
      if (values.byteLength > WHOLE_DATASET_BYTES) {
        this.#refuse(`${values.byteLength} bytes are too many for one call; use growingDataset`, object);
      }
      const code = { ...numberCode(this.#numberType(values, object)), ...layout };
      this.#withBytes(object, bytesOf(values), (module, pointer) =>
        module.create_dataset(this.#id, object, pointer, code),
      );
    } else {
      if (options.gzipLevel !== undefined) this.#refuse('HDF5 does not compress variable-length strings', object);
      this.#checkText(values, object);
      this.#call(object, (module) =>
        module.create_vlen_str_dataset(this.#id, object, [...values], { ...textCode, ...layout }),
      );
    }
    return this.#promise(object, shape, values);
  }

  /** Writes object references to the given paths, which must exist; groups above the dataset are created. */
  references(path: string, targets: readonly string[], shape: readonly number[] = [targets.length]): void {
    const object = this.#newObject(path);
    if (elementCount(shape) !== targets.length)
      this.#refuse(`expected ${elementCount(shape)} targets, found ${targets.length}`, object);
    const references = targets.map((target): Hdf5Reference => {
      const wanted = absolutePath(target);
      if (!this.#groups.has(wanted) && !this.#objects.has(wanted))
        this.#refuse(`expected ${wanted} to be written before the reference to it`, object);
      return {
        target: 'object',
        bytes: Uint8Array.from(this.#call(object, (module) => module.create_object_reference(this.#id, wanted))),
      };
    });
    const bytes = Uint8Array.from(references.flatMap((reference) => [...reference.bytes]));
    this.#withBytes(object, bytes, (module, pointer) =>
      module.create_dataset(this.#id, object, pointer, { ...elementCode(7, module.SIZEOF_OBJ_REF), ...extent(shape) }),
    );
    this.#promise(object, shape, references);
  }

  /**
   * Creates an empty dataset that grows along its first axis; groups above it are created.
   * @returns its appender; what it still buffers is written when the file is finished.
   */
  growingDataset<T extends Hdf5NumberType>(path: string, options: Hdf5GrowingOptions<T>): RowAppender<T> {
    const { type, rowShape, chunkRows, gzipLevel } = options;
    const object = this.#newObject(path);
    const layout = {
      ...extent([0, ...rowShape], [UNLIMITED, ...rowShape.map(BigInt)]),
      ...this.#chunking(object, [chunkRows, ...rowShape], gzipLevel),
    };
    this.#withBytes(object, new Uint8Array(0), (module, pointer) =>
      module.create_dataset(this.#id, object, pointer, { ...numberCode(type), ...layout }),
    );
    let rowsInFile = 0;
    const sink = {
      writeRows: (firstRow: number, rows: number, bytes: Uint8Array) => {
        const block = (first: number, length: number) => [first, ...rowShape.map(() => length)].map(BigInt);
        rowsInFile = firstRow + rows;
        this.#withBytes(object, bytes, (module, pointer) => {
          module.resize_dataset(this.#id, object, [rowsInFile, ...rowShape].map(BigInt));
          module.set_dataset_data(
            this.#id,
            object,
            [rows, ...rowShape].map(BigInt),
            block(firstRow, 0),
            block(1, 1),
            pointer,
          );
        });
      },
      refuse: (message: string) => this.#refuse(message, object),
    };
    const appender = new RowAppender(sink, type, elementCount(rowShape), chunkRows);
    this.#appenders.push(appender);
    this.#promised.push({ object, shape: () => [rowsInFile, ...rowShape], checksum: () => appender.checksum });
    return appender;
  }

  /** Makes a soft link, or with `file` a link into another HDF5 file; the target need not exist. */
  link(path: string, target: Hdf5Link): void {
    const object = this.#newObject(path);
    this.#call(object, (module) =>
      target.file === undefined
        ? module.create_soft_link(this.#id, target.path, object)
        : module.create_external_link(this.#id, target.file, target.path, object),
    );
  }

  /** Writes all that is buffered and closes the file. Part of `writeAtomically`. */
  finish(): void {
    for (const appender of this.#appenders) appender.flush();
    this.#call('', (module) => module.flush(this.#id));
    this.#close();
  }

  /** Closes a file that will not be used, as far as that is possible. Part of `writeAtomically`. */
  abandon(): void {
    if (this.#open && this.#engine.state.poisonedBy === null) this.#close();
    this.#open = false;
  }

  /**
   * Compares a finished file with what was meant to be written: every shape, and a checksum of every dataset and attribute.
   * @throws hdf5-write if they differ.
   */
  check(file: Hdf5File): void {
    for (const { object, attribute, shape, checksum } of this.#promised) {
      const stored = attribute === undefined ? file.header(object) : file.attribute(object, attribute);
      const sum =
        attribute === undefined
          ? datasetChecksum(file, object)
          : checksumOf(file.attribute(object, attribute)?.values ?? []);
      if (stored?.shape?.join() !== shape().join() || sum !== checksum()) {
        throw new Hdf5WriteError(
          `the file does not hold what was written: expected shape [${shape().join(', ')}] checksum ${checksum()}, found [${stored?.shape?.join(', ')}] ${sum}`,
          { file: this.path, object: attribute === undefined ? object : `${object}@${attribute}` },
        );
      }
    }
  }

  #close(): void {
    this.#call('', (module) => {
      if (module.close_file(this.#id) < 0)
        throw new Hdf5WriteError('HDF5 could not close the file', { file: this.path });
    });
    this.#open = false;
  }

  #call<T>(object: string, call: (module: H5Module) => T): T {
    if (!this.#open) throw new Hdf5ClosedError('the file was closed', { file: this.path, object });
    return this.#engine.write({ file: this.path, object }, call);
  }

  #withBytes(object: string, bytes: Uint8Array, use: (module: H5Module, pointer: bigint) => void): void {
    this.#call(object, (module) => {
      const pointer = module._malloc(Math.max(1, bytes.length));
      if (pointer === 0)
        throw new Hdf5WriteError(`the HDF5 engine has no ${bytes.length} bytes left`, { file: this.path, object });
      try {
        module.HEAPU8.set(bytes, pointer);
        use(module, BigInt(pointer));
      } finally {
        module._free(pointer);
      }
    });
  }

  #promise(object: string, shape: readonly number[], values: Hdf5Values): number {
    const checksum = checksumOf(values);
    this.#promised.push({ object, shape: () => shape, checksum: () => checksum });
    return checksum;
  }

  #refuse(message: string, object: string): never {
    throw new Hdf5ArgumentError(message, { file: this.path, object });
  }

  /** Takes a path once; a second object of the same name is the caller's mistake and must not reach HDF5. */
  #claim(object: string): void {
    if (this.#objects.has(object) || this.#groups.has(object))
      this.#refuse('expected a free name, found one that is taken', object);
    this.#objects.add(object);
  }

  #newObject(path: string): string {
    const object = absolutePath(path);
    this.#claim(object);
    const parent = ancestors(object).at(-1);
    if (parent !== undefined) this.group(parent);
    return object;
  }

  #numberType(values: Hdf5Numbers, object: string): Hdf5NumberType {
    return (
      numberTypeOf(values) ??
      this.#refuse(`expected a typed array of HDF5 numbers, found ${values.constructor.name}`, object)
    );
  }

  #chunking(object: string, chunks: readonly number[] | undefined, gzipLevel: number | undefined) {
    if (chunks?.some((length) => !Number.isSafeInteger(length) || length < 1)) {
      this.#refuse(`expected chunk lengths of at least 1, found [${chunks.join(', ')}]`, object);
    }
    if (gzipLevel !== undefined && !(Number.isInteger(gzipLevel) && gzipLevel >= 1 && gzipLevel <= 9)) {
      this.#refuse(`expected a gzip level from 1 to 9, found ${gzipLevel}`, object);
    }
    const deflate = gzipLevel === undefined ? {} : { compression: 1, compression_opts: [gzipLevel] };
    return chunks === undefined ? {} : { chunks: chunks.map(BigInt), ...deflate };
  }

  #checkText(strings: readonly string[], object: string): void {
    const bad = strings.findIndex(
      (text) => typeof text !== 'string' || text.includes('\0') || /\p{Surrogate}/u.test(text),
    );
    if (bad >= 0)
      this.#refuse(
        `expected text without NUL and broken surrogates, found ${JSON.stringify(strings[bad])} at index ${bad}`,
        object,
      );
  }
}

function defaultShape(value: Hdf5AttributeValue): readonly number[] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? [] : [value.length];
}

function attributeValues(value: Hdf5AttributeValue): Hdf5Numbers | readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return Float64Array.of(value);
  if (typeof value === 'bigint') return BigInt64Array.of(value);
  return value;
}

function elementCode(type: number, size: number): ElementCode {
  return { type, size, signed: false, vlen: false, littleEndian: true, total_size: 0, shape: null, maxshape: null };
}

const textCode: ElementCode = { ...elementCode(3, 4), vlen: true, cset: 1 };

function numberCode(type: Hdf5NumberType): ElementCode {
  return { ...elementCode(type.startsWith('float') ? 1 : 0, numberBytes(type)), signed: type.startsWith('int') };
}

function extent(shape: readonly number[], maxshape: readonly bigint[] = shape.map(BigInt)) {
  return { shape: shape.map(BigInt), maxshape: [...maxshape] };
}
