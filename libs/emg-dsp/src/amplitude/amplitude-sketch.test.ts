import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidArgumentError } from '../errors';
import { AmplitudeSketch } from './amplitude-sketch';

const samples = fc.array(fc.oneof(fc.double({ noNaN: false }), fc.double({ min: -1e-3, max: 1e-3, noNaN: true })), {
  minLength: 1,
  maxLength: 200,
});
const fractions = [0, 0.005, 0.5, 0.995, 1];

/** NumPy's quantile of the finite magnitudes. */
function exactQuantile(signal: readonly number[], fraction: number): number {
  const sorted = signal
    .filter(Number.isFinite)
    .map(Math.abs)
    .sort((a, b) => a - b);
  const rank = fraction * (sorted.length - 1);
  const lower = sorted[Math.floor(rank)];
  return lower + (rank - Math.floor(rank)) * ((sorted[Math.ceil(rank)] ?? lower) - lower);
}

describe('AmplitudeSketch', () => {
  it('is within 2e-5 of the exact quantile', () => {
    fc.assert(
      fc.property(samples, (signal) => {
        const sketch = new AmplitudeSketch().add(signal);
        expect(sketch.count).toBe(signal.filter(Number.isFinite).length);
        expect(sketch.numMissing).toBe(signal.length - sketch.count);
        if (sketch.count === 0) expect(sketch.quantile(0.5)).toBeNaN();
        for (const fraction of sketch.count > 0 ? fractions : []) {
          const exact = exactQuantile(signal, fraction);
          // Doubles below 2e-308 have fewer digits to begin with.
          expect(Math.abs(sketch.quantile(fraction) - exact)).toBeLessThanOrEqual(2e-5 * exact + 1e-312);
        }
      }),
      { examples: [[[Infinity]], [[NaN, -Infinity]]] },
    );
  });

  it('counts any number of equal values', () => {
    const many = new AmplitudeSketch().add(new Float64Array(70_000).fill(1)).add([2, 2, 2]);
    const merged = new AmplitudeSketch().add(new Float64Array(300).fill(1)).merge(many);
    expect(merged.count).toBe(70_303);
    expect(merged.quantile(70_299 / 70_302)).toBeCloseTo(1, 4);
    expect(merged.quantile(70_300 / 70_302)).toBeCloseTo(2, 4);
  });

  it('does not depend on order or merging', () => {
    fc.assert(
      fc.property(samples, samples, (first, second) => {
        const together = new AmplitudeSketch().add([...first, ...second]);
        const merged = new AmplitudeSketch().add(second).merge(new AmplitudeSketch().add(first));
        expect(merged.count).toBe(together.count);
        for (const fraction of fractions) expect(merged.quantile(fraction)).toBe(together.quantile(fraction));
      }),
      { numRuns: 40 },
    );
  });

  it('finds the 99.5th percentile of a known ramp', () => {
    const sketch = new AmplitudeSketch().add(Float64Array.from({ length: 1001 }, (_, i) => -i));
    expect(sketch.quantile(0.995) / 995).toBeCloseTo(1, 4);
    expect(sketch.quantile(0)).toBe(0);
  });

  it('refuses a probability outside 0 to 1', () => {
    expect(() => new AmplitudeSketch().quantile(1.5)).toThrow(InvalidArgumentError);
    expect(() => new AmplitudeSketch().quantile(NaN)).toThrow(InvalidArgumentError);
  });
});
