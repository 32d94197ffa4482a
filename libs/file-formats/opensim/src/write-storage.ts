import { TableShapeError } from './errors';
import type { StorageTable } from './storage-table';

/** What a .mot or .sto file is made of; `parseStorage` returns all of it. */
export type WritableStorage = Pick<StorageTable, 'timeS' | 'columns'> &
  Partial<Pick<StorageTable, 'name' | 'version' | 'inDegrees' | 'dataType' | 'header' | 'notes'>>;

const OWN_KEYS = ['name', 'version', 'indegrees', 'datatype', 'nrows', 'ncolumns', 'datarows', 'datacolumns', 'range'];

/**
 * Writes a .mot or .sto file with tabs between cells; every number reads back unchanged.
 *
 * Version (default: 1), unit and data type (default: `double`) come from the table; `inDegrees` is left out where it is
 * null. Other header keys and notes are kept.
 *
 * @throws TableShapeError where columns differ in length or labels hold tabs or line ends
 */
export function writeStorage(table: WritableStorage): string {
  const {
    timeS,
    columns,
    name = '',
    version = 1,
    inDegrees = null,
    dataType = 'double',
    header = {},
    notes = [],
  } = table;
  for (const { label, components } of columns) {
    if (/[\t\r\n]/.test(label) || label.trim() === '')
      throw new TableShapeError(label, 'a label without tabs', 'another');
    for (const { length } of components) {
      if (length !== timeS.length) throw new TableShapeError(label, `${timeS.length} rows`, String(length));
    }
  }
  const lines: string[] = [];
  if (name !== '') lines.push(name.includes('=') ? `name=${name}` : name);
  if (version !== null) lines.push(`version=${version}`);
  if (dataType !== 'double' || (version ?? 0) >= 3) lines.push(`DataType=${dataType}`);
  lines.push(`nRows=${timeS.length}`, `nColumns=${columns.length + 1}`);
  if (inDegrees !== null) lines.push(`inDegrees=${inDegrees ? 'yes' : 'no'}`);
  for (const [key, value] of Object.entries(header)) {
    if (!OWN_KEYS.includes(key.toLowerCase())) lines.push(`${key}=${value}`);
  }
  lines.push(...notes, 'endheader', ['time', ...columns.map(({ label }) => label)].join('\t'));
  for (let row = 0; row < timeS.length; row++) {
    let line = String(timeS[row]);
    for (const { components } of columns) line += `\t${components.map((component) => cell(component[row])).join(',')}`;
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

function cell(x: number): string {
  return Object.is(x, -0) ? '-0' : x === Infinity ? 'inf' : x === -Infinity ? '-inf' : String(x);
}
