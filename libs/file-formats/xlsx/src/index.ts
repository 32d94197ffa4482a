export {
  ArchiveError,
  CellError,
  HeadingError,
  InflationError,
  isXlsxError,
  SheetNotFoundError,
  WorkbookError,
  XlsxError,
} from './errors';
export { headedTable, numericColumn, tableColumn, type HeadedTable } from './headed-table';
export type { CellFault, MergedRange, XlsxCell, XlsxSheet } from './read-sheet';
export { readXlsx, sheetOf, type ReadXlsxOptions, type XlsxWorkbook } from './read-xlsx';
export { writeXlsx, type WritableSheet } from './write-xlsx';
