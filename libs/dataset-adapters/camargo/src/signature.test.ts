import { writeRawCamargo } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) =>
    void (await writeRawCamargo(root, {
      subjects: 1,
      seed: 8,
      steadyS: 4,
      modes: ['treadmill'],
      fault: fault ?? undefined,
    })),
});
