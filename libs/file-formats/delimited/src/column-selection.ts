import { ColumnSelectionError } from './errors';
import type { DelimitedColumn } from './layout';

/** Names a column: its exact name, its zero-based index, or a test; a pattern or function may choose several. */
export type ColumnSelector = string | number | RegExp | ((column: DelimitedColumn) => boolean);

/** Finds the columns that the selectors name, in the order of the file and without repetition. */
export function selectColumns(
  columns: readonly DelimitedColumn[],
  selectors: readonly ColumnSelector[],
  source: string,
): DelimitedColumn[] {
  const chosen = new Set<DelimitedColumn>();
  for (const selector of selectors) {
    const matches = columns.filter((column) => isSelected(column, selector));
    const several = typeof selector === 'function' || selector instanceof RegExp;
    if (matches.length === 0 || (matches.length > 1 && !several)) {
      const shown = typeof selector === 'string' ? JSON.stringify(selector) : String(selector);
      throw new ColumnSelectionError(
        source,
        shown,
        matches.map(({ index }) => index),
        columns.map(({ name }) => name),
      );
    }
    for (const column of matches) chosen.add(column);
  }
  return columns.filter((column) => chosen.has(column));
}

function isSelected(column: DelimitedColumn, selector: ColumnSelector): boolean {
  if (typeof selector === 'string') return column.name === selector;
  if (typeof selector === 'number') return column.index === selector;
  if (selector instanceof RegExp)
    return new RegExp(selector.source, selector.flags.replace(/[gy]/g, '')).test(column.name);
  return selector(column);
}
