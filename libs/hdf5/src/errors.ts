/** Where an {@link Hdf5Error} arose. */
export interface Hdf5ErrorContext {
  /** The HDF5 file on disk. */
  readonly file?: string;
  /** The object inside the file, `/group/dataset` or `/group@attribute`. */
  readonly object?: string;
}

/** Base class of everything this library throws on purpose; tell the kinds apart by `tag`. */
export abstract class Hdf5Error extends Error {
  abstract readonly tag: string;
  readonly file: string | undefined;
  readonly object: string | undefined;

  constructor(message: string, context: Hdf5ErrorContext = {}, cause?: unknown) {
    const where = [context.file, context.object].filter((part) => part !== undefined && part !== '').join(' ');
    super(where === '' ? message : `${where}: ${message}`, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.file = context.file;
    this.object = context.object;
  }
}

/** Thrown when the file, object or attribute that was asked for does not exist or can not be reached. */
export class Hdf5NotFoundError extends Hdf5Error {
  readonly tag = 'hdf5-not-found';
}

/** Thrown when a file exists but is not HDF5: no superblock signature at offset 0, 512, 1024, ... */
export class Hdf5FormatError extends Hdf5Error {
  readonly tag = 'hdf5-format';
}

/** Thrown when a file is HDF5 but truncated, damaged or not closed by its writer, so that nothing read from it can be trusted. */
export class Hdf5CorruptError extends Hdf5Error {
  readonly tag = 'hdf5-corrupt';
}

/** Thrown when a dataset was stored with a filter that this HDF5 build does not have, such as lzf or blosc. */
export class Hdf5MissingFilterError extends Hdf5Error {
  readonly tag = 'hdf5-missing-filter';

  constructor(
    readonly filterId: number,
    readonly filterName: string,
    context: Hdf5ErrorContext,
  ) {
    super(
      `the data need the filter "${filterName}" (id ${filterId}), which is not available here; rewrite the file with gzip or none`,
      context,
    );
  }
}

/** Thrown when a stored value has another type or shape than the caller (or this library) can take. */
export class Hdf5TypeError extends Hdf5Error {
  readonly tag = 'hdf5-type';

  constructor(
    readonly expected: string,
    readonly found: string,
    context: Hdf5ErrorContext,
  ) {
    super(`expected ${expected}, found ${found}`, context);
  }
}

/** Thrown when a value, shape, name or option handed to this library can not be used. */
export class Hdf5ArgumentError extends Hdf5Error {
  readonly tag = 'hdf5-argument';
}

/** Thrown when the disk is full or a quota is used up, or when less space is free than a writer asked for. */
export class Hdf5DiskFullError extends Hdf5Error {
  readonly tag = 'hdf5-disk-full';
}

/** Thrown when a file could not be created, written, flushed, closed or renamed for any other reason than a full disk. */
export class Hdf5WriteError extends Hdf5Error {
  readonly tag = 'hdf5-write';
}

/** Thrown when a handle is used after it was closed. */
export class Hdf5ClosedError extends Hdf5Error {
  readonly tag = 'hdf5-closed';
}

/** Thrown by every further call after a write failed or the HDF5 engine crashed: its state is unknown; end this worker or process. */
export class Hdf5PoisonedError extends Hdf5Error {
  readonly tag = 'hdf5-poisoned';
}

/** True for every error that this library throws on purpose. */
export function isHdf5Error(error: unknown): error is Hdf5Error {
  return error instanceof Hdf5Error;
}
