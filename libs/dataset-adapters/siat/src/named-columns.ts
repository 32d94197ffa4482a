import { type DelimitedLayout, type DelimitedTable, readDelimited } from '@emgfm/delimited';
import { SIDES } from '@emgfm/schema';
import { COLUMN_NAMES, columnKey, EMG_COLUMNS, LABEL_COLUMNS, MOTIONS } from './channels';

/** Every file is comma-separated with names in the first line. */
export const FILE_LAYOUT = { delimiter: ',', decimalMark: '.', headerLine: 1, firstRowLine: 2 } as const;

/** Columns of a data file that are read, by name. */
export interface DataTable {
  readonly rowCount: number;
  readonly badCells: number;
  /** Numbers of a column; null where the file lacks it. */
  readonly column: (name: string) => Float64Array | null;
}

/** A label file: time (s; null where it has none), status and group of each row as they are written. */
export interface LabelTable {
  readonly timesS: Float64Array | null;
  readonly statuses: readonly string[];
  readonly groups: readonly string[];
}

const MOTION_COLUMNS = SIDES.flatMap((side) =>
  MOTIONS.flatMap(({ name }) => [COLUMN_NAMES.angle(side, name), COLUMN_NAMES.torque(side, name)]),
);
const SENSOR_COLUMNS = EMG_COLUMNS.map(({ column }) => COLUMN_NAMES.emg(column));

/** Reads the columns of a data file that the tables name, and no others. @throws the errors of `@emgfm/delimited` */
export async function readData(path: string, signal?: AbortSignal): Promise<DataTable> {
  const wanted = new Set([COLUMN_NAMES.time, ...MOTION_COLUMNS, ...SENSOR_COLUMNS].map(columnKey));
  const select = [({ name }: { readonly name: string }) => wanted.has(columnKey(name))];
  const table = await readDelimited(path, { ...FILE_LAYOUT, select, badCells: 'nan', signal });
  const values = valuesByKey(table);
  return {
    rowCount: table.rowCount,
    badCells: table.counts.badCells,
    column: (name) => (values.get(columnKey(name)) as Float64Array | undefined) ?? null,
  };
}

/** Reads a label file. @throws the errors of `@emgfm/delimited`, among them that it has no status */
export async function readLabels(path: string, signal?: AbortSignal): Promise<LabelTable> {
  const named =
    (...names: readonly string[]) =>
    ({ name }: { readonly name: string }) =>
      names.some((candidate) => columnKey(candidate) === columnKey(name));
  const { time, status, group } = LABEL_COLUMNS;
  const table = await readDelimited(path, {
    ...FILE_LAYOUT,
    select: [],
    text: [named(status), named(time, group)],
    raggedLines: 'pad',
    signal,
  });
  const values = valuesByKey(table);
  const texts = (name: string): string[] | undefined => values.get(columnKey(name)) as string[] | undefined;
  const times = texts(time);
  const statuses = texts(status) ?? [];
  return {
    timesS: times === undefined ? null : Float64Array.from(times, (text) => (text.trim() === '' ? NaN : Number(text))),
    statuses,
    groups: texts(group) ?? statuses.map(() => ''),
  };
}

function valuesByKey({ columns, values }: DelimitedTable): ReadonlyMap<string, Float64Array | string[]> {
  return new Map(columns.map(({ name }, i) => [columnKey(name), values[i]] as const));
}

/** In words what the header of a data file promises. */
export function describeHeader({ columns }: DelimitedLayout): string {
  const names = new Set(columns.map(({ name }) => columnKey(name)));
  const count = (wanted: readonly string[]): number => wanted.filter((name) => names.has(columnKey(name))).length;
  return `${count(SENSOR_COLUMNS)} EMG sensors, ${count(MOTION_COLUMNS)} angles and torques`;
}
