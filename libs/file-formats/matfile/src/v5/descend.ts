import { MatCorruptError } from '../errors';
import type { ForwardReader } from '../forward-reader';
import { linearIndex, type PathStep } from '../path';
import { elementCount } from '../values';
import { MatPathError, type MatPlace } from '../errors';
import { MI, readTag, spanOf, SpanTooShort, TAG_BYTES } from './elements';
import { MX, readMatrixHeader, type MatrixHeader } from './matrix-header';

/** A reader in front of the data of a matrix element. */
export interface MatrixPosition {
  readonly reader: ForwardReader;
  readonly littleEndian: boolean;
  /** Where the element's data end, in the reader's positions. */
  readonly end: number;
  readonly place: MatPlace;
}

const FIRST_PEEK_BYTES = 512;

/** The header of the matrix in front of the reader, without consuming it; null for an empty element, which is []. */
export async function peekHeader({ reader, littleEndian, end, place }: MatrixPosition): Promise<MatrixHeader | null> {
  const length = end - reader.position;
  if (length === 0) return null;
  for (let wanted = FIRST_PEEK_BYTES; ; wanted *= 4) {
    const bytes = await reader.peek(Math.min(wanted, length));
    try {
      return readMatrixHeader(spanOf(bytes, littleEndian, place), 0, length);
    } catch (error) {
      if (!(error instanceof SpanTooShort)) throw error;
      if (wanted >= length || bytes.length < Math.min(wanted, length)) {
        throw new MatCorruptError('the data end inside an array header', place);
      }
    }
  }
}

/** Consumes the tag of a matrix element inside another. @throws mat-corrupt when it is something else. */
export async function enterMatrix(outer: MatrixPosition): Promise<MatrixPosition> {
  const { reader, littleEndian, place } = outer;
  const element = readTag(
    spanOf(await reader.take(TAG_BYTES), littleEndian, place),
    0,
    outer.end - reader.position + TAG_BYTES,
  );
  if (element.type !== MI.matrix) {
    throw new MatCorruptError(`expected a matrix element, found data type ${element.type}`, place);
  }
  return { ...outer, end: reader.position + element.end - element.start };
}

/** Passes over matrix elements. */
export async function skipMatrices(outer: MatrixPosition, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { end } = await enterMatrix(outer);
    await outer.reader.skip(end - outer.reader.position);
  }
}

/**
 * Follows steps through structs and cells without keeping what lies beside the way.
 * @returns Where the reader stands then, and the steps that lead into something else (an object, an array).
 * @throws mat-path when a field or index isn't there.
 */
export async function descend(
  start: MatrixPosition,
  steps: readonly PathStep[],
  path: string,
): Promise<{ position: MatrixPosition; rest: readonly PathStep[] }> {
  let position = start;
  let rest = steps;
  while (rest.length > 0) {
    const header = await peekHeader(position);
    if (header === null) break;
    const child = childOnPath(header, rest, path);
    if (child === null) break;
    await position.reader.skip(header.contents);
    await skipMatrices(position, child.index);
    position = await enterMatrix(position);
    rest = rest.slice(child.steps);
  }
  return { position, rest };
}

function childOnPath(
  header: MatrixHeader,
  steps: readonly PathStep[],
  path: string,
): { index: number; steps: number } | null {
  const [first, second] = steps;
  const { dims, fieldNames } = header;
  if (header.classCode === MX.cell && (first.kind === 'content' || first.kind === 'either')) {
    return { index: linearIndex(dims, first.indices, path), steps: 1 };
  }
  if (header.classCode !== MX.struct && header.classCode !== MX.object) return null;
  const indexed = first.kind === 'element' || first.kind === 'either';
  const field = indexed ? second : first;
  if (field?.kind !== 'field') return null;
  if (!indexed && elementCount(dims) !== 1) {
    throw new MatPathError(`field ${field.name} of a struct array of ${dims.join(' x ')} needs an index`, path);
  }
  const fieldIndex = fieldNames.indexOf(field.name);
  // Renamed duplicates and missing names: the whole struct is parsed, which knows what to say.
  if (fieldIndex < 0) return null;
  const element = indexed ? linearIndex(dims, first.indices, path) : 0;
  return { index: element * fieldNames.length + fieldIndex, steps: indexed ? 2 : 1 };
}
