import type { LabelledValue } from '@emgfm/adapter-kit';
import { isMatError, type MatFile, MatPathError, type MatValue, texts, valueAt } from '@emgfm/matfile';
import { TASKS, type Task, TRIAL_NAME } from './channels';

/** Where a value stands in the file: names of fields, and a number for an element of a struct array. */
export type FieldPath = readonly (string | number)[];

/** One trial in the file of a person. */
export interface TrialPlace {
  /** `level/part1`. */
  readonly name: string;
  readonly task: Task;
  readonly path: FieldPath;
  /** Has its name no `part` in it? */
  readonly isOther: boolean;
}

/** What the file of a person holds, by names alone. */
export interface SourceContents {
  readonly trials: readonly TrialPlace[];
  /** Tasks that this person lacks. */
  readonly missingTasks: readonly string[];
  /** Small cells with two columns, which may be labels and values. */
  readonly tables: readonly FieldPath[];
}

/** A list of details is no longer than this. */
const MOST_ROWS = 100;

/**
 * Finds the trials of a file.
 * @param stem name of the file, which is that of its struct; one struct of another name will do
 * @throws MatError when the file has no such struct, or none of the tasks in it
 */
export async function sourceContents(mat: MatFile, stem: string): Promise<SourceContents> {
  const structs = mat.variables.filter(({ className }) => className === 'struct').map(({ name }) => name);
  const root = structs.includes(stem) ? stem : structs.length === 1 ? structs[0] : undefined;
  if (root === undefined) {
    const found = mat.variables.map(({ name }) => name).join(', ') || 'none';
    throw new MatPathError(`expected a struct ${stem}, or one struct of another name, found ${found}`, stem);
  }
  const fields = await mat.fieldNames([root]);
  const tasks = TASKS.filter(({ name }) => fields.includes(name));
  if (tasks.length === 0) {
    const expected = TASKS.map(({ name }) => name).join(', ');
    throw new MatPathError(`expected fields ${expected} in ${root}, found ${fields.join(', ') || 'none'}`, root);
  }
  const trials: TrialPlace[] = [];
  const tables: FieldPath[] = [];
  const addTable = async (path: FieldPath): Promise<void> => {
    const [rows = 0, columns = 0, ...further] = await mat.dimensions(path);
    if (columns === 2 && rows <= MOST_ROWS && further.length === 0) tables.push(path);
  };
  for (const name of fields.filter((field) => !tasks.some((task) => task.name === field))) await addTable([root, name]);
  for (const task of tasks) {
    for (const name of await mat.fieldNames([root, task.name])) {
      const path = [root, task.name, name];
      if ((await mat.fieldNames(path)).length === 0) {
        await addTable(path);
        continue;
      }
      const count = (await mat.dimensions(path)).reduce((product, length) => product * length, 1);
      for (let element = 1; element <= count; element += 1) {
        trials.push({
          name: `${task.name}/${name}${count === 1 ? '' : `(${element})`}`,
          task,
          path: count === 1 ? path : [...path, element],
          isOther: !TRIAL_NAME.test(name),
        });
      }
    }
  }
  const missingTasks = TASKS.filter((task) => !tasks.includes(task)).map(({ name }) => name);
  return { trials, missingTasks, tables };
}

/** The fields of one trial, read when they are asked for. */
export interface TrialFields {
  readonly names: readonly string[];
  /** null where there is no such field. @throws MatError when it can't be read */
  read(path: FieldPath): Promise<MatValue | null>;
}

/** Opens a trial. @throws MatError */
export async function openTrial(mat: MatFile, { path }: TrialPlace): Promise<TrialFields> {
  // v7.3 reads a field alone; the other versions pass over all that stands before it, so there a trial is read once as a whole
  const whole = mat.version === 'v7.3' ? null : await mat.read(path);
  return {
    names: whole?.kind === 'struct' ? [...whole.fields.keys()] : await mat.fieldNames(path),
    read: (inner) =>
      nullIfAbsent(async () => (whole === null ? await mat.read([...path, ...inner]) : valueAt(whole, inner))),
  };
}

/** What a path leads to; null where the file has nothing there. @throws MatError when it can't be read */
export async function nullIfAbsent<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MatPathError) return null;
    throw error;
  }
}

/** What can be read; `otherwise` where the file is damaged, of which the reading of the trial itself tells. */
export async function unlessDamaged<T>(read: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isMatError(error)) return otherwise;
    throw error;
  }
}

/** Rows of a cell with two columns whose first is text and whose second a text or a number. */
export function labelledRows(value: MatValue | null): LabelledValue[] {
  if (value?.kind !== 'cell' || value.dims.length !== 2 || (value.dims[1] ?? 0) < 2) return [];
  const rows = value.dims[0] as number;
  return Array.from({ length: rows }, (_, row) => row).flatMap((row): LabelledValue[] => {
    const label = scalarOf(value.cells[row]);
    const content = scalarOf(value.cells[row + rows]);
    return typeof label === 'string' && content !== null ? [{ label, value: content }] : [];
  });
}

function scalarOf(value: MatValue | undefined): string | number | null {
  if (value?.kind === 'char' || value?.kind === 'string') return texts(value)[0] ?? null;
  return value?.kind === 'numeric' && value.values.length === 1 ? Number(value.values[0]) : null;
}
