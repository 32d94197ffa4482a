import { writeRawLencioni } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) =>
    void (await writeRawLencioni(root, { subjects: 1, seed: 8, tasks: ['Walking'], taskS: 7, fault })),
});
