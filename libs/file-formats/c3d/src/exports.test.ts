import { expect, it } from 'vitest';
import * as c3d from './index';

it('exports these names', () => {
  expect(Object.keys(c3d).sort()).toMatchInlineSnapshot(`
    [
      "C3dContentError",
      "C3dDataSectionError",
      "C3dError",
      "C3dFileError",
      "C3dMemoryError",
      "C3dOptionError",
      "C3dParameterError",
      "C3dSignatureError",
      "C3dTruncatedError",
      "analogAt",
      "computeForcePlates",
      "describeC3dBytes",
      "findByLabel",
      "findParameter",
      "isC3dError",
      "openC3d",
      "parameterNumbers",
      "parameterStrings",
      "readC3d",
      "readC3dFile",
      "trajectoryAt",
      "writeC3d",
      "writeC3dChunks",
    ]
  `);
});
