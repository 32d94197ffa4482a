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

/** Is this an error of the pipeline? */
export function isPipelineError(error: unknown): error is PipelineError {
  return error instanceof PipelineError;
}
