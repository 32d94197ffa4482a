import { expect, it } from 'vitest';
import * as delimited from './index';

it('exports these names', () => {
  expect(Object.keys(delimited).sort()).toMatchInlineSnapshot(`
    [
      "ColumnSelectionError",
      "DelimitedError",
      "LayoutError",
      "LineTooLongError",
      "NotANumberError",
      "OptionError",
      "RaggedLineError",
      "TIME_COLUMN_NAME",
      "UnclosedQuoteError",
      "isDelimitedError",
      "numericColumn",
      "parseDelimited",
      "readDelimited",
      "signalsWithOwnTime",
      "sniffDelimited",
      "streamDelimited",
      "textColumn",
    ]
  `);
});
