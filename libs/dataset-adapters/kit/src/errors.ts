/** Base of the errors of adapters: `tag` tells them apart without `instanceof`. */
export abstract class AdapterError extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when a folder is missing, is no folder, or can't be listed. */
export class NotADatasetError extends AdapterError {
  readonly tag = 'NotADatasetError';

  constructor(
    readonly root: string,
    readonly why: string,
  ) {
    super(`'${root}': ${why}`);
  }
}

/** Thrown when a subject is asked for that the folder does not hold. */
export class UnknownSubjectError extends AdapterError {
  readonly tag = 'UnknownSubjectError';

  constructor(
    readonly root: string,
    readonly subject: string,
    readonly known: readonly string[],
  ) {
    super(`'${root}' has no subject '${subject}'; it has ${known.slice(0, 12).join(', ') || 'none'}`);
  }
}

/** Thrown when the options of an adapter do not fit; `problems` names each one. */
export class AdapterOptionsError extends AdapterError {
  readonly tag = 'AdapterOptionsError';

  constructor(
    readonly adapter: string,
    readonly problems: readonly string[],
  ) {
    super(`options of adapter '${adapter}' not accepted: ${problems.join('; ')}`);
  }
}

/** Thrown when the times of a table do not stand on one even clock. */
export class UnevenClockError extends AdapterError {
  readonly tag = 'UnevenClockError';
}

/** Is this an error of an adapter? */
export function isAdapterError(error: unknown): error is AdapterError & { tag: string } {
  return error instanceof AdapterError;
}
