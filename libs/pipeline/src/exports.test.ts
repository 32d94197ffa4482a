import { expect, test } from 'vitest';
import * as pipeline from './index';

test('the public names', () => {
  expect(Object.keys(pipeline).sort()).toMatchInlineSnapshot(`
    [
      "BUILT_IN_ADAPTERS",
      "DiskFullError",
      "EXIT",
      "NothingUsableError",
      "PipelineError",
      "UsageError",
      "adapterOf",
      "configurationSha256",
      "demonstrate",
      "emgfm",
      "failedOutcome",
      "isPipelineError",
      "judgeStore",
      "loadAdapters",
      "loadConfiguration",
      "parseSource",
      "planRun",
      "processRecording",
      "processSubject",
      "run",
      "runInThisThread",
      "runInWorker",
    ]
  `);
});
