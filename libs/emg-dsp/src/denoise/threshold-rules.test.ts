import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../simulation/emg-simulation';
import { shrinkageFactor, softThreshold } from './shrinkage';
import { minimaxThreshold, sureThreshold, universalThreshold } from './threshold-rules';

describe('threshold rules', () => {
  it('have their published values', () => {
    expect(universalThreshold(1024)).toBeCloseTo(3.7233, 4);
    expect(universalThreshold(0)).toBe(0);
    expect(minimaxThreshold(1024)).toBeCloseTo(0.3936 + 1.829, 12);
    expect(minimaxThreshold(32)).toBe(0);
  });

  it('SURE falls back to the universal rule for noise and chooses less for a dense signal', () => {
    const noise = gaussianNoise(1000, 1);
    expect(sureThreshold(noise)).toBe(universalThreshold(1000));
    expect(sureThreshold(noise.map((value) => 5 * value))).toBeLessThan(1.5);
    expect(sureThreshold(new Float64Array(0))).toBe(0);
  });

  it('SURE picks the least risk over all candidate thresholds', () => {
    const values = gaussianNoise(300, 2).map((value, i) => value + (i % 3 === 0 ? 3 : 0));
    const risk = (t: number) =>
      values.length + values.reduce((sum, v) => sum + (Math.abs(v) <= t ? v * v - 2 : t * t), 0);
    const chosen = sureThreshold(values);
    for (const candidate of values.map(Math.abs)) expect(risk(chosen)).toBeLessThanOrEqual(risk(candidate) + 1e-9);
  });
});

describe('shrinkage', () => {
  it('follows its three curves', () => {
    expect(shrinkageFactor(1, 2, 'hard')).toBe(0);
    expect(shrinkageFactor(4, 2, 'hard')).toBe(1);
    expect(shrinkageFactor(4, 2, 'soft')).toBe(0.5);
    expect(shrinkageFactor(4, 2, 'garrote')).toBe(0.75);
    expect(shrinkageFactor(0, 0, 'garrote')).toBe(0);
    expect([...softThreshold([3, -3, 1, NaN], 2)]).toEqual([1, -1, 0, NaN]);
  });
});
