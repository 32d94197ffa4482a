import type { C3dGroup, C3dParameter } from './recording';

/** Anything that carries a group tree. */
export interface C3dGroupTree {
  readonly groups: ReadonlyMap<string, C3dGroup>;
}

/**
 * A parameter of the group tree.
 *
 * @param tree - a recording, a file or any description
 * @param group - group name, in any case
 * @param name - parameter name, in any case
 * @returns the parameter; null where the file has none
 */
export function findParameter(tree: C3dGroupTree, group: string, name: string): C3dParameter | null {
  return tree.groups.get(group.toUpperCase())?.parameters.get(name.toUpperCase()) ?? null;
}

/**
 * The numbers of a parameter and of its continuations NAME2, NAME3, ...
 *
 * @param tree - a recording, a file or any description
 * @param group - group name, in any case
 * @param name - parameter name, in any case
 * @returns the values in file order; null where the file has none or where they are text
 */
export function parameterNumbers(tree: C3dGroupTree, group: string, name: string): readonly number[] | null {
  return continued(tree, group, name, (parameter) => (parameter.type === 'char' ? null : parameter.values));
}

/**
 * The strings of a parameter and of its continuations NAME2, NAME3, ...
 *
 * @param tree - a recording, a file or any description
 * @param group - group name, in any case
 * @param name - parameter name, in any case
 * @returns the strings in file order; null where the file has none or where they are numbers
 */
export function parameterStrings(tree: C3dGroupTree, group: string, name: string): readonly string[] | null {
  return continued(tree, group, name, (parameter) => (parameter.type === 'char' ? parameter.values : null));
}

function continued<T>(
  tree: C3dGroupTree,
  group: string,
  name: string,
  valuesOf: (parameter: C3dParameter) => readonly T[] | null,
): readonly T[] | null {
  const values: T[] = [];
  for (let part = 1; ; part++) {
    const parameter = findParameter(tree, group, part === 1 ? name : `${name}${part}`);
    const more = parameter && valuesOf(parameter);
    if (!more) return part === 1 ? null : values;
    for (const value of more) values.push(value);
  }
}

/** Numbers of which 16-bit ones are meant unsigned: counts, block numbers, offsets of unsigned samples. */
export function unsignedNumbers(tree: C3dGroupTree, group: string, name: string): readonly number[] | null {
  const values = parameterNumbers(tree, group, name);
  if (findParameter(tree, group, name)?.type !== 'int16') return values;
  return values?.map((value) => value & 0xffff) ?? null;
}

/** First number of a count; null where it is missing, not finite or negative. */
export function countParameter(tree: C3dGroupTree, group: string, name: string): number | null {
  const value = unsignedNumbers(tree, group, name)?.[0];
  return value !== undefined && value >= 0 && Number.isFinite(value) ? Math.round(value) : null;
}

/** First number; null where it is missing or not finite. */
export function numberParameter(tree: C3dGroupTree, group: string, name: string): number | null {
  const value = parameterNumbers(tree, group, name)?.[0];
  return value !== undefined && Number.isFinite(value) ? value : null;
}
