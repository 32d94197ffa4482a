import { type SourceFault, writeRawSiat } from '@emgfm/synthetic-gait';
import { expect, test } from 'vitest';
import { type FaultyTree, judgeTree, testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

const tree: FaultyTree = {
  adapter,
  write: async (root, fault) =>
    void (await writeRawSiat(root, {
      subjects: 1,
      seed: 8,
      cyclesPerLeg: 2,
      movements: ['WAK'],
      fault: fault ?? undefined,
    })),
};

testSignature({
  ...tree,
  named: {
    'sign-flip': [/hip flexion/, /sign of hip flexion is reversed/],
    'moments-in-newton-metres': [/possible values/, /divide by the body mass/],
    'half-cycle-shift': null,
    'wrong-leg': null,
  },
});

// the knees tell the leg of a cycle here, so that these are seen before the signature is judged
test.each<SourceFault>(['half-cycle-shift', 'wrong-leg'])('%s is seen by the adapter', async (fault) => {
  const { notes, decisions } = (await judgeTree(tree, fault)).run;
  expect(notes).toContainEqual(expect.stringMatching(/wrong leg, or signals half a cycle off/));
  expect(decisions.find(({ fact }) => fact === 'leg of the cycles')?.decided).toMatch(/exchanged/);
});
