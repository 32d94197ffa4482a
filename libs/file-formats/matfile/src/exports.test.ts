import { expect, it } from 'vitest';
import * as library from './index';

it('exports what the README names', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "MatAccessError",
      "MatCorruptError",
      "MatError",
      "MatFile",
      "MatFormatError",
      "MatLimitError",
      "MatPathError",
      "MatUnsupportedError",
      "MatValueError",
      "categoricalNames",
      "charRows",
      "elementCount",
      "emptyDouble",
      "encodeMat",
      "isMatError",
      "matCategorical",
      "matCell",
      "matChar",
      "matDatetime",
      "matDuration",
      "matLogical",
      "matNumeric",
      "matString",
      "matStruct",
      "matStructArray",
      "matTable",
      "openMat",
      "readMat",
      "texts",
      "toMatValue",
      "valueAt",
      "writeMat",
    ]
  `);
});
