import type { MatVariable } from '../container';
import { isMatError } from '../errors';
import type { ReadContext } from '../options';
import type { Hdf5Objects } from './objects';
import { classOfType } from './values';

/** What the root group holds, without reading it; what MATLAB keeps for itself starts with `#`. */
export function listVariables(objects: Hdf5Objects, context: ReadContext): MatVariable[] {
  const names = objects.members('/').filter((name) => !name.startsWith('#'));
  return names.flatMap((name) => {
    const place = { file: context.file, variable: name };
    try {
      if (objects.isValue(`/${name}`)) return [describeVariable(objects, name)];
      context.warn('a link that leads nowhere, or a named type, is passed over', place);
      return [];
    } catch (error) {
      if (!isMatError(error)) throw error;
      context.warn(`damaged: ${error.message}`, place);
      return [unknownVariable(name)];
    }
  });
}

function describeVariable(objects: Hdf5Objects, name: string): MatVariable {
  const { marks, type } = objects.describe(`/${name}`);
  const unmarkedClass = type === null ? 'struct' : type.kind === 'reference' ? 'cell' : (classOfType(type) ?? 'double');
  return {
    ...unknownVariable(name),
    className: marks.className === '' ? unmarkedClass : marks.className,
    dims: matlabDims(objects, `/${name}`),
    isComplex: type?.kind === 'compound',
    isSparse: marks.sparseRows !== null,
    isGlobal: marks.isGlobal,
  };
}

function unknownVariable(name: string): MatVariable {
  return { name, className: '', dims: null, isComplex: false, isSparse: false, isGlobal: false, storedBytes: 0 };
}

/** Dimensions of a value, from headers alone; null where only its content tells them. */
export function matlabDims(objects: Hdf5Objects, object: string): readonly number[] | null {
  const { marks, type, dims } = objects.describe(object);
  if (marks.objectDecode === 3) return null;
  if (marks.isEmpty) return objects.dimsOfEmpty(object);
  if (type !== null) return dims;
  const members = objects.members(object);
  if (marks.sparseRows !== null) {
    const pointers = members.includes('jc') ? objects.describe(`${object}/jc`).dims[0] : 1;
    return [marks.sparseRows, Math.max(0, pointers - 1)];
  }
  const field = members.find((member) => objects.isValue(`${object}/${member}`));
  return (field === undefined ? null : objects.structArrayDims(`${object}/${field}`)) ?? [1, 1];
}
