import type { Container, DeferredArrays, MatBlock } from './container';
import { MatPathError, MatUnsupportedError } from './errors';
import { parsePath, pathText, type MatPath } from './path';
import type { MatNumbers, MatValue } from './values';

/** How to stream an array or a table. */
export interface StreamOptions {
  /** Elements per block; default 32768 (256 KiB of doubles). */
  readonly blockElements?: number;
  /** Of a table, the columns wanted; default all. */
  readonly columns?: readonly string[];
}

const DEFAULT_BLOCK_ELEMENTS = 2 ** 15;

/** One array to hand on: numbers in memory, or left in the file. */
interface StreamedArray {
  readonly column: string;
  readonly className: MatBlock['className'];
  readonly dims: readonly number[];
  readonly real: MatNumbers;
  readonly imaginary: MatNumbers | null;
}

/** Streams the value at a path; see {@link MatFile.stream}. */
export async function* streamValue(
  container: Container,
  path: MatPath,
  { blockElements = DEFAULT_BLOCK_ELEMENTS, columns }: StreamOptions,
): AsyncGenerator<MatBlock> {
  const { variable, steps } = parsePath(path);
  const text = pathText(path);
  const { value, deferred } = await container.readDeferred(variable, steps, text);
  const arrays = arraysOf(value, columns, text);
  for (const array of arrays) if (!deferred.has(array.real)) yield* inMemory(array, blockElements);
  yield* fromFile(arrays, deferred, blockElements);
}

function arraysOf(value: MatValue, columns: readonly string[] | undefined, path: string): StreamedArray[] {
  if (value.kind !== 'table' && value.kind !== 'timetable') return [streamedArray(value, '', path)];
  const wanted = columns ?? value.variableNames;
  return wanted.map((name) => {
    const column = value.columns[value.variableNames.indexOf(name)];
    if (column === undefined) {
      throw new MatPathError(`no column ${name}; the table has ${value.variableNames.join(', ')}`, path);
    }
    return streamedArray(column, name, path);
  });
}

function streamedArray(value: MatValue, column: string, path: string): StreamedArray {
  const { dims } = value;
  switch (value.kind) {
    case 'numeric':
      return { column, className: value.className, dims, real: value.values, imaginary: value.imaginary };
    case 'logical':
      return { column, className: 'logical', dims, real: value.values, imaginary: null };
    case 'datetime':
      return { column, className: 'datetime', dims, real: value.epochMs, imaginary: null };
    case 'duration':
      return { column, className: 'duration', dims, real: value.durationMs, imaginary: null };
    default:
      throw new MatUnsupportedError(
        `only numeric arrays and numeric columns can be streamed, ${column === '' ? 'this' : `column ${column}`} is of kind ${value.kind}`,
        { variable: path },
      );
  }
}

function* inMemory(
  { column, className, dims, real, imaginary }: StreamedArray,
  blockElements: number,
): Generator<MatBlock> {
  for (const [part, values] of [
    ['real', real],
    ['imaginary', imaginary],
  ] as const) {
    for (let offset = 0; values !== null && offset < values.length; offset += blockElements) {
      yield { column, className, dims, part, offset, values: values.slice(offset, offset + blockElements) };
    }
  }
}

async function* fromFile(
  arrays: readonly StreamedArray[],
  deferred: DeferredArrays,
  blockElements: number,
): AsyncGenerator<MatBlock> {
  const left = new Map(arrays.filter(({ real }) => deferred.has(real)).map((array) => [array.real, array]));
  if (left.size === 0) return;
  for await (const { placeholder, block } of deferred.blocks([...left.keys()], blockElements)) {
    const { column, className, dims } = left.get(placeholder) as StreamedArray;
    // The remainder below a datetime's milliseconds isn't part of a stream.
    if (block.part === 'imaginary' && className === 'datetime') continue;
    yield { column, className, dims, ...block };
  }
}
