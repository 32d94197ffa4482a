import {
  expectNumbers,
  expectReferences,
  isHdf5Error,
  type Hdf5Array,
  type Hdf5File,
  type Hdf5Numbers,
  type Hdf5Reference,
  type Hdf5Type,
} from '@emgfm/hdf5';
import { MatCorruptError, MatFormatError, MatUnsupportedError, type MatError, type MatPlace } from '../errors';
import { elementCount } from '../values';

/** What a MAT v7.3 file says about one HDF5 object in attributes. */
export interface Marks {
  /** `MATLAB_class`; empty where there is none. */
  readonly className: string;
  readonly isEmpty: boolean;
  /** 1 function handle, 2 old-style object, 3 object of another type system. */
  readonly objectDecode: number;
  /** Rows of a sparse matrix; null for anything else. */
  readonly sparseRows: number | null;
  readonly isGlobal: boolean;
  /** Field names in order; null where they aren't listed. */
  readonly fields: readonly string[] | null;
}

/** What stands at a path: a group, or a dataset with its type and MATLAB dimensions. */
export interface Described {
  readonly marks: Marks;
  /** Null for a group. */
  readonly type: Hdf5Type | null;
  /** The dimensions of a dataset, HDF5's axes reversed and at least two; of a group none. */
  readonly dims: number[];
}

/** MATLAB puts every object here that is only referred to. */
const REFERRED_OBJECTS = '/#refs#';

/** More dimensions than any array has. */
const MOST_DIMENSIONS = 1000;

/** No HDF5 object with its link takes less room. */
const LEAST_OBJECT_BYTES = 48;

/** The objects of one file, with HDF5's errors turned into this library's. */
export class Hdf5Objects {
  /** More objects than this can't be in the file. */
  readonly mostObjects: number;
  private readonly described = new Map<string, Described>();

  constructor(
    readonly file: Hdf5File,
    readonly place: MatPlace,
    fileBytes: number,
  ) {
    this.mostObjects = fileBytes / LEAST_OBJECT_BYTES;
  }

  /** Runs a reading call; what HDF5 reports becomes a typed error that names the object. */
  guard<T>(object: string, call: () => T): T {
    try {
      return call();
    } catch (error) {
      throw asMatError(error, { ...this.place, variable: object });
    }
  }

  /** Whether anything stands at a path. */
  exists(object: string): boolean {
    return this.guard(object, () => this.file.kind(object)) !== null;
  }

  /** Whether a group or a dataset stands at a path, not a broken link or a named type. */
  isValue(object: string): boolean {
    return ['group', 'dataset'].includes(this.guard(object, () => this.file.kind(object)) ?? '');
  }

  /** @throws mat-corrupt when no value stands there. */
  describe(object: string): Described {
    const known = this.described.get(object);
    if (known !== undefined) return known;
    const place = { ...this.place, variable: object };
    const kind = this.guard(object, () => this.file.kind(object));
    if (kind !== 'group' && kind !== 'dataset')
      throw new MatCorruptError(`expected a value, found ${kind ?? 'nothing'}`, place);
    const header = kind === 'group' ? null : this.guard(object, () => this.file.header(object));
    const described = {
      marks: this.marks(object),
      type: header?.type ?? null,
      dims: header === null ? [] : dimsOf(header.shape),
    };
    this.described.set(object, described);
    return described;
  }

  /** Dimensions of the struct array that a member of a group belongs to: it holds references and has no class; else null. */
  structArrayDims(member: string): number[] | null {
    const { marks, type, dims } = this.describe(member);
    return type?.kind === 'reference' && marks.className === '' ? dims : null;
  }

  /** The dimensions that the dataset of an empty value holds. @throws mat-corrupt. */
  dimsOfEmpty(object: string): number[] {
    const stored = elementCount(this.describe(object).dims);
    const dims = stored > MOST_DIMENSIONS ? [] : Array.from(this.numbers(object), Number);
    if (dims.length < 2 || !dims.every((length) => Number.isSafeInteger(length) && length >= 0)) {
      throw new MatCorruptError(`an empty value of ${stored} dimensions: ${dims.join(' x ')}`, {
        ...this.place,
        variable: object,
      });
    }
    return dims;
  }

  private marks(object: string): Marks {
    return this.guard(object, () => {
      const names = new Set(this.file.attributeNames(object));
      const attribute = (name: string): Hdf5Array | null =>
        names.has(name) ? this.file.attribute(object, name) : null;
      const number = (name: string): number | null => {
        const found = attribute(name);
        return found === null ? null : Number(expectNumbers(found)[0]);
      };
      const fields = attribute('MATLAB_fields');
      return {
        className: textAttribute(attribute('MATLAB_class')),
        isEmpty: (number('MATLAB_empty') ?? 0) !== 0,
        objectDecode: number('MATLAB_object_decode') ?? 0,
        sparseRows: number('MATLAB_sparse'),
        isGlobal: (number('MATLAB_global') ?? 0) !== 0,
        fields: fields === null ? null : this.fieldNames(fields),
      };
    });
  }

  members(group: string): string[] {
    return this.guard(group, () => this.file.list(group));
  }

  numbers(object: string): Hdf5Numbers {
    return this.guard(object, () => expectNumbers(this.file.read(object)));
  }

  /** The references that a dataset holds. */
  references(object: string): readonly Hdf5Reference[] {
    return this.guard(object, () => expectReferences(this.file.read(object)));
  }

  /** Path of the object that a reference held by another points to. @throws mat-corrupt when it points nowhere. */
  target(reference: Hdf5Reference, holder: string): string {
    const path = this.guard(holder, () => this.file.dereference(reference, REFERRED_OBJECTS));
    if (path === null)
      throw new MatCorruptError('a null reference in place of a value', { ...this.place, variable: holder });
    return path;
  }

  /** Names are arrays of single characters, in the attribute itself or, for long lists, in a dataset it refers to. */
  private fieldNames(attribute: Hdf5Array): string[] {
    if (attribute.type.kind === 'reference') {
      const path = this.file.dereference((attribute.values as readonly Hdf5Reference[])[0]);
      return path === null ? [] : this.fieldNames(this.file.read(path));
    }
    if (attribute.type.kind === 'string') return [...(attribute.values as readonly string[])];
    if (!Array.isArray(attribute.values)) throw new MatCorruptError('MATLAB_fields lists no names', this.place);
    return (attribute.values as readonly (readonly string[])[]).map((characters) => Array.from(characters).join(''));
  }
}

function dimsOf(shape: readonly number[] | null): number[] {
  if (shape === null) return [0, 0];
  const dims = shape.length === 1 ? [shape[0], 1] : [...shape].reverse();
  while (dims.length < 2) dims.push(1);
  return dims;
}

function textAttribute(attribute: Hdf5Array | null): string {
  return attribute?.type.kind === 'string' ? ((attribute.values as readonly string[])[0] ?? '') : '';
}

/** HDF5's error in this library's terms; any other is passed through. */
export function asMatError(error: unknown, place: MatPlace): MatError | unknown {
  if (!isHdf5Error(error)) return error;
  if (error.tag === 'hdf5-missing-filter' || error.tag === 'hdf5-type') {
    return new MatUnsupportedError(error.message, place, error);
  }
  if (error.tag === 'hdf5-format') return new MatFormatError(error.message, place, error);
  return new MatCorruptError(error.message, place, error);
}
