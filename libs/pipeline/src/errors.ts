/** Base of the errors of the pipeline: `tag` tells them apart without `instanceof`. */
export abstract class PipelineError extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when a command was called with words, files or options that do not fit; the command ends with exit code 2. */
export class UsageError extends PipelineError {
  readonly tag = 'UsageError';
}

/** Thrown when no folder holds anything that can be read; the command ends with exit code 2. */
export class NothingUsableError extends PipelineError {
  readonly tag = 'NothingUsableError';
}

/** Thrown when the disk is full; finished subjects are kept for `--resume`, and the command ends with exit code 75. */
export class DiskFullError extends PipelineError {
  readonly tag = 'DiskFullError';
}

/** What kind of error this is: the tag of our own, the code of the system's, '' where it has neither. */
export function errorTagOf(error: unknown): string {
  const { tag, code } = (error ?? {}) as { tag?: unknown; code?: unknown };
  return [tag, code].find((name) => typeof name === 'string') ?? '';
}

/** Does an error of this kind mean that nothing more can be written? */
export function isDiskFull(errorTag: string): boolean {
  return ['hdf5-disk-full', 'ENOSPC', 'EDQUOT'].includes(errorTag);
}

/** Is this an error of the pipeline? */
export function isPipelineError(error: unknown): error is PipelineError {
  return error instanceof PipelineError;
}
