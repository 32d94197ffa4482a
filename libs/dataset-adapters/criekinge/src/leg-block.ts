import { BLOCK_NAME, POINTS, type Leg } from './channels';
import { numbersOf, type PersonFields } from './person-fields';

/** One variable of a leg: points by strides. */
interface StrideMatrix {
  readonly strides: number;
  readonly stride: (index: number) => Float64Array;
}

/** The variables of one leg over its own strides. Variables without any finite value are left out: they are placeholders. */
export interface LegBlock {
  /** Strides of each variable, by its name such as `HipAngles.x`. */
  readonly strideCounts: ReadonlyMap<string, number>;
  /** One variable in one stride; null where there is none. */
  readonly column: (stride: number, name: string) => Float64Array | null;
}

/**
 * Reads variables of the block that holds a leg over the strides of the same leg.
 * @param columns names such as `HipAngles.x`; what the block lacks is left out
 * @returns null where the person has no such block
 * @throws MatError
 */
export async function readLegBlock(
  person: PersonFields,
  { letter }: Leg,
  columns: readonly string[],
): Promise<LegBlock | null> {
  const block = (await person.names([])).find((name) => {
    const [, cutBy, of] = BLOCK_NAME.exec(name) ?? [];
    return cutBy?.toUpperCase() === letter && of?.toUpperCase() === letter;
  });
  if (block === undefined) return null;
  const matrices = new Map<string, StrideMatrix>();
  for (const column of columns) {
    const matrix = await readMatrix(person, [block, ...column.split('.')]);
    if (matrix !== null) matrices.set(column, matrix);
  }
  return {
    strideCounts: new Map([...matrices].map(([name, { strides }]) => [name, strides])),
    column: (stride, name) => matrices.get(name)?.stride(stride) ?? null,
  };
}

async function readMatrix(person: PersonFields, path: readonly string[]): Promise<StrideMatrix | null> {
  const value = await person.value(path);
  const numbers = numbersOf(value);
  if (value === null || numbers === null || !numbers.some(Number.isFinite)) return null;
  const [rows = 0, columns = 0] = value.dims;
  // a reader that forgets to turn HDF5's order around writes strides by points
  const turned = columns === POINTS && rows !== POINTS;
  const [points, strides] = turned ? [columns, rows] : [rows, columns];
  if (points < 2) return null;
  return {
    strides,
    stride: (index) =>
      turned
        ? Float64Array.from({ length: points }, (_, point) => numbers[point * rows + index] as number)
        : numbers.slice(index * points, (index + 1) * points),
  };
}
