import { writeRawEmbry } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) =>
    void (await writeRawEmbry(root, { subjects: 1, seed: 8, trials: ['s1x2i0'], trialS: 7, fault })),
});
