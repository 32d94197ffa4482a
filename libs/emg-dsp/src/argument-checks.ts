import { InvalidArgumentError } from './errors';

/** Returns `value` when it is a finite number above 0. @throws InvalidArgument */
export function requirePositive(argument: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError(argument, 'a finite number above 0', value);
  return value;
}

/** Returns `value` when it is an integer of at least `minimum`. @throws InvalidArgument */
export function requireInteger(argument: string, value: number, minimum: number): number {
  if (!Number.isInteger(value) || value < minimum)
    throw new InvalidArgumentError(argument, `an integer of at least ${minimum}`, value);
  return value;
}

/** Returns `value` when it is one of the literals in `allowed`. @throws InvalidArgument */
export function requireOneOf<T extends string>(argument: string, value: T, allowed: readonly T[]): T {
  if (!allowed.includes(value)) throw new InvalidArgumentError(argument, `one of ${allowed.join(', ')}`, value);
  return value;
}
