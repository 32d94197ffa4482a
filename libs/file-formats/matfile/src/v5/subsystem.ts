import { ObjectDamage } from '../mcos/metadata';
import type { SubsystemCells } from '../mcos/subsystem';
import type { ReadContext } from '../options';
import { elementCount, type MatValue } from '../values';
import { elementBytes, MI, readTag, spanOf, type Element, type Span } from './elements';
import { parseMatrix } from './matrix';
import { MX, readMatrixHeader, type MatrixHeader } from './matrix-header';

/** Bytes before the first element of the small MAT stream that the subsystem holds. */
export const MINI_HEADER_BYTES = 8;

/** The byte order of that stream, which is its own. @throws ObjectDamage. */
export function miniByteOrder(bytes: Uint8Array): boolean {
  const mark = String.fromCharCode(bytes[2], bytes[3]);
  if (mark !== 'IM' && mark !== 'MI')
    throw new ObjectDamage(`the subsystem's byte order mark is ${JSON.stringify(mark)}`);
  return mark === 'IM';
}

/** Takes the subsystem element of a v5 file apart, leaving each cell unparsed until it is wanted. */
export function openCells(
  matrix: Span,
  element: Element,
  context: ReadContext,
): { cells: SubsystemCells; littleEndian: boolean } {
  const { contents, numericClass } = headerOf(matrix, element);
  const bytes = elementBytes(matrix, readTag(matrix, contents, element.end));
  if (numericClass !== 'uint8' || bytes.length <= MINI_HEADER_BYTES) {
    throw new ObjectDamage(`the subsystem is of class ${numericClass} with ${bytes.length} bytes`);
  }
  const littleEndian = miniByteOrder(bytes);
  const span = spanOf(bytes, littleEndian, matrix.place);
  const elements = wrappedElements(span);
  const cell = (index: number): MatValue => parseMatrix({ span, context, opaqueSeen: false }, elements[index]);
  return { cells: { length: elements.length, cell }, littleEndian };
}

/** The cells of the file wrapper: first matrix, field `MCOS`, opaque content. */
function wrappedElements(span: Span): Element[] {
  const outer = readTag(span, MINI_HEADER_BYTES, span.bytes.length);
  const outerHeader = headerOf(span, outer);
  const field = outerHeader.fieldNames.indexOf('MCOS');
  if (outerHeader.classCode !== MX.struct || field < 0) throw new ObjectDamage('the subsystem has no field MCOS');
  const wrapper = childElements(span, outerHeader, outer, outerHeader.fieldNames.length)[field];
  const wrapperHeader = headerOf(span, wrapper);
  if (wrapperHeader.classCode !== MX.opaque) throw new ObjectDamage('the subsystem field MCOS is no object');
  const content = readTag(span, wrapperHeader.contents, wrapper.end);
  const contentHeader = headerOf(span, content);
  if (contentHeader.classCode !== MX.cell) throw new ObjectDamage('the subsystem wraps no cell array');
  return childElements(span, contentHeader, content, elementCount(contentHeader.dims));
}

function headerOf(span: Span, element: Element): MatrixHeader {
  if (element.type !== MI.matrix) throw new ObjectDamage(`the subsystem holds data type ${element.type}`);
  return readMatrixHeader(span, element.start, element.end);
}

function childElements(span: Span, header: MatrixHeader, outer: Element, count: number): Element[] {
  const elements: Element[] = [];
  let at = header.contents;
  while (elements.length < count) {
    const element = readTag(span, at, outer.end);
    elements.push(element);
    at = element.next;
  }
  return elements;
}

/** The cells of a subsystem that a forward pass has read as one value. */
export function cellsOfValue(root: MatValue): SubsystemCells {
  const wrapper = root.kind === 'struct' ? root.fields.get('MCOS')?.[0] : undefined;
  const content = wrapper?.kind === 'opaque' ? wrapper.content : undefined;
  if (content?.kind !== 'cell') throw new ObjectDamage('the subsystem wraps no cell array');
  const { cells } = content;
  return { length: cells.length, cell: (index) => cells[index] };
}
