import { expect, test } from 'vitest';
import * as kit from './index';

test('the public names', () => {
  expect(Object.keys(kit).sort()).toMatchInlineSnapshot(`
    [
      "AdapterError",
      "AdapterOptionsError",
      "HARD_ANGLE_LIMITS_DEG",
      "NotADatasetError",
      "REFERENCE_CURVES",
      "SIGNATURE_POINTS",
      "UnknownSubjectError",
      "addDrop",
      "addStride",
      "contractChecks",
      "emgSignals",
      "emptySignatureSums",
      "isAdapterError",
      "isDatasetAdapter",
      "isLevelWalking",
      "jointSignals",
      "judgeSignature",
      "listFiles",
      "packedArchiveAdvice",
    ]
  `);
});
