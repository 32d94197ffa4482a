import { writeRawMoghadam } from '@emgfm/synthetic-gait';
import { testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

testSignature({
  adapter,
  write: async (root, fault) => {
    const [trial] = await writeRawMoghadam(root, { subjects: 1, seed: 8, trials: 4, fault });
    return { subjectMassKg: { 'moghadam/P1': trial?.subject.massKg ?? NaN } };
  },
  // nothing but the joint files tells the strikes, so a wrong leg and a shifted clock can only be seen in the EMG
  named: {
    'half-cycle-shift': [/activity/, /of the other leg/],
    'wrong-leg': [/activity/, /of the other leg/],
  },
});
