/** Base of the errors of this library: `tag` tells them apart without `instanceof`. */
export abstract class SyntheticGaitError extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when an option has a value that the simulator cannot follow: says which, what was expected, what was found. */
export class SimulationOptionError extends SyntheticGaitError {
  readonly tag = 'SimulationOption';

  constructor(
    readonly option: string,
    readonly expected: string,
    readonly found: unknown,
  ) {
    super(`${option}: expected ${expected}, found ${String(found)}`);
  }
}

/** Thrown when a trial cannot be written in a file format: rates that the format cannot hold together, too many channels. */
export class LayoutError extends SyntheticGaitError {
  readonly tag = 'Layout';

  constructor(
    readonly layout: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${layout}: expected ${expected}, found ${found}`);
  }
}

/** Is this an error of this library? */
export function isSyntheticGaitError(error: unknown): error is SyntheticGaitError {
  return error instanceof SyntheticGaitError;
}

/** Asserts a finite number within limits. @throws SimulationOption */
export function assertWithin(option: string, found: number, least: number, greatest: number): void {
  if (!(found >= least && found <= greatest)) {
    throw new SimulationOptionError(option, `a number from ${least} to ${greatest}`, found);
  }
}
