import { writeRawMacaluso } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) =>
    void (await writeRawMacaluso(root, { subjects: 1, seed: 8, tasks: ['level'], trialS: 5, fault })),
});
