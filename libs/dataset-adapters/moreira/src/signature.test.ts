import { type SourceFault, writeRawMoreira } from '@emgfm/synthetic-gait';
import { expect, test } from 'vitest';
import { type FaultyTree, judgeTree, testSignature } from '../../../../tools/signature-faults';
import { adapter } from './index';

const tree: FaultyTree = {
  adapter,
  write: async (root, fault) => {
    const missingSignals = ['GRF', 'Torques', 'EMG filtered'] as const;
    await writeRawMoreira(root, { subjects: 1, seed: 8, speeds: ['V35', 'V4'], fault, missingSignals });
  },
};

testSignature({
  ...tree,
  named: { 'moments-in-newton-metres': [/possible values|ankle moment/, /looks like N\.m/] },
});

// swapped axes leave no push-off in the column of flexion, so nothing can be said of its size
test.each<[SourceFault | null, string]>([
  [null, 'N.m/kg'],
  ['sign-flip', 'N.m/kg'],
  ['moments-in-newton-metres', 'in doubt: larger than any ankle torque in N.m/kg'],
])('the unit of the torques, %s', async (fault, unit) => {
  const { decisions } = (await judgeTree(tree, fault)).run;
  expect(decisions.find(({ fact }) => fact === 'unit of the torques')?.decided).toBe(unit);
});
