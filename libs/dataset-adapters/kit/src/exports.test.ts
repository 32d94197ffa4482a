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
      "SIDE_WORDS",
      "SIGNATURE_POINTS",
      "UnevenClockError",
      "UnknownSubjectError",
      "addDrop",
      "addStride",
      "anatomicalMarkers",
      "checkedOptions",
      "compilePattern",
      "contractChecks",
      "decideMomentSign",
      "emgSignals",
      "emptySignatureSums",
      "evenClock",
      "fileHead",
      "isAdapterError",
      "isDatasetAdapter",
      "isLevelWalking",
      "isModalityWanted",
      "jointSignals",
      "judgeSignature",
      "listFiles",
      "loadMappingFile",
      "packedArchiveAdvice",
      "plainLabel",
      "pointToZUp",
      "readAhead",
      "readEmgLabel",
      "sideOfWord",
      "toZUp",
      "trialRuleOf",
      "trialRuleSchema",
      "verticalAxisOfMarkers",
    ]
  `);
});
