import { type SourceFault, writeRawGait120 } from '@emgfm/synthetic-gait';
import { expect, test } from 'vitest';
import { type FaultyTree, judgeTree, testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

const tree: FaultyTree = {
  adapter,
  write: async (root, fault) => {
    await writeRawGait120(root, {
      subjects: 1,
      seed: 8,
      tasks: ['LevelWalking'],
      availableTrials: [1, 2],
      withoutProcessedData: true,
      fault,
    });
    return { configuration: { emg: { representation: 'envelope', quality: 'off' } } };
  },
};

// the source has no moments; the sign of the knee is decided from the data, so a flipped sign shows at the hip
testSignature({
  ...tree,
  named: {
    'axis-swap': [/knee|hip/, /swapped|not that of level walking|another axis/],
    'sign-flip': [/hip flexion/, /sign of hip flexion is reversed/],
    'moments-in-newton-metres': null,
  },
});

test.each<[SourceFault | null, string]>([
  [null, 'negated, as documented'],
  [null, 'yes, as the files behave'],
  ['sign-flip', 'kept: flexion positive'],
  ['muscle-permutation', 'negated, as documented'],
  ['half-cycle-shift', 'in doubt: the strikes have a low confidence'],
  ['wrong-leg', 'in doubt: the strikes have a low confidence'],
])('decided of the knee and of the start of the strides, %s: %s', async (fault, decided) => {
  const { decisions } = (await judgeTree(tree, fault)).run;
  const facts = decisions.filter(({ fact }) => /^sign of|starts at/.test(fact));
  expect(facts.map((decision) => decision.decided)).toContain(decided);
});
