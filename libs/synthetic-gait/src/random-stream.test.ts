import { describe, expect, it } from 'vitest';
import { randomStream } from './random-stream';

const draw = (seed: number, name: string, count: number): number[] => {
  const stream = randomStream(seed, name);
  return Array.from({ length: count }, () => stream.normal());
};

describe('randomStream', () => {
  it('gives these numbers on every machine', () => {
    const stream = randomStream(1, 'course');
    expect([stream.uniform(), stream.uniform(), stream.normal(), stream.below(1000)]).toMatchInlineSnapshot(`
      [
        0.6198170071002096,
        0.17550671962089837,
        0.5670350477918965,
        378,
      ]
    `);
  });

  it('depends on seed and name', () => {
    expect(draw(1, 'a', 4)).toEqual(draw(1, 'a', 4));
    expect(draw(1, 'a', 4)).not.toEqual(draw(2, 'a', 4));
    expect(draw(1, 'a', 4)).not.toEqual(draw(1, 'b', 4));
  });

  it('has mean 0, SD 1, a bell shape and no correlation with its past', () => {
    const values = draw(3, 'moments', 40000);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const central = (power: number): number => values.reduce((sum, v) => sum + (v - mean) ** power, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.sqrt(central(2))).toBeCloseTo(1, 1);
    // The sum of eight uniforms has a kurtosis of 3 - 6 / 40.
    expect(central(4) / central(2) ** 2).toBeCloseTo(2.85, 1);
    const lagged = values.slice(1).reduce((sum, v, i) => sum + v * values[i], 0) / values.length;
    expect(Math.abs(lagged)).toBeLessThan(0.02);
  });

  it('draws whole numbers below a limit', () => {
    const stream = randomStream(5, 'below');
    const seen = new Set(Array.from({ length: 200 }, () => stream.below(6)));
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
