import { closeSync, constants, openSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  byteOrder,
  describeType,
  type ElementMetadata,
  elementBytes,
  elementCount,
  type Hdf5Type,
  hasVariableParts,
  unreadable,
} from './datatype';
import { decodeElements, type Hdf5Reference, type Hdf5Values } from './decode';
import { type Engine, type H5Module, loadEngine } from './engine';
import {
  Hdf5ArgumentError,
  Hdf5ClosedError,
  Hdf5CorruptError,
  Hdf5MissingFilterError,
  Hdf5NotFoundError,
  Hdf5TypeError,
  isHdf5Error,
} from './errors';
import { type Hdf5Array, joinValues } from './hdf5-array';
import { absolutePath, ancestors } from './object-path';
import { locateRows, readerOf, readRows, type RowLocation } from './raw-rows';
import { type Hdf5Block, splitBlock } from './selection';

/** Most bytes that one call of the engine may bring; larger reads are split. */
const BYTES_PER_CALL = 64 * 2 ** 20;

/** Smaller datasets are not worth the search for their rows. */
const BYTES_WORTH_LOCATING = 2 ** 20;

/** What stands at a path; the two links are those whose target is missing. */
export type Hdf5ObjectKind = 'group' | 'dataset' | 'datatype' | 'broken-soft-link' | 'broken-external-link';

/** A soft link (`file` undefined) or a link into another file. */
export interface Hdf5Link {
  readonly file?: string;
  readonly path: string;
}

/** One filter of a dataset's chunks, in the order of writing. */
export interface Hdf5Filter {
  readonly id: number;
  readonly name: string;
  readonly options: readonly number[];
}

/** What a dataset's header says. */
export interface Hdf5DatasetHeader {
  readonly type: Hdf5Type;
  /** Axis lengths; `[]` for a scalar, null for an empty (null) dataspace. */
  readonly shape: readonly number[] | null;
  /** Largest lengths; null where an axis may grow without end. */
  readonly maxShape: readonly (number | null)[];
  /** Chunk lengths; null if the dataset is not chunked. */
  readonly chunks: readonly number[] | null;
  readonly filters: readonly Hdf5Filter[];
}

/**
 * Opens an HDF5 file for reading, also one behind a user block (MATLAB v7.3).
 * @param path the file; relative paths count from the working directory of the process.
 * @throws hdf5-not-found, hdf5-format (not HDF5), hdf5-corrupt (truncated, damaged, not closed by its writer), hdf5-poisoned
 * @example
 * const file = await openHdf5File('store.h5');
 * const { values, shape } = file.read('/emg', { start: [0, 0], count: [1000, 13] });
 * file.close();
 */
export async function openHdf5File(path: string): Promise<Hdf5File> {
  const file = resolve(path);
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw new Hdf5NotFoundError('expected a readable file', { file: path }, cause);
  });
  const engine = await loadEngine();
  const id = engine.read({ file: path }, (module) => module.open(file, module.H5F_ACC_RDONLY, false, -1, -1));
  return new Hdf5File(engine, id, openSync(file, 'r'), path);
}

/** A file open for reading; every call blocks its thread. Obtained from {@link openHdf5File}. */
export class Hdf5File {
  readonly #engine: Engine;
  readonly #id: bigint;
  readonly #kinds = new Map<string, Hdf5ObjectKind>([['/', 'group']]);
  readonly #attributeNames = new Map<string, string[]>();
  readonly #headers = new Map<string, Hdf5DatasetHeader>();
  readonly #rows = new Map<string, RowLocation | null>();
  readonly #references = new Map<string, ReadonlyMap<string, string>>();
  readonly #descriptor: number;
  #open = true;

  /** Use {@link openHdf5File}. */
  constructor(
    engine: Engine,
    id: bigint,
    descriptor: number,
    readonly path: string,
  ) {
    this.#engine = engine;
    this.#id = id;
    this.#descriptor = descriptor;
  }

  /** Closes the file; a second call does nothing. Never throws: a failure only leaks handles, which `hdf5EngineState` counts. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
    try {
      this.#engine.read({ file: this.path }, (module) => module.close_file(this.#id));
    } catch (error) {
      if (!isHdf5Error(error)) throw error;
    }
  }

  /** What stands at a path, following links; null if nothing does. Never throws for a missing object. */
  kind(path: string): Hdf5ObjectKind | null {
    const object = absolutePath(path);
    this.#expectOpen(object);
    return this.#kindOf(object);
  }

  /** Names of a group's members, without opening them: by creation order where the file tracks it, else by name. */
  list(group: string): string[] {
    const object = this.#expectKind(group, 'group');
    return this.#call(object, (module) => module.get_names(this.#id, object, false));
  }

  /** Where a soft or external link points; null if the path is missing or is a hard link. */
  link(path: string): Hdf5Link | null {
    const object = absolutePath(path);
    if (object === '/' || this.kind(object) === null) return null;
    const target: string | null = this.#call(object, (module) => module.get_symbolic_link(this.#id, object));
    if (target !== null) return { path: target };
    const external = this.#call(object, (module) => module.get_external_link(this.#id, object));
    return external.filename === undefined ? null : { file: external.filename, path: external.obj_path };
  }

  /** Names of an object's attributes. */
  attributeNames(path: string): string[] {
    const object = this.#expectKind(path);
    const known = this.#attributeNames.get(object);
    if (known !== undefined) return [...known];
    const names = this.#call(object, (module) => module.get_attribute_names(this.#id, object));
    this.#attributeNames.set(object, names);
    return [...names];
  }

  /**
   * Reads an attribute; null if the object has none of that name.
   * @throws hdf5-not-found (the object), hdf5-type, hdf5-corrupt
   */
  attribute(path: string, name: string): Hdf5Array | null {
    if (!this.attributeNames(path).includes(name)) return null;
    const object = absolutePath(path);
    const where = `${object}@${name}`;
    const metadata = this.#call(where, (module) => module.get_attribute_metadata(this.#id, object, name));
    const type = this.#readableType(metadata, where);
    const count = elementCount(metadata.shape);
    const read = (module: H5Module, pointer: bigint) => module.get_attribute_data(this.#id, object, name, pointer);
    const reclaim = (module: H5Module, pointer: bigint) => module.reclaim_vlen_memory(this.#id, object, name, pointer);
    const values = this.#fetch(where, type, count, read, reclaim);
    return { type, shape: metadata.shape, values, file: this.path, object: where };
  }

  /**
   * Reads a dataset's header: type, shape, chunks and filters, no data.
   * @throws hdf5-not-found, hdf5-type (no dataset, or of a type that can not be read), hdf5-corrupt
   */
  header(path: string): Hdf5DatasetHeader {
    const known = this.#headers.get(path);
    if (known !== undefined) return known;
    const object = this.#expectKind(path, 'dataset');
    const metadata = this.#call(object, (module) => module.get_dataset_metadata(this.#id, object));
    const filters = this.#call(object, (module) => module.get_dataset_filters(this.#id, object));
    const header: Hdf5DatasetHeader = {
      type: this.#readableType(metadata, object),
      shape: metadata.shape,
      maxShape: (metadata.maxshape ?? []).map((length) => (length > Number.MAX_SAFE_INTEGER ? null : length)),
      chunks: metadata.chunks,
      filters: filters.map(({ id, name, cd_values }) => ({ id, name, options: cd_values })),
    };
    this.#headers.set(path, header);
    return header;
  }

  /**
   * Reads a dataset or a block of it, at most 64 MiB per call of the engine.
   * @param block first index and number of elements per axis; the whole dataset by default.
   * @throws hdf5-not-found, hdf5-type, hdf5-argument (block outside the shape), hdf5-missing-filter, hdf5-corrupt
   */
  read(path: string, block?: Partial<Hdf5Block>): Hdf5Array {
    const object = absolutePath(path);
    const { type, shape, chunks, filters } = this.header(path);
    const missing = filters.find(({ id }) => !availableFilters.has(id));
    if (missing !== undefined) throw new Hdf5MissingFilterError(missing.id, missing.name, { file: this.path, object });
    const { start, count } = this.#blockInside(shape ?? [], block, object);
    const selectedShape = shape === null ? null : count;
    const total = elementCount(selectedShape);
    const size = elementBytes(type);

    const result = (values: Hdf5Values): Hdf5Array => ({ type, shape: selectedShape, values, file: this.path, object });
    const pieces = total === 0 ? [] : splitBlock({ start, count }, size, BYTES_PER_CALL, chunks);
    if (hasVariableParts(type)) {
      const reclaimPiece = (piece: Hdf5Block) => (module: H5Module, pointer: bigint) =>
        module.reclaim_vlen_memory_count(this.#id, object, '', pointer, piece.count.map(BigInt));
      const parts = Array.from(pieces, (piece) =>
        this.#fetch(object, type, elementCount(piece.count), this.#pieceReader(object, piece), reclaimPiece(piece)),
      );
      return result(parts.length === 1 ? parts[0] : joinValues(parts, () => this.#decode(new Uint8Array(0), type, 0)));
    }
    const direct = total === 0 ? null : this.#readRowsDirectly(object, path, { start, count });
    return result(this.#decode(direct ?? this.#readThroughEngine(object, pieces, size, total), type, total));
  }

  /**
   * Path of the object that a reference points to; null for the null reference. An object with several hard links comes back under one of them.
   * @param likelyGroup group whose members are tried first. HDF5 searches the whole file for every single reference; looking up all members of a
   * group once makes following thousands of references to them a thousand times faster.
   * @throws hdf5-corrupt if the reference points nowhere.
   */
  dereference(reference: Hdf5Reference, likelyGroup?: string): string | null {
    if (reference.bytes.every((byte) => byte === 0)) return null;
    const address = Buffer.from(reference.bytes).toString('hex');
    const member = likelyGroup === undefined ? undefined : this.#membersByReference(likelyGroup).get(address);
    if (member !== undefined) return member;
    const where = `${reference.target} reference ${address}`;
    const name: string | null = this.#call(where, (module) =>
      module.get_referenced_name(this.#id, reference.bytes, reference.target === 'object'),
    );
    if (name === null)
      throw new Hdf5NotFoundError('expected the referenced object to have a path', { file: this.path, object: where });
    return name;
  }

  #membersByReference(group: string): ReadonlyMap<string, string> {
    const known = this.#references.get(group);
    if (known !== undefined) return known;
    const members = new Map<string, string>();
    this.#references.set(group, members);
    if (this.kind(group) !== 'group') return members;
    for (const name of this.list(group)) {
      const path = absolutePath(`${group}/${name}`);
      try {
        const bytes = this.#call(path, (module) => module.create_object_reference(this.#id, path));
        members.set(Buffer.from(bytes).toString('hex'), path);
      } catch (error) {
        // A damaged member is only a problem of who asks for it.
        if (!isHdf5Error(error)) throw error;
      }
    }
    return members;
  }

  #pieceReader(object: string, { start, count }: Hdf5Block) {
    return (module: H5Module, pointer: bigint) =>
      // The selection of a scalar has no axes; HDF5 wants "everything" instead.
      count.length === 0
        ? module.get_dataset_data(this.#id, object, null, null, null, pointer)
        : module.get_dataset_data(
            this.#id,
            object,
            count.map(BigInt),
            start.map(BigInt),
            count.map(() => 1n),
            pointer,
          );
  }

  #readThroughEngine(object: string, pieces: Iterable<Hdf5Block>, size: number, total: number): Uint8Array {
    const bytes = this.#allocate(total * size, object);
    let filled = 0;
    for (const piece of pieces) {
      const length = elementCount(piece.count) * size;
      this.#withMemory(object, length, (module, pointer) => {
        this.#pieceReader(object, piece)(module, BigInt(pointer));
        bytes.set(module.HEAPU8.subarray(pointer, pointer + length), filled);
      });
      filled += length;
    }
    return bytes;
  }

  /** Whole rows of an uncompressed dataset, without HDF5, which reads a whole chunk for each row; null where that is not possible. */
  #readRowsDirectly(object: string, path: string, { start, count }: Hdf5Block): Uint8Array | null {
    const { shape, type } = this.header(path);
    if (shape === null || shape.length === 0 || count.some((length, axis) => axis > 0 && length !== shape[axis]))
      return null;
    if (!this.#rows.has(object)) this.#rows.set(object, this.#locateRows(object, path));
    const location = this.#rows.get(object)!;
    if (location === null) return null;
    try {
      return readRows(
        this.#descriptor,
        location,
        elementBytes(type) * elementCount(shape.slice(1)),
        start[0],
        count[0],
      );
    } catch (cause) {
      throw new Hdf5CorruptError(
        `the data could not be read: ${(cause as Error).message}`,
        { file: this.path, object },
        cause,
      );
    }
  }

  #locateRows(object: string, path: string): RowLocation | null {
    const { type, shape, chunks, filters } = this.header(path);
    const isPlain =
      (type.kind === 'integer' || type.kind === 'float') && byteOrder(type) === 'little' && filters.length === 0;
    const size = elementBytes(type);
    if (!isPlain || size * elementCount(shape) < BYTES_WORTH_LOCATING) return null;
    // An address means nothing in another file, where a link may lead.
    if ([...ancestors(object), object].some((part) => this.link(part) !== null)) return null;
    const rowBytes = size * elementCount(shape!.slice(1));
    try {
      const reference: Iterable<number> = this.#call(object, (module) =>
        module.create_object_reference(this.#id, object),
      );
      const address = Number(new DataView(Uint8Array.from(reference).buffer).getBigUint64(0, true));
      const location = locateRows(readerOf(this.#descriptor), address, { shape: shape!, chunks, elementBytes: size });
      if (location === null) return null;
      // HDF5 has the last word on the first and the last row.
      const agrees = [0, shape![0] - 1].every((row) => {
        const piece = { start: shape!.map((_, axis) => (axis === 0 ? row : 0)), count: [1, ...shape!.slice(1)] };
        const direct = readRows(this.#descriptor, location, rowBytes, row, 1);
        return (
          direct === null ||
          Buffer.compare(direct, this.#readThroughEngine(object, [piece], size, rowBytes / size)) === 0
        );
      });
      return agrees ? location : null;
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  #call<T>(object: string, call: (module: H5Module) => T): T {
    this.#expectOpen(object);
    return this.#engine.read({ file: this.path, object }, call);
  }

  #expectOpen(object: string): void {
    if (!this.#open) throw new Hdf5ClosedError('the file was closed', { file: this.path, object });
  }

  #kindOf(object: string): Hdf5ObjectKind | null {
    const known = this.#kinds.get(object);
    if (known !== undefined) return known;
    const parent = object.slice(0, object.lastIndexOf('/')) || '/';
    const kind = this.#kindOf(parent) === 'group' ? this.#kindInGroup(object) : null;
    if (kind !== null) this.#kinds.set(object, kind);
    return kind;
  }

  #kindInGroup(object: string): Hdf5ObjectKind | null {
    return this.#call(object, (module) => {
      const code = module.get_type(this.#id, object);
      if (code === module.H5G_GROUP) return 'group';
      if (code === module.H5G_DATASET) return 'dataset';
      if (code === module.H5G_TYPE) return 'datatype';
      if (code === module.H5G_LINK) return 'broken-soft-link';
      return code === module.H5G_UDLINK ? 'broken-external-link' : null;
    });
  }

  #expectKind(path: string, wanted?: Hdf5ObjectKind): string {
    const object = absolutePath(path);
    const context = { file: this.path, object };
    const found = this.kind(object);
    if (found === null)
      throw new Hdf5NotFoundError(`expected ${wanted ? `a ${wanted}` : 'an object'}, found nothing`, context);
    if (found === 'broken-soft-link' || found === 'broken-external-link') {
      const target = this.link(object);
      throw new Hdf5NotFoundError(
        `expected an object, found a link to the missing ${target?.file ?? ''} ${target?.path ?? ''}`,
        context,
      );
    }
    if (wanted !== undefined && found !== wanted) throw new Hdf5TypeError(`a ${wanted}`, `a ${found}`, context);
    return object;
  }

  #readableType(metadata: ElementMetadata, object: string): Hdf5Type {
    const type = describeType(metadata);
    const obstacle = type === undefined ? `HDF5 type class ${metadata.type}` : unreadable(type);
    if (type === undefined || obstacle !== undefined) {
      throw new Hdf5TypeError('a type that can be read', obstacle!, { file: this.path, object });
    }
    return type;
  }

  #blockInside(shape: readonly number[], block: Partial<Hdf5Block> | undefined, object: string): Hdf5Block {
    const start = block?.start ?? shape.map(() => 0);
    const count = block?.count ?? shape.map((length, axis) => length - (start[axis] ?? 0));
    const inside = shape.every(
      (length, axis) =>
        Number.isSafeInteger(start[axis]) &&
        Number.isSafeInteger(count[axis]) &&
        start[axis] >= 0 &&
        count[axis] >= 0 &&
        start[axis] + count[axis] <= length,
    );
    if (!inside || start.length !== shape.length || count.length !== shape.length) {
      throw new Hdf5ArgumentError(
        `expected a block inside the shape [${shape.join(', ')}], found start [${start.join(', ')}] count [${count.join(', ')}]`,
        { file: this.path, object },
      );
    }
    return { start, count };
  }

  #allocate(bytes: number, object: string): Uint8Array {
    try {
      return new Uint8Array(bytes);
    } catch (cause) {
      throw new Hdf5ArgumentError(
        `${bytes} bytes do not fit in memory at once; read it block by block`,
        { file: this.path, object },
        cause,
      );
    }
  }

  /** Reads elements with variable parts (or an attribute) and gives the memory behind the pointers back. */
  #fetch(
    object: string,
    type: Hdf5Type,
    count: number,
    read: (module: H5Module, pointer: bigint) => void,
    reclaim: (module: H5Module, pointer: bigint) => void,
  ): Hdf5Values {
    if (count === 0) return this.#decode(new Uint8Array(0), type, 0);
    const length = count * elementBytes(type);
    return this.#withMemory(object, length, (module, pointer) => {
      read(module, BigInt(pointer));
      const values = this.#decode(module.HEAPU8.slice(pointer, pointer + length), type, count);
      if (hasVariableParts(type)) reclaim(module, BigInt(pointer));
      return values;
    });
  }

  #withMemory<T>(object: string, length: number, use: (module: H5Module, pointer: number) => T): T {
    return this.#call(object, (module) => {
      const pointer = module._malloc(length);
      if (pointer === 0) {
        throw new Hdf5ArgumentError(`the HDF5 engine has no ${length} bytes left`, { file: this.path, object });
      }
      try {
        return use(module, pointer);
      } finally {
        module._free(pointer);
      }
    });
  }

  #decode(bytes: Uint8Array, type: Hdf5Type, count: number): Hdf5Values {
    return decodeElements(bytes, type, count, () => this.#engine.module.HEAPU8, byteOrder(type) === 'mixed');
  }
}

/** deflate, shuffle, fletcher32, szip, nbit, scaleoffset: the filters that this build of HDF5 brings. */
const availableFilters = new Set([1, 2, 3, 4, 5, 6]);
