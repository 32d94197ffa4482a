import { expect, test } from 'vitest';
import * as library from './index';

test('export names', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "DuplicatePatientError",
      "MODALITIES",
      "NotAStoreError",
      "STORE_FORMAT",
      "STORE_FORMAT_VERSION",
      "Store",
      "StoreDamagedError",
      "StoreEmptyError",
      "StoreError",
      "StoreHeaderError",
      "StoreMismatchError",
      "StoreRangeError",
      "StrideRejectedError",
      "countStore",
      "isStoreError",
      "mergeShards",
      "openStore",
      "readEnsemble",
      "strictestLicence",
      "verifyStore",
      "writeShard",
    ]
  `);
});
