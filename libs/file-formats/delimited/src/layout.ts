import type { TextEncodingName } from './text-encoding';

/** Byte or class of bytes between two cells; `blanks` is a run of blanks and tabs. */
export type Delimiter = ',' | ';' | '\t' | '|' | 'blanks';

/** What is known of one column before its cells are read. */
export interface DelimitedColumn {
  /** Zero-based position in the file. */
  readonly index: number;
  /** Name as it stands in the header; `column 3` (from 1) where the file has none. */
  readonly name: string;
  /** All header cells above the column, from top to bottom, among them the name, the unit and the rate. */
  readonly headerPath: readonly string[];
  /** Unit from the units row, or from the end of the name as in `EMG 1 (mV)`; null where none is given. */
  readonly unit: string | null;
  /** Sampling rate in hertz from a header row of rates, as Delsys writes them; null where none is given. */
  readonly samplingRateHz: number | null;
  /** `number` where the first lines hold numbers, `text` where they hold other things, `empty` where they hold nothing. */
  readonly kind: 'number' | 'text' | 'empty';
}

/** Where the table stands in a file and how its lines are cut. */
export interface DelimitedLayout {
  readonly encoding: TextEncodingName;
  readonly delimiter: Delimiter;
  readonly decimalMark: '.' | ',';
  readonly lineEnd: '\n' | '\r\n' | '\r';
  /** Line of the column names, from 1; null where the table has none. */
  readonly headerLine: number | null;
  /** Line of the first row of the table, from 1; one past the last line where the table has no rows. */
  readonly firstRowLine: number;
  /** All lines before the first row, unchanged, with names, units and vendor notes. */
  readonly preamble: readonly string[];
  readonly columns: readonly DelimitedColumn[];
}

/** What the caller knows of a file better than the look at its first lines. */
export interface LayoutOptions {
  /** Byte between cells (default: recognised). */
  readonly delimiter?: Delimiter;
  /** Decimal mark (default: recognised). */
  readonly decimalMark?: '.' | ',';
  /** Line of the column names, from 1; null for a table without names (default: recognised). */
  readonly headerLine?: number | null;
  /** Line of the first row, from 1 (default: recognised). */
  readonly firstRowLine?: number;
  /** Further texts that stand for a missing number, in any case (default: none). */
  readonly missingTexts?: readonly string[];
  /** What error messages call the input (default: the path of a file, else nothing). */
  readonly source?: string;
}
