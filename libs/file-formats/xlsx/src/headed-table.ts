import { CellError, HeadingError } from './errors';
import { referenceOf, type XlsxCell, type XlsxSheet } from './read-sheet';

/** A sheet seen as a table with a row of headings. */
export interface HeadedTable {
  readonly sheetName: string;
  /** Headings as text, without outer blanks; empty where a column has none. */
  readonly headings: readonly string[];
  /** Rows below the headings that are not empty, each as long as `headings`. */
  readonly rows: readonly (readonly XlsxCell[])[];
  /** Row number in the sheet, from 1, of each of `rows`. */
  readonly rowNumbers: readonly number[];
}

/**
 * Takes a sheet for a table: one row of headings, then one row per record.
 *
 * @param options.headerRow row of the headings, from 1 (default: the first with at least two filled cells, else the
 *   first with any, so that a title above the table is passed over)
 * @returns a table without headings and rows for an empty sheet
 */
export function headedTable(sheet: XlsxSheet, options: { readonly headerRow?: number } = {}): HeadedTable {
  const filled = sheet.rows.map((row) => row.filter((cell) => cell !== null && cell !== '').length);
  const twoCells = filled.findIndex((count) => count > 1);
  const header =
    options.headerRow !== undefined
      ? options.headerRow - 1
      : twoCells >= 0
        ? twoCells
        : filled.findIndex((count) => count > 0);
  const below = sheet.rows
    .map((row, index) => ({ row, index }))
    .filter(({ index }) => header >= 0 && index > header && filled[index] > 0);
  const width = Math.max(sheet.rows[header]?.length ?? 0, ...below.map(({ row }) => row.length));
  const padded = (row: readonly XlsxCell[]): XlsxCell[] => Array.from({ length: width }, (_, c) => row[c] ?? null);
  return {
    sheetName: sheet.name,
    headings: padded(sheet.rows[header] ?? []).map((cell) => textOf(cell).trim()),
    rows: below.map(({ row }) => padded(row)),
    rowNumbers: below.map(({ index }) => index + 1),
  };
}

/**
 * The cells of one column.
 *
 * @param heading text, compared without regard to case and outer blanks, or a pattern
 * @throws HeadingError where no column, or several, match
 */
export function tableColumn(table: HeadedTable, heading: string | RegExp): XlsxCell[] {
  const index = columnIndex(table, heading);
  return table.rows.map((row) => row[index]);
}

/**
 * The numbers of one column; NaN where a cell is empty.
 *
 * Numbers that were typed as text count, with a decimal point or comma.
 *
 * @throws HeadingError where no column, or several, match; CellError where a cell holds anything else
 */
export function numericColumn(table: HeadedTable, heading: string | RegExp): Float64Array {
  const index = columnIndex(table, heading);
  return Float64Array.from(table.rows, (row, r) => {
    const cell = row[index];
    if (typeof cell === 'number') return cell;
    if (cell === null) return NaN;
    const text = textOf(cell).trim();
    if (text === '' || /^(nan|n\/?a|-)$/i.test(text)) return NaN;
    if (typeof cell === 'string' && /^[+-]?\d+(?:[.,]\d+)?$/.test(text)) return Number(text.replace(',', '.'));
    throw new CellError(table.sheetName, referenceOf(table.rowNumbers[r] - 1, index), 'a number', JSON.stringify(text));
  });
}

function columnIndex(table: HeadedTable, heading: string | RegExp): number {
  const key = String(heading).trim().toLowerCase();
  const matches = table.headings.flatMap((text, index) => {
    const isMatch = heading instanceof RegExp ? text.search(heading) >= 0 : text.toLowerCase() === key;
    return isMatch ? [index] : [];
  });
  if (matches.length !== 1) throw new HeadingError(String(heading), matches.length, table.headings);
  return matches[0];
}

function textOf(cell: XlsxCell): string {
  if (cell === null) return '';
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' ? cell.error : String(cell);
}
