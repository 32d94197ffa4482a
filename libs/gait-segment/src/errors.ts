/** Base of the errors of this library: `tag` tells them apart without `instanceof`. */
export abstract class GaitSegmentError extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when an option has a value outside what the function accepts. */
export class InvalidOptionError extends GaitSegmentError {
  readonly tag = 'InvalidOption';

  constructor(
    readonly option: string,
    readonly expected: string,
    readonly found: unknown,
  ) {
    super(`${option}: expected ${expected}, found ${String(found)}`);
  }
}

/** Thrown when a detector is asked for by an id that no detector has. */
export class UnknownDetectorError extends GaitSegmentError {
  readonly tag = 'UnknownDetector';

  constructor(
    readonly id: string,
    readonly known: readonly string[],
  ) {
    super(`event detector: expected one of auto, ${known.join(', ')}, found '${id}'`);
  }
}

/** Thrown when EMG reaches the cutting in a form that cannot be stored: at another rate than the store's, or raw. */
export class EmgNotReadyError extends GaitSegmentError {
  readonly tag = 'EmgNotReady';

  constructor(
    readonly trial: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`EMG of trial '${trial}': expected ${expected}, found ${found}`);
  }
}

/** Thrown when a learned model gives another number of probabilities than one per frame and event. */
export class ModelOutputError extends GaitSegmentError {
  readonly tag = 'ModelOutput';

  constructor(
    readonly model: string,
    readonly shape: readonly [number, number],
    readonly found: number,
  ) {
    super(`model '${model}': expected ${shape.join(' x ')} probabilities, found ${found} numbers`);
  }
}

/** Is this an error of this library? */
export function isGaitSegmentError(error: unknown): error is GaitSegmentError {
  return error instanceof GaitSegmentError;
}

/** Returns `value` when it is a finite number above 0. @throws InvalidOption */
export function requirePositive(option: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidOptionError(option, 'a finite number above 0', value);
  return value;
}
