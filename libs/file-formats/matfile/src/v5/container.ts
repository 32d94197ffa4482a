import type { ByteSource } from '../byte-source';
import type { Container, DeferredArrays } from '../container';
import { MatPathError, type MatPlace } from '../errors';
import { RangeReader, StreamReader, type ForwardReader } from '../forward-reader';
import { checkRatio, inflateBlocks, inflateExactly } from '../inflate';
import { ObjectDecoder } from '../mcos/decoder';
import { openSubsystem, subsystemUnlessDamaged, type Subsystem } from '../mcos/subsystem';
import { DATA_CLASSES_OF_OBJECTS, NUMERIC_CLASSES } from '../numeric-classes';
import { checkBytes, type ReadContext } from '../options';
import { followSteps, type PathStep } from '../path';
import type { MatDims, MatValue } from '../values';
import { DeferringParse, deferredArrays } from './deferred';
import { descend, enterMatrix, peekHeader, type MatrixPosition } from './descend';
import { MI, readTag, spanOf, TAG_BYTES, type Element, type Span } from './elements';
import { listVariables, readFileHeader, type FileHeader, type StoredVariable } from './listing';
import { MX, type MatrixHeader } from './matrix-header';
import { parseMatrix, type MatrixParse } from './matrix';
import { cellsOfValue, MINI_HEADER_BYTES, miniByteOrder, openCells } from './subsystem';

/** Opens a MAT file of version 5, 6 or 7. */
export async function openV5(source: ByteSource, context: ReadContext): Promise<Container> {
  const header = await readFileHeader(source);
  const { variables, subsystem } = await listVariables(source, header, context);
  return new V5Container(source, context, header, variables, subsystem);
}

class V5Container implements Container {
  readonly version = 'v5';
  readonly headerText: string;
  private objects: Promise<Subsystem | null> | undefined;

  constructor(
    private readonly source: ByteSource,
    private readonly context: ReadContext,
    private readonly header: FileHeader,
    readonly variables: readonly StoredVariable[],
    private readonly subsystem: StoredVariable | null,
  ) {
    this.headerText = header.text;
  }

  async read(name: string, steps: readonly PathStep[], path: string): Promise<MatValue> {
    const variable = this.find(name, path);
    const place = this.place(variable, path);
    const { value, opaqueSeen, rest } =
      steps.length === 0
        ? { ...(await this.readWhole(variable, place)), rest: steps }
        : await this.readInside(variable, steps, path, place);
    const objects = opaqueSeen ? await (this.objects ??= this.openObjects()) : null;
    return followSteps(this.resolve(value, objects, place), rest, path);
  }

  async dimensions(name: string, steps: readonly PathStep[], path: string): Promise<MatDims | null> {
    return (await this.plainHeader(name, steps, path))?.dims ?? null;
  }

  async fieldNames(name: string, steps: readonly PathStep[], path: string): Promise<readonly string[] | null> {
    const header = await this.plainHeader(name, steps, path);
    if (header === null) return null;
    if (header.classCode !== MX.struct) return [];
    // Whoever parses the struct renames what occurs twice.
    return new Set(header.fieldNames).size === header.fieldNames.length ? header.fieldNames : null;
  }

  /** The header of what the steps lead to; null where an empty element or an object stands on the way. */
  private async plainHeader(name: string, steps: readonly PathStep[], path: string): Promise<MatrixHeader | null> {
    const variable = this.find(name, path);
    const start = await this.enter(variable, this.place(variable, path));
    try {
      const { position, rest } = await descend(start, steps, path);
      const header = rest.length === 0 ? await peekHeader(position) : null;
      return header === null || header.classCode === MX.opaque ? null : header;
    } finally {
      await start.reader.close();
    }
  }

  async readDeferred(
    name: string,
    steps: readonly PathStep[],
    path: string,
  ): Promise<{ value: MatValue; deferred: DeferredArrays }> {
    const variable = this.find(name, path);
    const place = this.place(variable, path);
    const start = await this.enter(variable, place);
    try {
      const { position, rest } = await descend(start, steps, path);
      const parse = new DeferringParse(this.context, NUMERIC_CLASSES);
      const value = await parse.parse(position);
      if (parse.opaqueSeen && this.subsystem !== null)
        return await this.resolveDeferred(this.subsystem, value, rest, path, place);
      const open = (): Promise<MatrixPosition> => this.enter(variable, place);
      return { value: followSteps(value, rest, path), deferred: deferredArrays(parse.arrays, open) };
    } finally {
      await start.reader.close();
    }
  }

  async close(): Promise<void> {
    await this.source.close();
  }

  private find(name: string, path: string): StoredVariable {
    const variable = this.variables.find((candidate) => candidate.name === name);
    if (variable !== undefined) return variable;
    const names = this.variables.map((candidate) => candidate.name).join(', ');
    throw new MatPathError(`no variable ${name}; the file has ${names === '' ? 'none' : names}`, path, {
      file: this.source.label,
    });
  }

  private place({ offset }: StoredVariable, variable: string): MatPlace {
    return { file: this.source.label, variable, offset };
  }

  /** The whole matrix element in memory. */
  private async load(variable: StoredVariable, place: MatPlace): Promise<{ span: Span; element: Element }> {
    const { dataOffset, dataBytes, compressed, matrixBytes } = variable;
    checkBytes(this.context, matrixBytes, 'a variable', place);
    if (compressed) checkRatio(dataBytes, matrixBytes, place);
    const stored = await this.source.read(dataOffset, dataBytes, place);
    const bytes = compressed ? await inflateExactly(stored, matrixBytes, place) : stored;
    const span = spanOf(bytes, this.header.littleEndian, place);
    if (compressed) return { span, element: readTag(span, 0, bytes.length) };
    return { span, element: { type: MI.matrix, start: 0, end: dataBytes, next: dataBytes } };
  }

  private async readWhole(
    variable: StoredVariable,
    place: MatPlace,
  ): Promise<{ value: MatValue; opaqueSeen: boolean }> {
    const { span, element } = await this.load(variable, place);
    const parse: MatrixParse = { span, context: this.context, opaqueSeen: false };
    const value = parseMatrix(parse, element);
    return { value, opaqueSeen: parse.opaqueSeen };
  }

  /** What the steps lead to, and the steps left where they lead into an object. */
  private async readInside(
    variable: StoredVariable,
    steps: readonly PathStep[],
    path: string,
    place: MatPlace,
  ): Promise<{ value: MatValue; opaqueSeen: boolean; rest: readonly PathStep[] }> {
    const start = await this.enter(variable, place);
    try {
      const { position, rest } = await descend(start, steps, path);
      const length = position.end - start.reader.position;
      checkBytes(this.context, length, 'a value', place);
      const span = spanOf(await start.reader.take(length), this.header.littleEndian, place);
      const parse: MatrixParse = { span, context: this.context, opaqueSeen: false };
      const value = parseMatrix(parse, { type: MI.matrix, start: 0, end: length, next: length });
      return { value, opaqueSeen: parse.opaqueSeen, rest };
    } finally {
      await start.reader.close();
    }
  }

  /** A reader in front of the data of a variable's matrix element. */
  private async enter(variable: StoredVariable, place: MatPlace): Promise<MatrixPosition> {
    const { dataOffset, dataBytes, compressed, matrixBytes } = variable;
    const { littleEndian } = this.header;
    if (!compressed) {
      const reader = new RangeReader(this.source, dataOffset, dataBytes, place);
      return { reader, littleEndian, end: dataBytes, place };
    }
    checkRatio(dataBytes, matrixBytes, place);
    const reader: ForwardReader = new StreamReader(inflateBlocks(this.source, dataOffset, dataBytes, place), place);
    return enterMatrix({ reader, littleEndian, end: matrixBytes, place });
  }

  private resolve(value: MatValue, objects: Subsystem | null, place: MatPlace): MatValue {
    return objects === null ? value : new ObjectDecoder(objects, this.context).resolve(value, place);
  }

  private openObjects(): Promise<Subsystem | null> {
    const { subsystem } = this;
    const place: MatPlace = { file: this.source.label, variable: '(objects)', offset: subsystem?.offset };
    if (subsystem === null) {
      this.context.warn('objects are returned undecoded, the file has no subsystem', place);
      return Promise.resolve(null);
    }
    const open = async (): Promise<Subsystem> => {
      const { span, element } = await this.load(subsystem, place);
      const { cells, littleEndian } = openCells(span, element, this.context);
      return openSubsystem(cells, littleEndian, this.context, place);
    };
    return subsystemUnlessDamaged(open, this.context, place);
  }

  private async resolveDeferred(
    subsystem: StoredVariable,
    value: MatValue,
    rest: readonly PathStep[],
    path: string,
    place: MatPlace,
  ): Promise<{ value: MatValue; deferred: DeferredArrays }> {
    const parse = new DeferringParse(this.context, DATA_CLASSES_OF_OBJECTS);
    const open = async (): Promise<Subsystem> => {
      const position = await this.enterMini(subsystem, place);
      try {
        const root = await parse.parse(position);
        return openSubsystem(cellsOfValue(root), position.littleEndian, this.context, place);
      } finally {
        await position.reader.close();
      }
    };
    const resolved = this.resolve(value, await subsystemUnlessDamaged(open, this.context, place), place);
    const reopen = (): Promise<MatrixPosition> => this.enterMini(subsystem, place);
    return { value: followSteps(resolved, rest, path), deferred: deferredArrays(parse.arrays, reopen) };
  }

  /** A reader in front of the first matrix of the small stream inside the subsystem. */
  private async enterMini(subsystem: StoredVariable, place: MatPlace): Promise<MatrixPosition> {
    const outer = await this.enter(subsystem, place);
    const { reader } = outer;
    const header = await peekHeader(outer);
    await reader.skip(header?.contents ?? 0);
    const tag = readTag(
      spanOf(await reader.peek(TAG_BYTES), outer.littleEndian, place),
      0,
      outer.end - reader.position,
    );
    await reader.skip(tag.start);
    const end = reader.position + tag.end - tag.start;
    const littleEndian = miniByteOrder(await reader.take(MINI_HEADER_BYTES));
    return enterMatrix({ reader, littleEndian, end, place });
  }
}
