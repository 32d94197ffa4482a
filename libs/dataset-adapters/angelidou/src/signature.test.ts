import { type RawAngelidouOptions, type SourceFault, writeRawAngelidou } from '@emgfm/synthetic-gait';
import { describe, expect, test } from 'vitest';
import { expectNamed, judgeTree, type JudgedTree } from '../../../../tools/signature-faults';
import { adapter } from './index';

function judgedWith(fault: SourceFault | null, options: Partial<RawAngelidouOptions> = {}): Promise<JudgedTree> {
  const small = { conditionS: 5, cameraRateHz: 100, emgSamplingRateHz: 1000, speeds: { fast: 1.3 } };
  const write = async (root: string): Promise<void> =>
    void (await writeRawAngelidou(root, {
      subjects: 1,
      seed: 8,
      ...small,
      stiffnesses: ['rigid'],
      fault,
      ...options,
    }));
  return judgeTree({ adapter, write }, fault);
}

const decided = ({ run }: JudgedTree, fact: string): string =>
  run.decisions.find((decision) => decision.fact === fact)?.decided ?? '';

test('level walking passes', async () => {
  const judged = await judgedWith(null);
  expect([judged.verdict, judged.findings]).toEqual(['pass', []]);
});

describe('mistakes of the source are caught and named', () => {
  test('muscle-permutation: flagged by the signature', async () => {
    expectNamed(await judgedWith('muscle-permutation'), [/activity/, /another muscle/]);
  });

  test('axis-swap: the knee hardly bends, so nothing is believed of the angles', async () => {
    const judged = await judgedWith('axis-swap');
    expect(decided(judged, 'unit of the angles')).toBe('not decided: masked');
    expect(judged.run.strides.length).toBeGreaterThan(4);
    for (const { masks, reasons } of judged.run.strides)
      expect([masks.kinematics[5], reasons.kinematics[5]]).toEqual([0, 8]);
  });

  test('sign-flip: turned back, and said', async () => {
    const judged = await judgedWith('sign-flip');
    expect(decided(judged, 'sign of the knee angle')).toBe('left negated, right negated');
    expect(decided(judged, 'sign of the hip angle')).toBe('left negated, right negated');
    expect(judged.verdict).toBe('pass');
  });

  test('moments-in-newton-metres: masked where the stated unit says otherwise, divided by the mass where it does not', async () => {
    const contradicted = await judgedWith('moments-in-newton-metres');
    expect(decided(contradicted, 'unit of the moments')).toBe('not decided: masked');
    for (const { masks, reasons } of contradicted.run.strides)
      expect([masks.kinetics[8], reasons.kinetics[8]]).toEqual([0, 8]);
    const unstated = await judgedWith('moments-in-newton-metres', { statesUnits: false });
    expect(decided(unstated, 'unit of the moments')).toBe('N.m');
    expect(unstated.verdict).toBe('pass');
  });

  test.each(['half-cycle-shift', 'wrong-leg'] as const)(
    '%s: angles and events contradict each other, so no stride is believed',
    async (fault) => {
      const judged = await judgedWith(fault);
      for (const side of ['left', 'right']) {
        expect(decided(judged, `strike that starts the cycles of the ${side} leg`)).toMatch(/contradict each other/);
      }
      expect(judged.run.strides).toEqual([]);
      expect(new Set(judged.run.drops.map(({ reason }) => reason))).toEqual(new Set(['no-events']));
    },
  );
});
