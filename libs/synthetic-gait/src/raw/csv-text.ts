/** One column of a text table. */
export interface CsvColumn {
  readonly name: string;
  /** Numbers, or texts as they are written; rows beyond the end are missing. */
  readonly values: ArrayLike<number> | readonly string[];
  /** Digits behind the decimal point. Default: as many as the number needs. */
  readonly digits?: number;
}

/** How a text table is written. */
export interface CsvOptions {
  readonly delimiter?: ',' | ';' | '\t';
  /** What stands for a missing number. Default `NaN`. */
  readonly missing?: string;
}

/**
 * A table as delimited text: one header row, then `numRows` rows, each ended by a line feed.
 * @example
 * csvText([{ name: 'Time', values: [0, 0.5], digits: 3 }], 2); // 'Time\n0.000\n0.500\n'
 */
export function csvText(columns: readonly CsvColumn[], numRows: number, options: CsvOptions = {}): string {
  const { delimiter = ',', missing = 'NaN' } = options;
  const cell = ({ values, digits }: CsvColumn, row: number): string => {
    const value = values[row];
    if (typeof value === 'string') return value;
    if (value === undefined || Number.isNaN(value)) return missing;
    return digits === undefined ? String(value) : value.toFixed(digits);
  };
  const lines = [columns.map(({ name }) => name).join(delimiter)];
  for (let row = 0; row < numRows; row += 1) lines.push(columns.map((column) => cell(column, row)).join(delimiter));
  return `${lines.join('\n')}\n`;
}
