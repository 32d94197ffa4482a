import type { DeferredArrays, DeferredBlock } from '../container';
import { MatCorruptError } from '../errors';
import { functionHandle } from '../function-handle';
import { asClass, NUMBERS_OF_CLASS } from '../numeric-classes';
import { checkBytes, checkDepth, type ReadContext } from '../options';
import { elementCount, type MatNumbers, type MatNumericClass, type MatValue } from '../values';
import { enterMatrix, peekHeader, type MatrixPosition } from './descend';
import { elementNumbers, MI, numbersOfType, readTag, spanOf, TAG_BYTES } from './elements';
import { uniqueNames } from '../unique-names';
import { parseMatrix, type MatrixParse } from './matrix';
import { MX, type MatrixHeader } from './matrix-header';

/** Arrays at least this large are left in the file. */
const DEFER_BYTES = 2 ** 16;

interface DeferredArray {
  /** Where the data elements start, in the reader's positions, and where the matrix ends. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  readonly className: MatNumericClass;
  readonly isComplex: boolean;
}

/** Reads matrices from a forward reader, leaving large numeric arrays of some classes where they are. */
export class DeferringParse {
  readonly arrays = new Map<MatNumbers, DeferredArray>();
  opaqueSeen = false;
  private keptBytes = 0;

  constructor(
    private readonly context: ReadContext,
    private readonly deferrable: ReadonlySet<MatNumericClass>,
  ) {}

  /** Parses the matrix in front of the reader; of a large array only the header is consumed. */
  async parse(position: MatrixPosition, depth = 0): Promise<MatValue> {
    const { reader, end, place } = position;
    checkDepth(this.context, depth, place);
    const header = end - reader.position > DEFER_BYTES ? await peekHeader(position) : null;
    if (header === null) return this.whole(position, depth);
    const { numericClass } = header;
    if (numericClass !== null && this.deferrable.has(numericClass) && !header.isLogical) {
      return this.defer(position, header, numericClass);
    }
    return (await this.container(position, header, depth)) ?? this.whole(position, depth);
  }

  private async whole({ reader, littleEndian, end, place }: MatrixPosition, depth: number): Promise<MatValue> {
    const length = end - reader.position;
    this.keptBytes += length;
    checkBytes(this.context, this.keptBytes, 'a value', place);
    const span = spanOf(await reader.take(length), littleEndian, place);
    const parse: MatrixParse = { span, context: this.context, opaqueSeen: false };
    const value = parseMatrix(parse, { type: MI.matrix, start: 0, end: length, next: length }, depth);
    this.opaqueSeen ||= parse.opaqueSeen;
    return value;
  }

  private async defer(
    { reader, end }: MatrixPosition,
    header: MatrixHeader,
    className: MatNumericClass,
  ): Promise<MatValue> {
    const placeholder = new NUMBERS_OF_CLASS[className](0);
    const { dims, isComplex } = header;
    await reader.skip(header.contents);
    this.arrays.set(placeholder, { start: reader.position, end, count: elementCount(dims), className, isComplex });
    const imaginary = isComplex ? new NUMBERS_OF_CLASS[className](0) : null;
    return { kind: 'numeric', className, dims, values: placeholder, imaginary };
  }

  /** Values that hold others, each read on its own; null for anything else. */
  private async container(position: MatrixPosition, header: MatrixHeader, depth: number): Promise<MatValue | null> {
    const { reader, end, place } = position;
    const { dims, classCode } = header;
    const holds = [MX.cell, MX.struct, MX.functionHandle, MX.opaque] as number[];
    if (!holds.includes(classCode)) return null;
    await reader.skip(header.contents);
    const next = async (): Promise<MatValue> => {
      const inner = await enterMatrix(position);
      const value = await this.parse(inner, depth + 1);
      await reader.skip(inner.end - reader.position);
      return value;
    };
    if (classCode === MX.functionHandle) return functionHandle(await next(), dims);
    if (classCode === MX.opaque) {
      this.opaqueSeen ||= header.typeSystem === 'MCOS';
      return {
        kind: 'opaque',
        typeSystem: header.typeSystem,
        className: header.className,
        dims: [1, 1],
        content: await next(),
      };
    }
    const names = uniqueNames(header.fieldNames, (name, kept) =>
      this.context.warn(`field ${name} occurs twice; the later one is kept as ${kept}`, place),
    );
    const count = elementCount(dims) * (classCode === MX.cell ? 1 : names.length);
    if (count * TAG_BYTES > end - reader.position) {
      throw new MatCorruptError(`${count} values can't lie in the ${end - reader.position} bytes left`, place);
    }
    const values: MatValue[] = [];
    while (values.length < count) values.push(await next());
    if (classCode === MX.cell) return { kind: 'cell', dims, cells: values };
    const fields = new Map<string, MatValue[]>(names.map((name) => [name, []]));
    values.forEach((value, i) => fields.get(names[i % names.length])?.push(value));
    return { kind: 'struct', dims, fields };
  }
}

/** The deferred arrays of one parse; each reading opens the stream anew and passes over it once. */
export function deferredArrays(
  arrays: ReadonlyMap<MatNumbers, DeferredArray>,
  open: () => Promise<MatrixPosition>,
): DeferredArrays {
  return {
    has: (placeholder) => arrays.has(placeholder),
    async *blocks(placeholders, blockElements) {
      const wanted = placeholders
        .map((placeholder) => ({ placeholder, array: arrays.get(placeholder) as DeferredArray }))
        .sort((a, b) => a.array.start - b.array.start);
      const position = await open();
      try {
        for (const { placeholder, array } of wanted) {
          await position.reader.skip(array.start - position.reader.position);
          for (const part of array.isComplex ? (['real', 'imaginary'] as const) : (['real'] as const)) {
            for await (const block of partBlocks(position, array, part, blockElements)) yield { placeholder, block };
          }
        }
        // Only the end of the data tells whether compressed data were whole.
        await position.reader.drain();
      } finally {
        await position.reader.close();
      }
    },
  };
}

async function* partBlocks(
  { reader, littleEndian, place }: MatrixPosition,
  { end, count, className }: DeferredArray,
  part: 'real' | 'imaginary',
  blockElements: number,
): AsyncGenerator<DeferredBlock> {
  const limit = end - reader.position;
  const element = readTag(spanOf(await reader.peek(TAG_BYTES), littleEndian, place), 0, limit);
  const size = numbersOfType(element.type, place).BYTES_PER_ELEMENT;
  if (element.end - element.start !== count * size) {
    throw new MatCorruptError(`an array of ${count} elements is stored in ${element.end - element.start} bytes`, place);
  }
  await reader.skip(element.start);
  for (let offset = 0; offset < count; offset += blockElements) {
    const length = Math.min(blockElements, count - offset) * size;
    const span = spanOf(await reader.take(length), littleEndian, place);
    const stored = elementNumbers(span, { type: element.type, start: 0, end: length, next: length });
    yield { part, offset, values: asClass(stored, className, place) };
  }
  await reader.skip(element.next - element.end);
}
