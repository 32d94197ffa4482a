/** Base class of everything this library throws on purpose; errors of the file itself come as `Hdf5Error`. */
export abstract class StoreError extends Error {
  abstract readonly tag: string;

  constructor(
    /** The store or shard concerned. */
    readonly file: string,
    message: string,
  ) {
    super(`${file}: ${message}`);
    this.name = new.target.name;
  }
}

/** Thrown when a file is HDF5 but not a stride store, or one of a newer format version. */
export class NotAStoreError extends StoreError {
  readonly tag = 'store-format';
}

/** Thrown when a store lacks a dataset or its index contradicts itself, so that strides can not be told apart; `verifyStore` lists everything. */
export class StoreDamagedError extends StoreError {
  readonly tag = 'store-damaged';

  constructor(
    file: string,
    readonly path: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(file, `${path}: expected ${expected}, found ${found}`);
  }
}

/** Thrown when a stride handed to the writer contradicts itself: shapes, vocabulary, masks against numbers, reasons against masks. */
export class StrideRejectedError extends StoreError {
  readonly tag = 'store-stride';

  constructor(
    file: string,
    /** Position of the stride in the input, from 0. */
    readonly position: number,
    readonly problems: readonly string[],
  ) {
    super(file, `stride ${position} can not be stored: ${problems.join('; ')}`);
  }
}

/** Thrown when what describes the subject, the dataset or the store can not be used. */
export class StoreHeaderError extends StoreError {
  readonly tag = 'store-header';

  constructor(
    file: string,
    readonly problems: readonly string[],
  ) {
    super(file, problems.join('; '));
  }
}

/** Thrown when there is no stride to write; no file is made. */
export class StoreEmptyError extends StoreError {
  readonly tag = 'store-empty';
}

/** Thrown when two inputs of a merge hold the same patient. */
export class DuplicatePatientError extends StoreError {
  readonly tag = 'store-duplicate-patient';

  constructor(
    readonly key: string,
    readonly files: readonly [string, string],
  ) {
    super(
      files[1],
      `expected every patient in one input only, found ${key} also in ${files[0]}; leave one of them out`,
    );
  }
}

/** Thrown when the inputs of a merge do not belong together: other rates, points per stride, or another description of one dataset. */
export class StoreMismatchError extends StoreError {
  readonly tag = 'store-mismatch';

  constructor(
    file: string,
    readonly what: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(file, `${what}: expected ${expected} as in the other inputs, found ${found}`);
  }
}

/** Thrown when a stride, patient or column is asked for that the store does not have. */
export class StoreRangeError extends StoreError {
  readonly tag = 'store-range';
}

/** True for every error that this library throws on purpose. */
export function isStoreError(error: unknown): error is StoreError {
  return error instanceof StoreError;
}
