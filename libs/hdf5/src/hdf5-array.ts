import { type Hdf5Type, typeName } from './datatype';
import type { Hdf5Numbers, Hdf5Reference, Hdf5Values } from './decode';
import { Hdf5TypeError } from './errors';

/** Elements of a dataset or attribute, flat in C order (last axis fastest). */
export interface Hdf5Array {
  readonly type: Hdf5Type;
  /** Axis lengths of what was read; `[]` for a scalar, null for an empty (null) dataspace. */
  readonly shape: readonly number[] | null;
  readonly values: Hdf5Values;
  /** File and object, for messages. */
  readonly file: string;
  readonly object: string;
}

/** Puts pieces of one read together; only types with variable parts come here, so a piece is a list or a set of columns. */
export function joinValues(parts: readonly Hdf5Values[], empty: () => Hdf5Values): Hdf5Values {
  const [first] = parts;
  if (first === undefined) return empty();
  if ('columns' in first) {
    const names = [...first.columns.keys()];
    const columnOf = (part: Hdf5Values, name: string) => (part as typeof first).columns.get(name)!;
    return {
      columns: new Map(
        names.map((name) => [
          name,
          joinValues(
            parts.map((part) => columnOf(part, name)),
            empty,
          ),
        ]),
      ),
    };
  }
  if (ArrayBuffer.isView(first)) {
    const numbers = parts as Hdf5Numbers[];
    const Numbers = first.constructor as new (length: number) => Hdf5Numbers;
    const joined = new Numbers(numbers.reduce((length, part) => length + part.length, 0));
    let filled = 0;
    for (const part of numbers) {
      joined.set(part as never, filled);
      filled += part.length;
    }
    return joined;
  }
  return (parts as (readonly Hdf5Values[])[]).flat();
}

/**
 * The numbers of a numeric array or attribute (also of an enumeration).
 * @throws hdf5-type if it holds anything else.
 */
export function expectNumbers(array: Hdf5Array): Hdf5Numbers {
  if (ArrayBuffer.isView(array.values)) return array.values;
  throw new Hdf5TypeError('numbers', typeName(array.type), array);
}

/**
 * The strings of a string array or attribute.
 * @throws hdf5-type if it holds anything else.
 */
export function expectStrings(array: Hdf5Array): readonly string[] {
  if (array.type.kind === 'string') return array.values as readonly string[];
  throw new Hdf5TypeError('strings', typeName(array.type), array);
}

/**
 * The references of an array of object or region references.
 * @throws hdf5-type if it holds anything else.
 */
export function expectReferences(array: Hdf5Array): readonly Hdf5Reference[] {
  if (array.type.kind === 'reference') return array.values as readonly Hdf5Reference[];
  throw new Hdf5TypeError('references', typeName(array.type), array);
}
