import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Numbers as the golden files hold them: null stands for NaN. */
export type GoldenNumbers = readonly (number | null)[];

/** One of the committed files of golden vectors, made by the scripts in tools/golden. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as T;
}

/** The numbers as a signal. */
export function signalOf(numbers: GoldenNumbers): Float64Array {
  return Float64Array.from(numbers, (value) => value ?? NaN);
}

/**
 * Expects the same length, NaN at the same places, and no error above `tolerance` times the largest value of the reference
 * (or of the input, where the reference is what rounding leaves of a cancelled input).
 */
export function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number | null>,
  tolerance: number,
  input: ArrayLike<number> = [],
): void {
  expect(found.length).toBe(expected.length);
  let largest = 0;
  for (let index = 0; index < input.length; index++) largest = Math.max(largest, Math.abs(input[index]) || 0);
  let error = 0;
  for (let index = 0; index < found.length; index++) {
    const reference = expected[index] ?? NaN;
    if (Number.isNaN(reference) !== Number.isNaN(found[index]))
      expect.fail(`sample ${index}: expected ${reference}, found ${found[index]}`);
    if (Number.isNaN(reference)) continue;
    largest = Math.max(largest, Math.abs(reference));
    error = Math.max(error, Math.abs(found[index] - reference));
  }
  expect(error).toBeLessThanOrEqual(tolerance * largest);
}
