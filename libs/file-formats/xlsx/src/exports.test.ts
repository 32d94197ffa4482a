import { expect, it } from 'vitest';
import * as xlsx from './index';

it('exports these names', () => {
  expect(Object.keys(xlsx).sort()).toMatchInlineSnapshot(`
    [
      "ArchiveError",
      "CellError",
      "HeadingError",
      "InflationError",
      "SheetNotFoundError",
      "WorkbookError",
      "XlsxError",
      "headedTable",
      "isXlsxError",
      "numericColumn",
      "readXlsx",
      "sheetOf",
      "tableColumn",
      "writeXlsx",
    ]
  `);
});
