import type { Hdf5Columns, Hdf5Type, Hdf5Values } from '@emgfm/hdf5';
import { MatCorruptError, MatUnsupportedError, type MatPlace } from '../errors';
import { functionHandle } from '../function-handle';
import { asClass, asDoubles, classOfNumbers, isNumericClass, NUMBERS_OF_CLASS } from '../numeric-classes';
import { checkBytes, checkDepth, type ReadContext } from '../options';
import { sparseFromColumns } from '../sparse';
import { charArray, unitsFromCodes } from '../text';
import {
  elementCount,
  type MatDims,
  type MatNumbers,
  type MatNumeric,
  type MatNumericClass,
  type MatValue,
} from '../values';
import { asLogical } from '../v5/matrix';
import type { Hdf5Objects, Marks } from './objects';

/** Arrays at least this large are left in the file where deferring is asked for. */
const DEFER_BYTES = 2 ** 16;

/** Reads values of one v7.3 file; each object once, however often it is referred to. */
export class ValueReader {
  opaqueSeen = false;
  private readonly known = new Map<string, MatValue>();
  private readonly underway = new Set<string>();
  private readBytes = 0;

  constructor(
    private readonly objects: Hdf5Objects,
    private readonly context: ReadContext,
    private readonly deferrable: ReadonlySet<MatNumericClass>,
    /** Where the arrays left in the file are. */
    readonly deferred = new Map<MatNumbers, string>(),
  ) {}

  value(object: string, depth = 0): MatValue {
    const known = this.known.get(object);
    if (known !== undefined) return known;
    const place = this.place(object);
    checkDepth(this.context, depth, place);
    if (this.underway.has(object)) throw new MatCorruptError('a value contains itself', place);
    if (this.known.size + this.underway.size > this.objects.mostObjects) {
      throw new MatCorruptError('there are more values than the file has room for: groups contain each other', place);
    }
    this.underway.add(object);
    try {
      const { marks, type, dims } = this.objects.describe(object);
      const value = type === null ? this.group(object, marks, depth) : this.dataset(object, marks, type, dims, depth);
      this.known.set(object, value);
      return value;
    } finally {
      this.underway.delete(object);
    }
  }

  private place(object: string): MatPlace {
    return { file: this.context.file, variable: object };
  }

  private group(object: string, marks: Marks, depth: number): MatValue {
    if (marks.sparseRows !== null) return this.sparse(object, marks.sparseRows, marks.className === 'logical');
    const { dims, fields } = this.fields(object, marks, depth);
    if (marks.objectDecode === 1) return functionHandle({ kind: 'struct', dims, fields }, dims);
    if (marks.objectDecode === 2) {
      const elements = Array.from(
        { length: elementCount(dims) },
        (_, i) => new Map([...fields].map(([name, values]) => [name, values[i]])),
      );
      return { kind: 'object', className: marks.className, dims, elements };
    }
    const struct: MatValue = { kind: 'struct', dims, fields };
    return marks.objectDecode === 3 ? this.opaque(marks.className, struct) : struct;
  }

  /** Values by field; a member without a class that holds references belongs to a struct array. */
  private fields(object: string, marks: Marks, depth: number): { dims: MatDims; fields: Map<string, MatValue[]> } {
    const members = new Set(this.objects.members(object));
    const names = marks.fields ?? [...members];
    const fields = new Map<string, MatValue[]>();
    let dims: MatDims | null = null;
    for (const name of names) {
      const member = `${object}/${name}`;
      if (!members.has(name) || !this.objects.isValue(member)) {
        this.context.warn(
          `field ${name} is listed but ${members.has(name) ? 'holds no value' : 'missing'}`,
          this.place(object),
        );
        continue;
      }
      const arrayDims = this.objects.structArrayDims(member);
      if (dims !== null && String(dims) !== String(arrayDims ?? [1, 1])) {
        throw new MatCorruptError(
          `field ${name} is ${arrayDims ?? 'scalar'}, the fields before are ${dims.join(' x ')}`,
          this.place(object),
        );
      }
      dims = arrayDims ?? [1, 1];
      const values = arrayDims === null ? [this.value(member, depth + 1)] : this.referenced(member, depth);
      fields.set(name, values);
    }
    return { dims: dims ?? [1, 1], fields };
  }

  private referenced(object: string, depth: number): MatValue[] {
    this.account(object, elementCount(this.objects.describe(object).dims) * 8);
    return this.objects
      .references(object)
      .map((reference) => this.value(this.objects.target(reference, object), depth + 1));
  }

  private dataset(object: string, marks: Marks, type: Hdf5Type, dims: MatDims, depth: number): MatValue {
    if (marks.isEmpty) return this.emptyValue(object, marks);
    if (marks.objectDecode === 3) {
      const content: MatValue =
        type.kind === 'reference'
          ? { kind: 'cell', dims, cells: this.referenced(object, depth) }
          : this.numeric(object, type, dims);
      return this.opaque(marks.className, content);
    }
    if (type.kind === 'reference') return { kind: 'cell', dims, cells: this.referenced(object, depth) };
    if (type.kind === 'string') {
      this.account(object, elementCount(dims) * 8);
      const array = this.objects.guard(object, () => this.objects.file.read(object));
      return { kind: 'string', dims, strings: array.values as readonly string[] };
    }
    const { className } = marks;
    if (className !== 'char' && className !== 'logical') {
      return this.numeric(object, type, dims, isNumericClass(className) ? className : classOfType(type));
    }
    this.account(object, elementCount(dims) * 8);
    const numbers = this.objects.numbers(object);
    if (className === 'logical') return { kind: 'logical', dims, values: asLogical(numbers) };
    return charArray(unitsFromCodes(numbers, this.place(object)), 'utf-16', dims, this.context, this.place(object));
  }

  /** An empty value's dataset holds its dimensions. */
  private emptyValue(object: string, { className, fields, objectDecode }: Marks): MatValue {
    const dims = this.objects.dimsOfEmpty(object);
    if (className !== 'struct' && elementCount(dims) !== 0) {
      throw new MatCorruptError(`an empty ${className} of ${dims.join(' x ')}`, this.place(object));
    }
    if (isNumericClass(className)) return numericOf(className, dims, new NUMBERS_OF_CLASS[className](0), null);
    if (className === 'logical') return { kind: 'logical', dims, values: new Uint8Array(0) };
    if (className === 'char') return { kind: 'char', dims, text: '' };
    if (className === 'cell') return { kind: 'cell', dims, cells: [] };
    if (className === 'struct')
      return { kind: 'struct', dims, fields: new Map((fields ?? []).map((name) => [name, []])) };
    if (objectDecode === 2) return { kind: 'object', className, dims, elements: [] };
    return numericOf('double', dims, new Float64Array(0), null);
  }

  private opaque(className: string, content: MatValue): MatValue {
    const isReference = content.kind === 'struct' || (content.kind === 'numeric' && content.className === 'uint32');
    const typeSystem = isReference ? 'MCOS' : content.kind === 'cell' ? 'handle' : 'java';
    this.opaqueSeen ||= isReference;
    return { kind: 'opaque', typeSystem, className, dims: [1, 1], content };
  }

  private numeric(object: string, type: Hdf5Type, dims: MatDims, className?: MatNumericClass): MatNumeric {
    const place = this.place(object);
    const isComplex = type.kind === 'compound';
    const bytes = elementCount(dims) * (isComplex ? 16 : 8);
    if (className !== undefined && this.deferrable.has(className) && bytes >= DEFER_BYTES) {
      const placeholder = new NUMBERS_OF_CLASS[className](0);
      this.deferred.set(placeholder, object);
      return numericOf(className, dims, placeholder, isComplex ? placeholder : null);
    }
    this.account(object, bytes);
    const { values } = this.objects.guard(object, () => this.objects.file.read(object));
    const { real, imaginary } = realAndImaginary(values, place);
    const target = className ?? classOfNumbers(real);
    return numericOf(target, dims, asClass(real, target, place), imaginary && asClass(imaginary, target, place));
  }

  private sparse(object: string, rows: number, logical: boolean): MatValue {
    const members = new Set(this.objects.members(object));
    const part = (name: string): MatNumeric | null => {
      if (!members.has(name)) return null;
      const path = `${object}/${name}`;
      const { type, dims } = this.objects.describe(path);
      if (type === null) throw new MatCorruptError('expected numbers, found a group', this.place(path));
      return this.numeric(path, type, dims);
    };
    const columnPointers = part('jc')?.values ?? new Uint32Array(1);
    const stored = part('data');
    return sparseFromColumns(
      {
        dims: [rows, Math.max(0, columnPointers.length - 1)],
        logical,
        rowIndices: part('ir')?.values ?? new Uint32Array(0),
        columnPointers,
        values: asDoubles(stored?.values ?? new Float64Array(0)),
        imaginary: stored?.imaginary == null ? null : asDoubles(stored.imaginary),
      },
      this.place(object),
    );
  }

  /** Counts bytes about to be read. @throws mat-limit. */
  private account(object: string, bytes: number): void {
    this.readBytes += bytes;
    checkBytes(this.context, this.readBytes, 'a value', this.place(object));
  }
}

/** The class of a number that no attribute names; undefined for what MATLAB has no class for. */
export function classOfType(type: Hdf5Type): MatNumericClass | undefined {
  const name =
    type.kind === 'integer'
      ? `${type.signed ? '' : 'u'}int${8 * type.bytes}`
      : type.kind === 'float' && type.bytes >= 4
        ? { 4: 'single', 8: 'double' }[type.bytes]
        : undefined;
  return name !== undefined && isNumericClass(name) ? name : undefined;
}

function numericOf(
  className: MatNumericClass,
  dims: MatDims,
  values: MatNumbers,
  imaginary: MatNumbers | null,
): MatNumeric {
  return { kind: 'numeric', className, dims, values, imaginary };
}

/** The parts of stored numbers: plain, or compounds of two members (`real` and `imag`, or `r` and `i`). */
export function realAndImaginary(
  values: Hdf5Values,
  place: MatPlace,
): { real: MatNumbers; imaginary: MatNumbers | null } {
  if (ArrayBuffer.isView(values)) return { real: values as MatNumbers, imaginary: null };
  const columns = (values as Partial<Hdf5Columns>).columns;
  const real = columns?.get('real') ?? columns?.get('r');
  const imaginary = columns?.get('imag') ?? columns?.get('i');
  if (!ArrayBuffer.isView(real) || !ArrayBuffer.isView(imaginary)) {
    throw new MatUnsupportedError('expected numbers, or compounds of a real and an imaginary part', place);
  }
  return { real: real as MatNumbers, imaginary: imaginary as MatNumbers };
}
