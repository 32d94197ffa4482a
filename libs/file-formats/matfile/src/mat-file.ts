import { openSource, type ByteSource } from './byte-source';
import type { Container, MatBlock, MatVariable, MatVersion } from './container';
import { MatFormatError } from './errors';
import { DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH, type MatOptions, type MatWarning, type ReadContext } from './options';
import { parsePath, pathText, type MatPath } from './path';
import { streamValue, type StreamOptions } from './stream';
import { openV4 } from './v4';
import { openV5 } from './v5/container';
import type { MatDims, MatValue } from './values';

/** How many variables are inflated at a time; the thread pool of Node has four threads. */
const PARALLEL_READS = 4;

/** An open MAT file of any version. */
export class MatFile {
  /** Use {@link openMat}. */
  constructor(
    private readonly container: Container,
    /** Oddities met so far that stopped nothing; grows as values are read. */
    readonly warnings: readonly MatWarning[],
  ) {}

  /** `v5` stands for versions 5, 6 and 7, which share one container. */
  get version(): MatVersion {
    return this.container.version;
  }

  /** The text that the writing program left in the header; empty for v4. */
  get headerText(): string {
    return this.container.headerText;
  }

  /** What the file holds, in its order, without reading it. */
  get variables(): readonly MatVariable[] {
    return this.container.variables;
  }

  /**
   * Reads a variable, or what a path inside it leads to, passing over the rest where the format allows.
   * @param path For example `data.Walk.Trial01.EMG`, `s(3).x`, `c{2}`, or `['data', 'odd.name', 3]`; indices from 1.
   * @throws mat-path (not there), mat-corrupt, mat-limit, mat-access
   * @example const emg = await mat.read('data.Walk.Trial01.EMG');
   */
  async read(path: MatPath): Promise<MatValue> {
    const { variable, steps } = parsePath(path);
    return this.container.read(variable, steps, pathText(path));
  }

  /**
   * Names of the fields of a struct, or of the columns of a table, from headers alone where they tell; none for any other value.
   * @throws as `read`
   * @example for (const trial of await mat.fieldNames('data.Walk')) emg.push(await mat.read(['data', 'Walk', trial, 'EMG']));
   */
  async fieldNames(path: MatPath): Promise<readonly string[]> {
    const { variable, steps } = parsePath(path);
    return (await this.container.fieldNames?.(variable, steps, pathText(path))) ?? namesIn(await this.read(path));
  }

  /**
   * Dimensions of what a path leads to, from headers alone where they tell, else by reading it.
   * @throws as `read`
   * @example const [rows, strides] = await mat.dimensions('s.Data');
   */
  async dimensions(path: MatPath): Promise<MatDims> {
    const { variable, steps } = parsePath(path);
    return (await this.container.dimensions?.(variable, steps, pathText(path))) ?? (await this.read(path)).dims;
  }

  /**
   * Reads variables, several at a time.
   * @param names Which; default all of them.
   * @throws mat-path, mat-corrupt, mat-limit, mat-access
   */
  async readAll(names: readonly string[] = this.variables.map(({ name }) => name)): Promise<Map<string, MatValue>> {
    const values: MatValue[] = [];
    const waiting = names.entries();
    const readNext = async (): Promise<void> => {
      for (const [i, name] of waiting) values[i] = await this.container.read(name, [], name);
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, readNext));
    return new Map(names.map((name, i) => [name, values[i]]));
  }

  /**
   * Hands on a numeric array, or the numeric columns of a table, block by block in bounded memory. A table's columns come in
   * the order of the file; time columns come as milliseconds.
   * @throws mat-unsupported when the value is neither, or a wanted column isn't numeric; as `read` otherwise
   * @example for await (const { column, offset, values } of mat.stream('EMG')) sink(column, offset, values);
   */
  stream(path: MatPath, options: StreamOptions = {}): AsyncGenerator<MatBlock> {
    return streamValue(this.container, path, options);
  }

  /** Closes the file; values read stay valid. */
  close(): Promise<void> {
    return this.container.close();
  }
}

/**
 * Opens a MAT file of version 4, 5, 6, 7 or 7.3 and lists what it holds.
 * @param source Path of a file, or its bytes.
 * @throws mat-access (can't be opened), mat-format (no MAT file), mat-corrupt (damaged)
 * @example
 * const mat = await openMat('trial.mat');
 * console.log(mat.variables.map(({ name, className }) => `${name}: ${className}`));
 * const value = await mat.read('data.Walk.Trial01.EMG');
 * await mat.close();
 */
export async function openMat(source: string | Uint8Array, options: MatOptions = {}): Promise<MatFile> {
  const bytes = await openSource(source);
  const warnings: MatWarning[] = [];
  const context: ReadContext = {
    file: bytes.label,
    maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
    maxDepth: options.maxDepth ?? DEFAULT_MAX_DEPTH,
    legacyCharset: options.legacyCharset ?? 'none',
    warn: (message, place = {}) => warnings.push({ file: bytes.label, ...place, message }),
  };
  try {
    return new MatFile(await openContainer(bytes, source, context), warnings);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/**
 * Reads all variables of a MAT file, or those named.
 * @throws mat-access, mat-format, mat-corrupt, mat-limit, mat-path
 * @example const { variables, warnings } = await readMat('trial.mat');
 */
export async function readMat(
  source: string | Uint8Array,
  options: MatOptions & { readonly names?: readonly string[] } = {},
): Promise<{ variables: Map<string, MatValue>; warnings: readonly MatWarning[] }> {
  const mat = await openMat(source, options);
  try {
    return { variables: await mat.readAll(options.names), warnings: mat.warnings };
  } finally {
    await mat.close();
  }
}

function namesIn(value: MatValue): readonly string[] {
  return value.kind === 'struct'
    ? [...value.fields.keys()]
    : value.kind === 'table' || value.kind === 'timetable'
      ? value.variableNames
      : [];
}

const HDF5_SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

async function openContainer(bytes: ByteSource, source: string | Uint8Array, context: ReadContext): Promise<Container> {
  const start = await bytes.read(0, Math.min(128, bytes.byteLength));
  const isPlainHdf5 = HDF5_SIGNATURE.every((byte, i) => start[i] === byte);
  const isV4 = start.length >= 20 && start.subarray(0, 4).includes(0);
  if (isV4) return openV4(bytes, context);
  if (!isPlainHdf5 && start.length < 128) {
    throw new MatFormatError(`a MAT file starts with a header of 128 bytes, this one has ${start.length}`, {
      file: bytes.label,
    });
  }
  const isLittleEndian = String.fromCharCode(start[126], start[127]) !== 'MI';
  const version = isPlainHdf5
    ? 0x0200
    : isLittleEndian
      ? start[124] | (start[125] << 8)
      : (start[124] << 8) | start[125];
  if (version === 0x0100) return openV5(bytes, context);
  if (version === 0x0200) {
    const { openV73 } = await import('./v73/container');
    return openV73(bytes, source, context);
  }
  throw new MatFormatError(`no MAT file: version field ${version}, known are 0x0100 and 0x0200`, {
    file: bytes.label,
    offset: 124,
  });
}
