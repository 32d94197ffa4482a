import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairByDuration } from './pairing';

describe('pairing by duration', () => {
  test('finds the stride that has no entry', () => {
    const strides = [1.21, 1.18, 1.25, 1.3];
    expect(pairByDuration(strides, [1.21, 1.25, 1.3], 0.01)).toEqual([0, null, 1, 2]);
    expect(pairByDuration(strides, [1.18, 1.25, 1.3], 0.01)).toEqual([null, 0, 1, 2]);
    expect(pairByDuration(strides, strides, 0.01)).toEqual([0, 1, 2, 3]);
    expect(pairByDuration(strides, [], 0.01)).toEqual([null, null, null, null]);
  });

  test('decides nothing where several fit, or none', () => {
    expect(pairByDuration([1.2, 1.2, 1.3], [1.2, 1.3], 0.01)).toBe('ambiguous');
    expect(pairByDuration([1.2, 1.3], [1.3, 1.2], 0.01)).toBe('impossible');
    expect(pairByDuration([1.2], [1.2, 1.3], 0.01)).toBe('impossible');
  });

  test('whatever is left out of different durations is found', () => {
    const durations = fc.uniqueArray(fc.integer({ min: 800, max: 1600 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(durations, fc.infiniteStream(fc.boolean()), (milliseconds, coins) => {
        const strides = milliseconds.map((ms) => ms / 1000);
        const kept = strides.map((stride) => [stride, coins.next().value as boolean] as const);
        const entries = kept.filter(([, isKept]) => isKept).map(([stride]) => stride);
        const expected = kept.map(([stride, isKept]) => (isKept ? entries.indexOf(stride) : null));
        expect(pairByDuration(strides, entries, 0.0004)).toEqual(expected);
      }),
    );
  });
});
