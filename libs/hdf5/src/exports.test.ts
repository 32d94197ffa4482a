import { expect, test } from 'vitest';
import * as library from './index';

test('export names', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "Hdf5ArgumentError",
      "Hdf5ClosedError",
      "Hdf5CorruptError",
      "Hdf5DiskFullError",
      "Hdf5Error",
      "Hdf5File",
      "Hdf5FormatError",
      "Hdf5MissingFilterError",
      "Hdf5NotFoundError",
      "Hdf5PoisonedError",
      "Hdf5TypeError",
      "Hdf5WriteError",
      "arrayConstructors",
      "datasetChecksum",
      "expectNumbers",
      "expectReferences",
      "expectStrings",
      "hdf5EngineState",
      "isHdf5Error",
      "openHdf5File",
      "writeAtomically",
    ]
  `);
});
