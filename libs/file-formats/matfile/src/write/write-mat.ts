import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { MatAccessError, MatValueError } from '../errors';
import { MI } from '../v5/elements';
import { matNumeric, toMatValue, type MatInput } from './construct';
import { byteLength, element, matrixElement, opaque, structContents, type Chunks } from './elements';
import { ObjectStore } from './subsystem';

/** How to write a MAT file. */
export interface WriteMatOptions {
  /** `v7` (default) compresses each variable, `v5` doesn't, `v7.3` is HDF5. */
  readonly version?: 'v5' | 'v7' | 'v7.3';
  /** Text of the header; default `MATLAB 5.0 MAT-file, written by @emgfm/matfile`. */
  readonly headerText?: string;
}

const DEFAULT_HEADER_TEXT = 'written by @emgfm/matfile';
const HEADER_TEXT_BYTES = 116;
const HEADER_BYTES = 128;
/** Fast deflation: EMG hardly shrinks more at higher levels. */
const DEFLATE_LEVEL = 3;
const deflated = promisify<Uint8Array, { level: number }, Buffer>(deflate);

/**
 * Writes variables to a MAT file, whole or not at all visible under its name only when complete.
 * @throws mat-value (names, lengths, sizes), mat-unsupported (kinds that can't be written), mat-access
 * @example await writeMat('trial.mat', { EMG: matTable({ Header: timesS, VL: emgV }) });
 */
export async function writeMat(
  path: string,
  variables: Readonly<Record<string, MatInput>>,
  options: WriteMatOptions = {},
): Promise<void> {
  if (options.version === 'v7.3') {
    Object.keys(variables).forEach(checkVariableName);
    const { writeV73 } = await import('./v73');
    return writeV73(path, variables, headerBytes(options.headerText, 'v7.3', 0));
  }
  const chunks = await encodeChunks(variables, options);
  try {
    const file = await open(path, 'w');
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new MatAccessError(`can't write: ${(cause as Error).message}`, { file: path }, cause);
  }
}

/** The bytes of a MAT v5 or v7 file. @throws mat-value, mat-unsupported. */
export async function encodeMat(
  variables: Readonly<Record<string, MatInput>>,
  options: WriteMatOptions = {},
): Promise<Uint8Array> {
  if (options.version === 'v7.3') throw new MatValueError('v7.3 files are written to a path, not to memory');
  return Buffer.concat(await encodeChunks(variables, options));
}

async function encodeChunks(
  variables: Readonly<Record<string, MatInput>>,
  { version = 'v7', headerText }: WriteMatOptions,
): Promise<Chunks> {
  const store = new ObjectStore();
  const chunks: Chunks = [];
  const append = async (matrix: Chunks): Promise<void> => {
    if (version === 'v5') {
      chunks.push(...matrix);
      return;
    }
    const packed = await deflated(Buffer.concat(matrix), { level: DEFLATE_LEVEL });
    chunks.push(new Uint8Array(Uint32Array.of(MI.compressed, packed.length).buffer), packed);
  };
  for (const [name, input] of Object.entries(variables)) {
    checkVariableName(name);
    await append(matrixElement(toMatValue(input), name, store));
  }
  const subsystemOffset = store.isEmpty ? 0 : HEADER_BYTES + byteLength(chunks);
  if (!store.isEmpty) await append(subsystemElement(store));
  return [headerBytes(headerText, version, subsystemOffset), ...chunks];
}

/** @throws mat-value unless MATLAB could have a variable of this name. */
export function checkVariableName(name: string): void {
  if (!/^[A-Za-z]\w{0,62}$/.test(name)) {
    throw new MatValueError(
      `${JSON.stringify(name)} is no MATLAB variable name: a letter, then up to 62 letters, digits and _`,
    );
  }
}

function headerBytes(headerText = DEFAULT_HEADER_TEXT, version: string, subsystemOffset: number): Uint8Array {
  const prefix = version === 'v7.3' ? 'MATLAB 7.3 MAT-file' : 'MATLAB 5.0 MAT-file';
  const header = Buffer.alloc(HEADER_BYTES, ' ');
  header.write(`${prefix}, ${headerText}`.slice(0, HEADER_TEXT_BYTES), 'latin1');
  header.writeBigUInt64LE(BigInt(subsystemOffset), HEADER_TEXT_BYTES);
  header.writeUInt16LE(version === 'v7.3' ? 0x0200 : 0x0100, 124);
  header.write('IM', 126, 'latin1');
  return header;
}

/** The unnamed last matrix: bytes that are a small MAT stream with the file wrapper inside. */
function subsystemElement(store: ObjectStore): Chunks {
  const wrapper = element(MI.matrix, opaque('', 'FileWrapper__', matrixElement(store.cells(), '', store)));
  const root = element(MI.matrix, structContents('', [1, 1], ['MCOS'], wrapper));
  const stream = Buffer.concat([Uint8Array.of(0x00, 0x01, 0x49, 0x4d, 0, 0, 0, 0), ...root]);
  return matrixElement(matNumeric(stream, [1, stream.length]), '', store);
}
