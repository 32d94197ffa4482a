import { MatCorruptError } from '../errors';
import { asClass, asDoubles } from '../numeric-classes';
import { checkBytes, checkDepth, type ReadContext } from '../options';
import { sparseFromColumns } from '../sparse';
import { charArray, type CharEncoding } from '../text';
import { uniqueNames } from '../unique-names';
import { functionHandle } from '../function-handle';
import { elementCount, emptyDouble, type MatNumbers, type MatValue } from '../values';
import { elementBytes, elementNumbers, MI, readTag, type Element, type Span } from './elements';
import { MX, readMatrixHeader, type MatrixHeader } from './matrix-header';

/** One parse of a matrix element; opaque objects come out as `opaque` values, to be decoded when the subsystem is known. */
export interface MatrixParse {
  readonly span: Span;
  readonly context: ReadContext;
  /** Set when an opaque object was met. */
  opaqueSeen: boolean;
}

const CHAR_ENCODING = new Map<number, CharEncoding>([
  [MI.int8, 'latin1'],
  [MI.uint8, 'latin1'],
  [MI.uint16, 'uint16'],
  [MI.int16, 'utf-16'],
  [MI.utf8, 'utf-8'],
  [MI.utf16, 'utf-16'],
  [MI.utf32, 'utf-32'],
]);

/** Parses a whole matrix element. @throws mat-corrupt, mat-limit. */
export function parseMatrix(parse: MatrixParse, element: Element, depth = 0): MatValue {
  const { span } = parse;
  if (element.type !== MI.matrix) {
    throw new MatCorruptError(`expected a matrix element, found data type ${element.type}`, span.place);
  }
  if (element.start === element.end) return emptyDouble();
  return parseContents(parse, readMatrixHeader(span, element.start, element.end), element.end, depth);
}

/** Parses what follows a matrix header. */
export function parseContents(parse: MatrixParse, header: MatrixHeader, limit: number, depth: number): MatValue {
  const { span, context } = parse;
  checkDepth(context, depth, span.place);
  const { dims } = header;
  let next = header.contents;
  const nextElement = (): Element => {
    const element = readTag(span, next, limit);
    next = element.next;
    return element;
  };
  const children = (count: number): MatValue[] => {
    if (count * 8 > limit - next) {
      throw new MatCorruptError(`${count} values can't lie in the ${limit - next} bytes left`, span.place);
    }
    const values: MatValue[] = [];
    let last: { readonly element: Element; readonly value: MatValue } | null = null;
    for (let i = 0; i < count; i++) {
      const element = nextElement();
      // a column of labels repeats one text thousands of times: equal bytes are one value
      if (last?.value.kind !== 'char' || !sameBytes(span, last.element, element)) {
        last = { element, value: parseMatrix(parse, element, depth + 1) };
      }
      values.push(last.value);
    }
    return values;
  };

  switch (header.classCode) {
    case MX.cell:
      return { kind: 'cell', dims, cells: children(elementCount(dims)) };
    case MX.struct:
    case MX.object:
      return structOrObject(header, children(elementCount(dims) * header.fieldNames.length), parse);
    case MX.char: {
      if (next >= limit && elementCount(dims) === 0) return { kind: 'char', dims, text: '' };
      const element = nextElement();
      const encoding = CHAR_ENCODING.get(element.type);
      if (encoding === undefined)
        throw new MatCorruptError(`data type ${element.type} holds no characters`, span.place);
      const short = shortAsciiText(span, element);
      if (short?.length === elementCount(dims)) return { kind: 'char', dims, text: short };
      const codes = elementNumbers(span, element);
      const units = element.type === MI.int16 ? new Uint16Array(codes.buffer, codes.byteOffset, codes.length) : codes;
      return charArray(units as Uint8Array | Uint16Array | Uint32Array, encoding, dims, context, span.place);
    }
    case MX.sparse:
      return sparse(parse, header, nextElement);
    case MX.functionHandle:
      return functionHandle(parseMatrix(parse, nextElement(), depth + 1), dims);
    case MX.opaque: {
      parse.opaqueSeen ||= header.typeSystem === 'MCOS';
      const content = parseMatrix(parse, nextElement(), depth + 1);
      return { kind: 'opaque', typeSystem: header.typeSystem, className: header.className, dims: [1, 1], content };
    }
    default:
      return numericOrLogical(parse, header, nextElement, limit);
  }
}

function sameBytes({ bytes }: Span, a: Element, b: Element): boolean {
  const length = a.end - a.start;
  if (a.type !== b.type || length !== b.end - b.start || b.end > bytes.length) return false;
  for (let i = 0; i < length; i++) if (bytes[a.start + i] !== bytes[b.start + i]) return false;
  return true;
}

/** Longest text that is put together unit by unit. */
const SHORT_TEXT_UNITS = 32;

/** Bytes of a unit of the encodings in which ASCII characters are one unit each. */
const UNIT_BYTES = new Map<number, 1 | 2>([
  [MI.int8, 1],
  [MI.uint8, 1],
  [MI.utf8, 1],
  [MI.int16, 2],
  [MI.uint16, 2],
  [MI.utf16, 2],
]);

/** A short ASCII text; null for any other. Columns of labels hold a million of them. */
function shortAsciiText(span: Span, { type, start, end }: Element): string | null {
  const unitBytes = UNIT_BYTES.get(type);
  if (unitBytes === undefined || end > span.bytes.length || end - start > SHORT_TEXT_UNITS * unitBytes) return null;
  if ((end - start) % unitBytes !== 0) return null;
  const units: number[] = [];
  for (let at = start; at < end; at += unitBytes) {
    const unit = unitBytes === 1 ? span.bytes[at] : span.view.getUint16(at, span.littleEndian);
    if (unit >= 0x80) return null;
    units.push(unit);
  }
  return String.fromCharCode(...units);
}

function structOrObject(header: MatrixHeader, values: MatValue[], parse: MatrixParse): MatValue {
  const { dims, fieldNames } = header;
  const names = uniqueNames(fieldNames, (name, kept) =>
    parse.context.warn(`field ${name} occurs twice; the later one is kept as ${kept}`, parse.span.place),
  );
  const fields = new Map<string, MatValue[]>(names.map((name) => [name, []]));
  values.forEach((value, i) => fields.get(names[i % names.length])?.push(value));
  if (header.classCode === MX.struct) return { kind: 'struct', dims, fields };
  if (names.length === 0 && elementCount(dims) * 8 > parse.span.bytes.length) {
    throw new MatCorruptError(`an object array of ${dims.join(' x ')} has no properties`, parse.span.place);
  }
  const elements = Array.from(
    { length: elementCount(dims) },
    (_, i) => new Map(names.map((name) => [name, (fields.get(name) as MatValue[])[i]])),
  );
  return { kind: 'object', className: header.className, dims, elements };
}

function numericOrLogical(
  parse: MatrixParse,
  header: MatrixHeader,
  nextElement: () => Element,
  limit: number,
): MatValue {
  const { span, context } = parse;
  const { dims, numericClass } = header;
  const className = numericClass ?? 'double';
  const count = elementCount(dims);
  const part = (): MatNumbers => {
    if (count === 0 && header.contents >= limit) return asClass(new Uint8Array(0), className, span.place);
    const stored = elementNumbers(span, nextElement());
    if (stored.length !== count) {
      throw new MatCorruptError(`an array of ${dims.join(' x ')} holds ${stored.length} values`, span.place);
    }
    // Stored bytes may widen eightfold.
    checkBytes(context, count * 8, 'an array', span.place);
    return asClass(stored, className, span.place);
  };
  const values = part();
  if (header.isLogical) return { kind: 'logical', dims, values: asLogical(values) };
  return { kind: 'numeric', className, dims, values, imaginary: header.isComplex ? part() : null };
}

/** Any stored numbers as 0 or 1 each. */
export function asLogical(values: MatNumbers): Uint8Array {
  const logical = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) logical[i] = Number(values[i]) === 0 ? 0 : 1;
  return logical;
}

function sparse(parse: MatrixParse, header: MatrixHeader, nextElement: () => Element): MatValue {
  const { span } = parse;
  const rowIndices = elementNumbers(span, nextElement());
  const columnPointers = elementNumbers(span, nextElement());
  const stored = Number(columnPointers[columnPointers.length - 1] ?? 0);
  const part = (): Float64Array => {
    const element = nextElement();
    // Logical sparse data are tagged as doubles and stored as bytes.
    const asBytes = header.isLogical && element.end - element.start < 8 * stored;
    return asDoubles(asBytes ? elementBytes(span, element) : elementNumbers(span, element));
  };
  const empty = stored === 0 ? new Float64Array(0) : null;
  const values = empty ?? part();
  const imaginary = header.isComplex ? (empty ?? part()) : null;
  const { dims, isLogical: logical } = header;
  return sparseFromColumns({ dims, logical, rowIndices, columnPointers, values, imaginary }, span.place);
}
