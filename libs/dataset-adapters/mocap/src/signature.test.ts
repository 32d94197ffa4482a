import { writeRawMocap } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) => {
    await writeRawMocap(root, { subjects: 1, seed: 8, trials: 1, durationS: 5, emgRateHz: 500, fault });
    return { furtherModalities: [] };
  },
  // the source has no moments; the sign of the knee is decided from the data, so a flipped sign shows at the hip
  named: {
    'sign-flip': [/hip flexion/, /sign of hip flexion is reversed/],
    'moments-in-newton-metres': null,
    'half-cycle-shift': [/./, /other foot|other leg|half a (cycle|stride)/],
    'wrong-leg': [/./, /other foot|other leg|half a (cycle|stride)/],
  },
});
