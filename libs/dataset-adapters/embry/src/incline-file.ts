import { strideColumns, type LabelledValue, type StrideColumns } from '@emgfm/adapter-kit';
import { type MatFile, type MatNumeric, type MatValue, openMat } from '@emgfm/matfile';

/** A path of names from a variable inwards. */
export type NamePath = readonly string[];

/** The file of the source, read leaf by leaf: what is not asked for stays in it. */
export class InclineFile {
  private readonly known = new Map<string, Promise<readonly string[]>>();

  private constructor(private readonly mat: MatFile) {}

  /** @throws MatError */
  static async open(path: string): Promise<InclineFile> {
    return new InclineFile(await openMat(path));
  }

  close(): Promise<void> {
    return this.mat.close();
  }

  /** Names below a path, in the order of the file; none where nothing stands there. @throws MatError */
  async names(path: NamePath): Promise<readonly string[]> {
    const found = await this.find(path);
    return found === null ? [] : this.fieldsOf(found);
  }

  /** Dimensions of what stands at a path; null where nothing does. @throws MatError */
  async dimensions(path: NamePath): Promise<readonly number[] | null> {
    const found = await this.find(path);
    return found && this.mat.dimensions(found);
  }

  /** A value; null where nothing stands there. @throws MatError */
  async value(path: NamePath): Promise<MatValue | null> {
    const found = await this.find(path);
    return found && this.mat.read(found);
  }

  /** All numbers of an array, column after column; none where there is no array. @throws MatError */
  async numbers(path: NamePath): Promise<Float64Array> {
    const array = await this.array(path);
    return array === null ? new Float64Array() : Float64Array.from(array.values as ArrayLike<number>, Number);
  }

  /** An array with a column per stride; null where there is no array with two rows or more. @throws MatError */
  async strides(path: NamePath): Promise<StrideColumns | null> {
    const array = await this.array(path);
    const points = array?.dims[0] ?? 0;
    return array === null || points < 2 ? null : strideColumns(array.values, points);
  }

  /** The columns of a matrix; null where there is none. @throws MatError */
  async columns(path: NamePath): Promise<Float64Array[] | null> {
    const array = await this.array(path);
    if (array === null) return null;
    const [rows = 0, count = 0] = array.dims;
    const numbers = Float64Array.from(array.values as ArrayLike<number>, Number);
    return Array.from({ length: count }, (_, i) => numbers.slice(i * rows, (i + 1) * rows));
  }

  /** The rows of a cell array of labels and values. @throws MatError */
  async labelledValues(path: NamePath): Promise<LabelledValue[]> {
    const cell = await this.value(path);
    if (cell?.kind !== 'cell' || cell.dims[1] !== 2) return [];
    const count = cell.cells.length / 2;
    return Array.from({ length: count }, (_, row) => ({
      label: String(plain(cell.cells[row])),
      value: plain(cell.cells[row + count]),
    }));
  }

  private async array(path: NamePath): Promise<MatNumeric | null> {
    const value = await this.value(path);
    return value?.kind === 'numeric' && value.dims.length === 2 && value.values.length > 0 ? value : null;
  }

  /** The path as the file spells it; null where it leads nowhere. */
  private async find(path: NamePath): Promise<string[] | null> {
    const found: string[] = [];
    for (const name of path) {
      const names =
        found.length === 0 ? this.mat.variables.map((variable) => variable.name) : await this.fieldsOf(found);
      const own = names.includes(name) ? name : names.find((other) => other.toLowerCase() === name.toLowerCase());
      if (own === undefined) return null;
      found.push(own);
    }
    return found;
  }

  private fieldsOf(found: string[]): Promise<readonly string[]> {
    const key = found.join('\n');
    const known = this.known.get(key) ?? this.mat.fieldNames(found);
    this.known.set(key, known);
    return known;
  }
}

/** A text or a number; an empty text for anything else. */
function plain(value: MatValue | undefined): string | number {
  if (value?.kind === 'char') return value.text.trim();
  if (value?.kind === 'string') return value.strings[0] ?? '';
  return value?.kind === 'numeric' && value.values.length === 1 ? Number(value.values[0]) : '';
}
