import type { ByteSource } from '../byte-source';
import type { MatVariable } from '../container';
import { MatCorruptError, MatFormatError, type MatPlace } from '../errors';
import { inflatePrefix } from '../inflate';
import type { ReadContext } from '../options';
import { withUniqueNames } from '../unique-names';
import { MI, readTag, spanOf, SpanTooShort, TAG_BYTES } from './elements';
import { MX, readMatrixHeader, type MatrixHeader } from './matrix-header';

const FILE_HEADER_BYTES = 128;
const PREFIX_BYTES = 1024;

/** What the first 128 bytes say. */
export interface FileHeader {
  readonly text: string;
  readonly littleEndian: boolean;
  /** Where the subsystem element starts; null where there is none. */
  readonly subsystemOffset: number | null;
}

/** A variable and where its element lies. */
export interface StoredVariable extends MatVariable {
  /** File offset of the element's tag. */
  readonly offset: number;
  /** File offset of the element's data, and their length. */
  readonly dataOffset: number;
  readonly dataBytes: number;
  readonly compressed: boolean;
  /** Bytes of the matrix element including its tag, inflated. */
  readonly matrixBytes: number;
}

/** @throws mat-format when the version or the byte order mark isn't MAT v5's. */
export async function readFileHeader(source: ByteSource): Promise<FileHeader> {
  const bytes = await source.read(0, FILE_HEADER_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = String.fromCharCode(bytes[126], bytes[127]);
  if (mark !== 'IM' && mark !== 'MI') {
    throw new MatFormatError(`expected the byte order mark IM or MI, found ${JSON.stringify(mark)}`, {
      file: source.label,
      offset: 126,
    });
  }
  const littleEndian = mark === 'IM';
  const blank = bytes.subarray(116, 124).every((byte) => byte === 0x20);
  const subsystemOffset = Number(view.getBigUint64(116, littleEndian));
  return {
    text: Buffer.from(bytes.subarray(0, 116))
      .toString('latin1')
      .replace(/[\s\0]+$/, ''),
    littleEndian,
    subsystemOffset: blank || subsystemOffset === 0 ? null : subsystemOffset,
  };
}

/** Walks over the elements of a file, looking at the start of each. */
export async function listVariables(
  source: ByteSource,
  { littleEndian, subsystemOffset }: FileHeader,
  context: ReadContext,
): Promise<{ variables: StoredVariable[]; subsystem: StoredVariable | null }> {
  const variables: StoredVariable[] = [];
  let subsystem: StoredVariable | null = null;
  for (let offset = FILE_HEADER_BYTES; offset + TAG_BYTES <= source.byteLength;) {
    const place: MatPlace = { file: source.label, offset };
    const tag = readTag(spanOf(await source.read(offset, TAG_BYTES), littleEndian, place), 0, Infinity);
    const dataOffset = offset + tag.start;
    const stored = { offset, dataOffset, dataBytes: tag.end - tag.start, compressed: tag.type === MI.compressed };
    const next = offset + tag.next;
    if (dataOffset + stored.dataBytes > source.byteLength) context.warn('the file ends inside this element', place);
    if (tag.type === MI.matrix || tag.type === MI.compressed) {
      const variable = await describe(source, stored, littleEndian, place);
      const isSubsystem = offset === subsystemOffset || (variable.name === '' && variable.className === 'uint8');
      if (isSubsystem) subsystem = variable;
      else variables.push(variable);
    } else if (tag.type === 0 && tag.end === tag.start) {
      context.warn('zero bytes in place of an element; reading ends here', place);
      break;
    } else {
      context.warn(`an element of data type ${tag.type} between variables is passed over`, place);
    }
    offset = next;
  }
  return { variables: withUniqueNames(variables, context), subsystem };
}

type StoredElement = Pick<StoredVariable, 'offset' | 'dataOffset' | 'dataBytes' | 'compressed'>;

async function describe(
  source: ByteSource,
  stored: StoredElement,
  littleEndian: boolean,
  place: MatPlace,
): Promise<StoredVariable> {
  const available = Math.min(stored.dataBytes, source.byteLength - stored.dataOffset);
  for (let length = PREFIX_BYTES; ; length *= 4) {
    const prefix = await source.read(stored.dataOffset, Math.min(length, available));
    try {
      return describePrefix(prefix, stored, littleEndian, place);
    } catch (error) {
      if (!(error instanceof SpanTooShort)) throw error;
      if (length >= available) throw new MatCorruptError('the element ends inside its header', place);
    }
  }
}

function describePrefix(
  prefix: Uint8Array,
  stored: StoredElement,
  littleEndian: boolean,
  place: MatPlace,
): StoredVariable {
  const bytes = stored.compressed ? inflatePrefix(prefix, place) : prefix;
  const span = spanOf(bytes, littleEndian, place);
  const element = stored.compressed
    ? readTag(span, 0, Infinity)
    : { type: MI.matrix, start: 0, end: stored.dataBytes, next: stored.dataBytes };
  if (element.type !== MI.matrix) {
    throw new MatCorruptError(`compressed data hold an element of type ${element.type}, not a matrix`, place);
  }
  const empty = element.start === element.end;
  const header = empty ? null : readMatrixHeader(span, element.start, element.end);
  return {
    name: header?.name ?? '',
    className: header === null ? 'double' : classNameOf(header),
    dims: header === null ? [0, 0] : header.classCode === MX.opaque ? null : header.dims,
    isComplex: header?.isComplex ?? false,
    isSparse: header?.classCode === MX.sparse,
    isGlobal: header?.isGlobal ?? false,
    storedBytes: stored.dataOffset - stored.offset + stored.dataBytes,
    matrixBytes: stored.compressed ? element.end : TAG_BYTES + stored.dataBytes,
    ...stored,
  };
}

const CLASS_NAMES: ReadonlyMap<number, string> = new Map([
  [MX.cell, 'cell'],
  [MX.struct, 'struct'],
  [MX.char, 'char'],
  [MX.functionHandle, 'function_handle'],
]);

function classNameOf(header: MatrixHeader): string {
  if (header.isLogical) return 'logical';
  if (header.classCode === MX.sparse) return 'double';
  return header.numericClass ?? CLASS_NAMES.get(header.classCode) ?? header.className;
}
