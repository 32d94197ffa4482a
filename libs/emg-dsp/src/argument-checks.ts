import { InvalidArgumentError, LengthMismatchError } from './errors';

/** Returns `value` when it is a finite number above 0. @throws InvalidArgument */
export function requirePositive(argument: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError(argument, 'a finite number above 0', value);
  return value;
}

/** Returns `value` when it is an integer from `minimum` to `maximum`. @throws InvalidArgument */
export function requireInteger(argument: string, value: number, minimum: number, maximum = Infinity): number {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    const limits = maximum === Infinity ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    throw new InvalidArgumentError(argument, `an integer ${limits}`, value);
  }
  return value;
}

/** The caller's output array when it has the right length, else a new one. @throws LengthMismatch */
export function outputOf(length: number, out: Float64Array | undefined): Float64Array {
  if (out && out.length !== length) throw new LengthMismatchError('out', length, out.length);
  return out ?? new Float64Array(length);
}

/** Returns `value` when it is one of the literals in `allowed`. @throws InvalidArgument */
export function requireOneOf<T extends string>(argument: string, value: T, allowed: readonly T[]): T {
  if (!allowed.includes(value)) throw new InvalidArgumentError(argument, `one of ${allowed.join(', ')}`, value);
  return value;
}
