import { writeRawHu } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) => {
    const boutsOf = () => [{ gait: 'walk', durationS: 9 }] as const;
    await writeRawHu(root, { subjects: 1, seed: 8, circuits: 1, boutsOf, fault });
  },
  // the source has no moments and no planes but flexion
  named: { 'axis-swap': [/knee/, /./], 'moments-in-newton-metres': null },
});
