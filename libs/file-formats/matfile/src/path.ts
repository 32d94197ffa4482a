import { MatPathError } from './errors';
import { elementCount, type MatDims, type MatStruct, type MatValue } from './values';

/**
 * One step into a value: a field, property or column (`.name`); one element of an array (`(i)`); the content of one cell
 * (`{i}`); or, for a bare number, the content of a cell and the element of anything else.
 */
export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'element' | 'content' | 'either'; readonly indices: readonly number[] };

/**
 * A path inside a MAT file as MATLAB writes it, `data.Walk.s(3).c{2}.EMG`, with indices from 1; or its parts, where a text
 * is a name (which may then hold any character) and a number the 1-based index of an element or cell.
 */
export type MatPath = string | readonly (string | number)[];

/** A path as text, for messages. */
export function pathText(path: MatPath): string {
  if (typeof path === 'string') return path;
  return path.map((part, i) => (typeof part === 'number' ? `(${part})` : i === 0 ? part : `.${part}`)).join('');
}

/** Splits a path into the variable's name and the steps inside it. @throws mat-path when it can't be understood. */
export function parsePath(path: MatPath): { variable: string; steps: PathStep[] } {
  const steps = typeof path === 'string' ? parseText(path) : path.map(partStep);
  const [first, ...rest] = steps;
  if (first?.kind !== 'field') throw new MatPathError('a path starts with the name of a variable', pathText(path));
  return { variable: first.name, steps: rest };
}

function partStep(part: string | number): PathStep {
  return typeof part === 'string' ? { kind: 'field', name: part } : { kind: 'either', indices: [part] };
}

function parseText(path: string): PathStep[] {
  const steps: PathStep[] = [];
  const pattern = /([^.(){}]+)|\(([\d\s,]+)\)|\{([\d\s,]+)\}/y;
  for (let at = 0; at < path.length;) {
    const separated = path[at] === '.';
    pattern.lastIndex = separated ? at + 1 : at;
    const match = pattern.exec(path);
    const [text, name, element, cell] = match ?? [];
    const misplaced = name === undefined ? separated : separated === (steps.length === 0);
    if (text === undefined || misplaced)
      throw new MatPathError(`can't understand the path at character ${at + 1}`, path);
    if (name !== undefined) steps.push({ kind: 'field', name });
    else if (element !== undefined) steps.push({ kind: 'element', indices: element.split(',').map(Number) });
    else steps.push({ kind: 'content', indices: cell.split(',').map(Number) });
    at = pattern.lastIndex;
  }
  return steps;
}

/** The 0-based column-major position of 1-based indices. @throws mat-path when they lie outside. */
export function linearIndex(dims: MatDims, indices: readonly number[], path: string): number {
  const lengths = indices.length === 1 ? [elementCount(dims)] : [...dims, ...Array(indices.length).fill(1)];
  let position = 0;
  let stride = 1;
  indices.forEach((index, i) => {
    const length = i === indices.length - 1 ? lengths.slice(i).reduce((a, b) => a * b, 1) : lengths[i];
    if (!(Number.isInteger(index) && index >= 1 && index <= length)) {
      throw new MatPathError(`index ${index} is outside an array of ${dims.join(' x ')}`, path);
    }
    position += (index - 1) * stride;
    stride *= length;
  });
  return position;
}

/** The value that steps lead to inside another. @throws mat-path when they lead nowhere. */
export function followSteps(value: MatValue, steps: readonly PathStep[], path: string): MatValue {
  return steps.reduce((current, step) => followStep(current, step, path), value);
}

/**
 * The value at a path inside a value already read.
 * @param path For example `Trial01.EMG` in a struct, `(3).x` in a struct array, `{2}` in a cell.
 * @throws mat-path when it leads nowhere.
 * @example valueAt(await mat.read('data'), 'Walk.Trial01.EMG')
 */
export function valueAt(value: MatValue, path: MatPath): MatValue {
  const startsInside = typeof path === 'string' && (path.startsWith('(') || path.startsWith('{') || path === '');
  const steps = startsInside || typeof path !== 'string' ? null : parsePath(path);
  if (steps !== null)
    return followSteps(value, [{ kind: 'field', name: steps.variable }, ...steps.steps], pathText(path));
  return followSteps(value, typeof path === 'string' ? parseText(path) : path.map(partStep), pathText(path));
}

function followStep(value: MatValue, step: PathStep, path: string): MatValue {
  if (step.kind === 'field') {
    const found = fieldOf(value, step.name, path);
    if (found === undefined) {
      throw new MatPathError(`no ${step.name} in a value of kind ${value.kind}${namesOf(value)}`, path);
    }
    return found;
  }
  const position = linearIndex(value.dims, step.indices, path);
  if (value.kind === 'cell') {
    const content = value.cells[position];
    return step.kind === 'element' ? { kind: 'cell', dims: [1, 1], cells: [content] } : content;
  }
  if (step.kind !== 'content' && value.kind === 'struct') return structElement(value, position);
  if (step.kind !== 'content' && value.kind === 'object') {
    return { ...value, dims: [1, 1], elements: [value.elements[position]] };
  }
  throw new MatPathError(`can't index a value of kind ${value.kind} here`, path);
}

function structElement(value: MatStruct, position: number): MatStruct {
  const fields = new Map([...value.fields].map(([name, values]) => [name, [values[position]]]));
  return { kind: 'struct', dims: [1, 1], fields };
}

function fieldOf(value: MatValue, name: string, path: string): MatValue | undefined {
  switch (value.kind) {
    case 'struct': {
      const values = value.fields.get(name);
      if (values === undefined) return undefined;
      if (values.length !== 1) {
        throw new MatPathError(`field ${name} of a struct array of ${value.dims.join(' x ')} needs an index`, path);
      }
      return values[0];
    }
    case 'object':
      if (value.elements.length !== 1) {
        throw new MatPathError(`property ${name} of an object array of ${value.dims.join(' x ')} needs an index`, path);
      }
      return value.elements[0]?.get(name);
    case 'table':
    case 'timetable': {
      const column = value.columns[value.variableNames.indexOf(name)];
      if (column !== undefined) return column;
      return value.kind === 'timetable' && name === value.dimensionNames[0] ? value.rowTimes : undefined;
    }
    default:
      return undefined;
  }
}

function namesOf(value: MatValue): string {
  const names =
    value.kind === 'struct'
      ? [...value.fields.keys()]
      : value.kind === 'table' || value.kind === 'timetable'
        ? value.variableNames
        : value.kind === 'object'
          ? [...(value.elements[0]?.keys() ?? [])]
          : [];
  if (names.length === 0) return '';
  return ` (it has ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''})`;
}
