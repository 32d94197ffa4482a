/** Base of the errors of this library: `tag` tells them apart without `instanceof`. */
export abstract class SchemaErrorBase extends Error {
  abstract readonly tag: string;

  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Thrown when a value does not have the shape that the schema promises. */
export class SchemaError extends SchemaErrorBase {
  readonly tag = 'SchemaError';
}

/** Thrown when a configuration does not pass; `problems` names each field, what was expected and what was found. */
export class ConfigurationError extends SchemaErrorBase {
  readonly tag = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(`configuration not accepted:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/** Is this an error of this library? */
export function isSchemaError(error: unknown): error is SchemaError | ConfigurationError {
  return error instanceof SchemaErrorBase;
}
