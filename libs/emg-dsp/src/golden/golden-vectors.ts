import { readFileSync } from 'node:fs';

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
 * Throws unless both have the same length, NaN at the same places, and no error above `tolerance` times the largest value of the reference
 * (or of the input, where the reference is what rounding leaves of a cancelled input).
 */
export function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number | null>,
  tolerance: number,
  input: ArrayLike<number> = [],
): void {
  if (found.length !== expected.length) throw new Error(`expected ${expected.length} values, found ${found.length}`);
  let largest = 0;
  for (let index = 0; index < input.length; index++) largest = Math.max(largest, Math.abs(input[index]) || 0);
  let error = 0;
  let worst = 0;
  for (let index = 0; index < found.length; index++) {
    const reference = expected[index] ?? NaN;
    if (Number.isNaN(reference) !== Number.isNaN(found[index]))
      throw new Error(`value ${index}: expected ${reference}, found ${found[index]}`);
    if (Number.isNaN(reference)) continue;
    largest = Math.max(largest, Math.abs(reference));
    // Infinity less itself is no number, and no error.
    const difference = Object.is(reference, found[index]) ? 0 : Math.abs(found[index] - reference);
    if (difference > error) [error, worst] = [difference, index];
  }
  if (!(error <= tolerance * largest))
    throw new Error(
      `value ${worst}: expected ${expected[worst]} within ${tolerance} of ${largest}, found ${found[worst]}, off by ${error}`,
    );
}
