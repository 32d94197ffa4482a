import { MatPathError, type MatFile, type MatValue } from '@emgfm/matfile';

/** The fields of one trial: vectors over time, or lists of touchdowns. */
export interface TrialFields {
  /** A field as numbers, row or column; null where it is missing, empty or no vector. Names are found without regard to case. */
  vector(name: string): Float64Array | null;
}

/** How many settings a variable holds, from its header. @throws MatPathError when there is no such cell array */
export function settingCount(mat: MatFile, name: string): number {
  const { dims } = cellVariable(mat, name);
  return (dims ?? []).reduce((count, length) => count * length, 1);
}

/**
 * The trials of one setting. A trial that was not recorded is an empty cell: it has no fields.
 * @param setting from 1
 * @throws MatError when the file can't be read
 */
export async function trialsOfSetting(mat: MatFile, name: string, setting: number): Promise<TrialFields[]> {
  return structsOf(await mat.read([cellVariable(mat, name).name, setting]));
}

function cellVariable(mat: MatFile, name: string): MatFile['variables'][number] {
  const found = mat.variables.find((variable) => variable.name.toLowerCase() === name.toLowerCase());
  if (found?.className === 'cell') return found;
  const names = mat.variables.map((variable) => `${variable.name} (${variable.className})`).join(', ');
  throw new MatPathError(`expected a cell array ${name}, one cell per setting; found ${names || 'nothing'}`, name, {
    variable: name,
  });
}

/** A cell of structs, a struct array, or a single struct. */
function structsOf(value: MatValue): TrialFields[] {
  if (value.kind === 'cell') return value.cells.map((cell) => structsOf(cell)[0] ?? EMPTY);
  if (value.kind !== 'struct') return [];
  const count = value.dims.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, position) => {
    const fields = new Map([...value.fields].map(([name, elements]) => [name.toLowerCase(), elements[position]]));
    return { vector: (name) => vectorOf(fields.get(name.toLowerCase())) };
  });
}

const EMPTY: TrialFields = { vector: () => null };

function vectorOf(value: MatValue | undefined): Float64Array | null {
  if (value?.kind !== 'numeric' || value.imaginary !== null) return null;
  const isVector = value.dims.filter((length) => length !== 1).length <= 1;
  if (!isVector || value.values.length === 0) return null;
  return value.values instanceof Float64Array ? value.values : Float64Array.from(value.values as Float32Array, Number);
}
