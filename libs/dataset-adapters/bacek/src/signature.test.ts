import { writeRawBacek } from '@emgfm/synthetic-gait';
import { describe } from 'vitest';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

describe.each(['right-heel-strike', 'left-heel-strike'] as const)('the right leg cut from %s', (rightStart) => {
  testSignature({
    adapter,
    write: async (root, fault) =>
      void (await writeRawBacek(root, { subjects: 1, seed: 8, tests: [3], testS: 8, rightStart, fault })),
    // the source has no adduction and no moments
    named: {
      'axis-swap': [/hip flexion/, /not that of level walking: wrong column, axis or events/],
      'moments-in-newton-metres': null,
    },
  });
});
