import { type DelimitedLayout, type DelimitedTable, readDelimited } from '@emgfm/delimited';
import { SIDES } from '@emgfm/schema';
import { columnKey, EMG_COLUMNS, EVENT_LISTS, GONIOMETERS, SIDE_PREFIX } from './channels';

/** Every file is comma-separated with names in the first line. */
export const FILE_LAYOUT = { delimiter: ',', decimalMark: '.', headerLine: 1, firstRowLine: 2 } as const;

/** The columns of one file that are read, by name. */
export interface CircuitTable {
  readonly rowCount: number;
  readonly badCells: number;
  /** Numbers of a column, case of its name aside; null where the file lacks it. */
  readonly column: (name: string) => Float64Array | null;
}

const WANTED = new Set(
  SIDES.flatMap((side) =>
    [
      ...EMG_COLUMNS.map(({ column }) => column),
      ...GONIOMETERS.map(({ column }) => column),
      ...EVENT_LISTS.flatMap(({ rows, codes }) => [rows, codes]),
    ].map((name) => columnKey(SIDE_PREFIX[side] + name)),
  ),
);

/** Reads the columns of a file that the mapping tables name, and no others. @throws the errors of `@emgfm/delimited` */
export async function readCircuit(path: string, signal?: AbortSignal): Promise<CircuitTable> {
  const select = [(column: { readonly name: string }) => WANTED.has(columnKey(column.name))];
  const table = await readDelimited(path, { ...FILE_LAYOUT, select, badCells: 'nan', signal });
  return { rowCount: table.rowCount, badCells: table.counts.badCells, column: byName(table) };
}

function byName(table: DelimitedTable): CircuitTable['column'] {
  const values = new Map(
    table.columns.map(({ name }, i) => [columnKey(name), table.values[i] as Float64Array] as const),
  );
  return (name) => values.get(columnKey(name)) ?? null;
}

/** In words what the header of a file promises. */
export function describeHeader({ columns }: DelimitedLayout): string {
  const names = new Set(columns.map(({ name }) => columnKey(name)));
  const count = (table: readonly { readonly column: string }[]): number =>
    SIDES.reduce(
      (sum, side) => sum + table.filter(({ column }) => names.has(columnKey(SIDE_PREFIX[side] + column))).length,
      0,
    );
  const lists = EVENT_LISTS.map(({ rows }) => ({ column: rows }));
  return `${count(EMG_COLUMNS)} EMG, ${count(GONIOMETERS)} angles, ${count(lists)} event lists`;
}
