import { JOINTS, jointMotionIndex } from '@emgfm/schema';
import { simulateTrial } from '@emgfm/synthetic-gait';
import { describe, expect, test } from 'vitest';
import { decideMomentSign, REFERENCE_CURVES } from './index';

const pushOff = REFERENCE_CURVES.ankleMoment;
const times = (factor: number, curve: ArrayLike<number> = pushOff): number[] =>
  Array.from(curve, (value) => factor * value);

describe('the sign of a moment', () => {
  test('plantarflexion at push-off is negative in internal moments, on any grid', () => {
    expect(decideMomentSign('ankle', [pushOff])).toEqual({
      factor: 1,
      decision: {
        fact: 'sign of the ankle flexion moment',
        decided: 'internal, kept',
        evidence: expect.stringMatching(
          /lies 1\.\d\d N·m\/kg above that at 42-52 %: above in 1, below in 0 of 1 strides/,
        ),
      },
    });
    expect(decideMomentSign('ankle', [times(-1)])).toMatchObject({
      factor: -1,
      decision: { decided: 'external, negated' },
    });
  });

  test.each(JOINTS)('the %s of simulated walking, slow and fast, up and down', (joint) => {
    const bouts = [0.8, 1.6].flatMap((speedMps) =>
      [-10, 0, 10].map((inclineDeg) => ({ gait: 'walk', durationS: 6, speedMps, inclineDeg }) as const),
    );
    for (const bout of bouts) {
      const { strides } = simulateTrial({ seed: 4, bouts: [bout], markerSamplingRateHz: 100 });
      const curves = strides.map(({ momentsNmPerKg }) => momentsNmPerKg[jointMotionIndex(joint, 'flexion')]);
      expect(decideMomentSign(joint, curves).factor).toBe(1);
      expect(
        decideMomentSign(
          joint,
          curves.map((curve) => curve.map((value) => -value)),
        ).factor,
      ).toBe(-1);
    }
  });

  test.each([
    ['no stride', []],
    ['zeros', [times(0)]],
    ['next to nothing', [times(0.05)]],
    ['strides that contradict each other', [times(1), times(1), times(-1)]],
    ['strides of the other foot', [[...pushOff.slice(10), ...pushOff.slice(1, 11)]]],
    ['a gap at push-off', [pushOff.map((value, i) => (i === 9 ? NaN : value))]],
    ['one stride in three that tells anything', [times(1), times(0.01), times(0.01)]],
  ])('is not decided by %s', (_, curves) => {
    const { factor, decision } = decideMomentSign('ankle', curves);
    expect(factor).toBeNull();
    expect(decision.decided).toBe('not decided');
  });

  test('strides with gaps do not count against the others', () => {
    const gap = new Array<number>(21).fill(NaN);
    expect(decideMomentSign('ankle', [times(-1), gap, gap, gap]).factor).toBe(-1);
  });
});
