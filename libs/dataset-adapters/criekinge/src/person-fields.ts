import { isMatError, type MatFile, type MatStruct, type MatValue, valueAt } from '@emgfm/matfile';

/** The fields of one person, each read when it is asked for. Names are compared without regard to case. */
export interface PersonFields {
  /** Names of the fields of a struct; none where there is no struct. */
  names(path: readonly string[]): Promise<readonly string[]>;
  /** Dimensions of a value, or null where there is none. */
  dims(path: readonly string[]): Promise<readonly number[] | null>;
  /** A value, or null where there is none. */
  value(path: readonly string[]): Promise<MatValue | null>;
}

/** What a file knows of the element of its struct array, under the exact names. */
interface ExactFields {
  readonly names: (path: readonly string[]) => Promise<readonly string[]>;
  readonly dims: (path: readonly string[]) => Promise<readonly number[]>;
  readonly value: (path: readonly string[]) => Promise<MatValue>;
}

/**
 * The fields of one element of a struct array.
 * @param index from 1, as MATLAB counts
 * @throws MatError
 */
export async function personFields(mat: MatFile, variable: string, index: number): Promise<PersonFields> {
  const fields =
    mat.version === 'v7.3' ? fieldsInFile(mat, variable, index) : await fieldsInMemory(mat, variable, index);
  const exact = async (path: readonly string[]): Promise<readonly string[] | null> => {
    const found: string[] = [];
    for (const wanted of path) {
      const name = (await fields.names(found)).find((own) => own.toLowerCase() === wanted.toLowerCase());
      if (name === undefined) return null;
      found.push(name);
    }
    return found;
  };
  const at = async <T>(path: readonly string[], get: (found: readonly string[]) => Promise<T>): Promise<T | null> => {
    const found = await exact(path);
    return found === null ? null : get(found);
  };
  return {
    names: async (path) => (await at(path, fields.names)) ?? [],
    dims: (path) => at(path, fields.dims),
    value: (path) => at(path, fields.value),
  };
}

/** In HDF5 every matrix stands by itself. The fields of an element are those of the whole array: asking the element would read it. */
function fieldsInFile(mat: MatFile, variable: string, index: number): ExactFields {
  const known = new Map<string, Promise<readonly string[]>>();
  return {
    names: (path) => {
      const key = path.join('/');
      const names = known.get(key) ?? mat.fieldNames(path.length === 0 ? [variable] : [variable, index, ...path]);
      known.set(key, names);
      return names;
    },
    dims: (path) => mat.dimensions([variable, index, ...path]),
    value: (path) => mat.read([variable, index, ...path]),
  };
}

/** The older versions pack a variable into one stream, so that a person is best read at once. */
async function fieldsInMemory(mat: MatFile, variable: string, index: number): Promise<ExactFields> {
  const person = await mat.read([variable, index]);
  const at = (path: readonly string[]): MatValue => (path.length === 0 ? person : valueAt(person, path));
  return {
    names: async (path) => {
      const value = at(path);
      return value.kind === 'struct' ? [...(value as MatStruct).fields.keys()] : [];
    },
    dims: async (path) => at(path).dims,
    value: async (path) => at(path),
  };
}

/** The numbers of a value, whatever their class; null where it has none. */
export function numbersOf(value: MatValue | null): Float64Array | null {
  if (value?.kind !== 'numeric' && value?.kind !== 'logical') return null;
  const { values } = value;
  return values instanceof Float64Array ? values : Float64Array.from(values as ArrayLike<number>, Number);
}

/** What a reading gives, or something else where the file is damaged there: one person must not stop the others. */
export async function unlessDamaged<T>(reading: Promise<T>, otherwise: (reason: string) => T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!isMatError(error)) throw error;
    return otherwise(error.message);
  }
}
