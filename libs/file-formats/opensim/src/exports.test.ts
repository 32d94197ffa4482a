import { expect, it } from 'vitest';
import * as opensim from './index';

it('exports these names', () => {
  expect(Object.keys(opensim).sort()).toMatchInlineSnapshot(`
    [
      "CELL_COMPONENTS",
      "HeaderError",
      "LabelError",
      "METRES_PER_UNIT",
      "NOT_ROTATIONAL",
      "NumberError",
      "OpenSimError",
      "PATH_QUANTITIES",
      "RowLengthError",
      "TableShapeError",
      "TimeOrderError",
      "UnitError",
      "anglesInDegrees",
      "coordinateOf",
      "isOpenSimError",
      "isRotation",
      "markersInMetres",
      "parseStorage",
      "parseTrc",
      "storageColumn",
      "timingOf",
      "writeStorage",
      "writeTrc",
    ]
  `);
});
