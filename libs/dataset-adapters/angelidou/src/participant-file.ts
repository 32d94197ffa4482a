import { type MatFile, type MatStruct, type MatValue } from '@emgfm/matfile';
import { ANNOTATIONS, CYCLE_FIELDS, type CycleField } from './channels';

/** One speed and stiffness of a person: where it stands in the file. */
export interface Condition {
  /** The variable and the fields that lead to it, as the file spells them. */
  readonly path: readonly string[];
  /** Speed and stiffness, without blanks at their ends. */
  readonly names: readonly string[];
  /** Where each annotation stands that is nearest to the condition, its own level included. */
  readonly annotations: Readonly<Partial<Record<Annotation, readonly string[]>>>;
}

/** What may be said beside the cycles. */
export type Annotation = keyof typeof ANNOTATIONS;

/** Samples of each gait cycle of one array; null where a cycle has none. */
export type Cycles = readonly (Float64Array | null)[];

/** The gait cycles of one condition. */
export interface ConditionCycles {
  /** Cycles of the longest array. */
  readonly count: number;
  /** Cycles of an array, e.g. `EMG` and `RTA`; none where the condition lacks it. */
  cycles(field: CycleField, array: string): Cycles;
}

const plain = (name: string): string => name.trim().toLowerCase();
const isOneOf = (names: Readonly<Record<string, string>>, name: string): boolean =>
  Object.values(names).some((known) => plain(known) === plain(name));

/** Deepest place of a condition below the variable: speed, stiffness, and one level to spare. */
const MOST_LEVELS = 3;

/** The struct of a file that is named as the file; null where there is none. */
export function variableOf(mat: MatFile, stem: string): string | null {
  const structs = mat.variables.filter(({ className }) => className === 'struct');
  const own = structs.find(({ name }) => name === stem) ?? structs.find(({ name }) => plain(name) === plain(stem));
  return own?.name ?? null;
}

/** Every condition of a person in the order of the file: whatever holds cycles, at the level where it stands. */
export async function conditionsOf(mat: MatFile, variable: string): Promise<Condition[]> {
  const found: Condition[] = [];
  const walk = async (path: readonly string[], outer: Condition['annotations']): Promise<void> => {
    const fields = await mat.fieldNames(path);
    const annotations = { ...outer };
    for (const [annotation, name] of Object.entries(ANNOTATIONS)) {
      const field = fields.find((own) => plain(own) === plain(name));
      if (field !== undefined) annotations[annotation as Annotation] = [...path, field];
    }
    if (fields.some((field) => isOneOf(CYCLE_FIELDS, field))) {
      found.push({ path, names: path.slice(1).map((name) => name.trim()), annotations });
    } else if (path.length <= MOST_LEVELS) {
      for (const field of fields) if (!isOneOf(ANNOTATIONS, field)) await walk([...path, field], annotations);
    }
  };
  await walk([variable], {});
  return found;
}

/** How many cycles a condition has, and which of its fields hold them, from headers alone. */
export async function conditionSize(
  mat: MatFile,
  { path }: Condition,
): Promise<{ cycles: number; legs: number; fields: readonly string[] }> {
  const fields = (await mat.fieldNames(path)).filter((field) => isOneOf(CYCLE_FIELDS, field));
  let cycles = 0;
  const legs = new Set<string>();
  for (const field of fields) {
    for (const array of await mat.fieldNames([...path, field])) {
      const dims = await mat.dimensions([...path, field, array]);
      const isMatrix = Math.min(...dims) > 1;
      cycles = Math.max(cycles, isMatrix ? (dims[1] ?? 0) : dims.reduce((product, length) => product * length, 1));
      legs.add(plain(array).charAt(0));
    }
  }
  return { cycles, legs: legs.size, fields: fields.map((field) => field.trim()) };
}

/** What is said beside a condition, at the nearest level; outside the condition it may be nested as the conditions are. */
export async function annotationOf(
  mat: MatFile,
  { path, annotations }: Condition,
  annotation: Annotation,
): Promise<MatValue | null> {
  const place = annotations[annotation];
  if (place === undefined) return null;
  let value = await mat.read(place);
  for (const name of path.slice(place.length - 1)) value = fieldOf(value, name) ?? value;
  return value;
}

/** The value of a field or of the column of a table; null where there is none. */
export function fieldOf(value: MatValue, name: string): MatValue | null {
  return namedValues(value).find(([own]) => plain(own) === plain(name))?.[1] ?? null;
}

/** Fields of a 1 x 1 struct or columns of a table, with their values; none for any other value. */
export function namedValues(value: MatValue): readonly (readonly [string, MatValue])[] {
  if (value.kind === 'table') return value.variableNames.map((name, i) => [name, value.columns[i] as MatValue]);
  if (value.kind !== 'struct') return [];
  return [...value.fields].flatMap(([name, [only, ...more]]) =>
    only === undefined || more.length > 0 ? [] : [[name, only] as const],
  );
}

/** The cycles of a condition. @throws MatError */
export async function readCondition(
  mat: MatFile,
  { path }: Condition,
  onProblem: (problem: string) => void,
): Promise<ConditionCycles> {
  const value = await mat.read(path);
  const arrays = new Map<string, Cycles>();
  for (const [field, name] of Object.entries(CYCLE_FIELDS)) {
    const group = fieldOf(value, name);
    for (const [array, content] of group === null ? [] : namedValues(group as MatStruct)) {
      const where = `${path.slice(1).join('.')}.${name}.${array.trim()}`;
      arrays.set(
        `${field}.${plain(array)}`,
        cyclesOf(content, (problem) => onProblem(`${where}${problem}`)),
      );
    }
  }
  const count = Math.max(0, ...[...arrays.values()].map(({ length }) => length));
  return { count, cycles: (field, array) => arrays.get(`${field}.${plain(array)}`) ?? [] };
}

/** Cells are cycles; the columns of a matrix are, too. */
function cyclesOf(value: MatValue, onProblem: (problem: string) => void): Cycles {
  if (value.kind === 'cell') {
    return value.cells.map((cell, t) => {
      const samples = numbersOf(cell);
      if (samples === null) onProblem(`{${t + 1}}: expected a vector of numbers, found ${described(cell)}`);
      return samples === null || samples.length === 0 ? null : samples;
    });
  }
  const numbers = value.kind === 'numeric' && value.dims.length === 2 ? Float64Array.from(value.values, Number) : null;
  if (numbers === null) {
    onProblem(`: expected cells, found ${described(value)}`);
    return [];
  }
  const [rows = 0, columns = 0] = value.dims;
  return rows === 1 || columns === 1
    ? [numbers]
    : Array.from({ length: columns }, (_, t) => numbers.subarray(t * rows, (t + 1) * rows));
}

/** The numbers of a vector, or of one in a cell of its own; null for anything else. */
export function numbersOf(value: MatValue): Float64Array | null {
  if (value.kind === 'cell' && value.cells.length === 1) return numbersOf(value.cells[0] as MatValue);
  if (value.kind !== 'numeric') return null;
  const isVector = value.dims.filter((length) => length !== 1).length <= 1 || value.values.length === 0;
  if (!isVector) return null;
  return value.values instanceof Float64Array ? value.values : Float64Array.from(value.values, Number);
}

function described({ kind, dims }: MatValue): string {
  return `${kind} of ${dims.join(' x ')}`;
}
