import { describe, expect, test } from 'vitest';
import { decideKneeSign, decideTorqueFactor } from './checks';

const wave = (from: number, to: number): Float64Array =>
  Float64Array.from({ length: 1000 }, (_, i) => from + ((to - from) * (1 - Math.cos(i / 50))) / 2);

describe('the sign of knee flexion', () => {
  test.each([
    ['bends to 60', wave(0, 60), 1],
    ['bends to -60', wave(0, -60), -1],
    ['does not bend beyond 30', wave(-5, 25), NaN],
    ['bends both ways', wave(-60, 60), NaN],
    ['has no sample', new Float64Array(10).fill(NaN), NaN],
    ['bends to 60 with gaps', wave(0, 60).map((deg, i) => (i % 3 === 0 ? NaN : deg)), 1],
  ])('a knee that %s', (_, knee, factor) => {
    expect(decideKneeSign('left', knee).factor).toBe(factor);
  });
});

describe('the unit of the torques', () => {
  test.each([
    ['of 90 N·m are divided by mass', wave(-90, 20), 70, 1 / 70, 'N·m'],
    ['of 1.4 are per body mass already', wave(-1.4, 0.5), 70, 1, 'N·m/kg'],
    ['of 7 could be either', wave(-7, 2), 70, NaN, 'undecided'],
    ['of 90 N·m without a mass', wave(-90, 20), NaN, NaN, 'N·m'],
  ])('torques %s', (_, torque, massKg, factor, decided) => {
    const found = decideTorqueFactor([torque], massKg);
    expect([found.factor, found.decision.decided]).toEqual([factor, decided]);
  });

  test('no torque at all', () => {
    expect(decideTorqueFactor([], 70).factor).toBeNaN();
  });
});
