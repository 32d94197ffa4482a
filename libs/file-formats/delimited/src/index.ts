export type { ByteSource } from './byte-source';
export type { ColumnSelector } from './column-selection';
export {
  ColumnSelectionError,
  DelimitedError,
  isDelimitedError,
  LayoutError,
  LineTooLongError,
  NotANumberError,
  OptionError,
  RaggedLineError,
  UnclosedQuoteError,
} from './errors';
export type { DelimitedColumn, DelimitedLayout, Delimiter, LayoutOptions } from './layout';
export type { BadCellPolicy, RaggedLinePolicy, ScanCounts } from './line-scanner';
export { signalsWithOwnTime, TIME_COLUMN_NAME, type OwnTimeSignal } from './own-time-signals';
export {
  numericColumn,
  parseDelimited,
  readDelimited,
  sniffDelimited,
  streamDelimited,
  textColumn,
  type ColumnValues,
  type DelimitedBlock,
  type DelimitedTable,
} from './read-delimited';
export type { ReadOptions } from './row-reader';
export type { TextEncodingName } from './text-encoding';
